import { describe, expect, it } from 'vitest';

import type { StepState, Variable } from '../src/engine/operations.js';
import { problemsOf, problemsOfError } from '../src/engine/problems.js';
import { keyAction } from '../src/keys.js';
import { bytesText, stepText, usageText } from '../src/usage.js';
import { environmentOf, type Row } from '../src/views/environment.js';
import { isLarger, treeOf } from '../src/views/syntaxtree.js';

const state = (changes: Partial<StepState>): StepState => ({
  ...{ at: 0, done: false, frames: [], globals: [], output: '', steps: 0 },
  ...changes,
});

const shown = (rows: Row[]): string[] => rows.map((row) => `${row.name} ${row.text} ${row.kind}`);

describe('the environment', () => {
  it('shows values as Lox writes them', () => {
    const globals: Variable[] = [
      { name: 'a', value: null },
      { name: 'b', value: true },
      { name: 'c', value: 1.5 },
      { name: 'd', value: { number: '-inf' } },
      { name: 'e', value: 'text' },
      { name: 'f', value: 'lon', length: 300 },
      { name: 'g', value: { b64: '/w==' } },
      { name: 'h', value: { object: '<fn h>' } },
    ];
    expect(shown(environmentOf(state({ globals })).globals)).toEqual([
      'a nil nil',
      'b true boolean',
      'c 1.5 number',
      'd -inf number',
      'e "text" string',
      'f "lon…" (300 bytes) string',
      'g (a string that is no text) string',
      'h <fn h> object',
    ]);
  });

  it('names calls and scopes, without those that are empty', () => {
    const outer = { id: 3, variables: [{ name: 'x', value: 1 }] };
    const { frames } = environmentOf(
      state({
        frames: [
          { function: 'inner', line: 4, scopes: [{ id: 1, variables: [] }, outer] },
          { function: 'outer', line: 7, scopes: [outer] },
          { function: '', line: 9, scopes: [] },
        ],
      }),
    );
    expect(frames.map(({ title, line }) => `${title} ${line}`)).toEqual(['inner() 4', 'outer() 7', 'script 9']);
    expect(frames.map(({ scopes }) => scopes.map(({ title }) => title))).toEqual([
      ['enclosing scope, shared: no. 3'],
      ['innermost scope, shared: no. 3'],
      [],
    ]);
  });

  it('tells what has changed, fields too', () => {
    const at = (count: number, field: number): StepState =>
      state({
        frames: [{ function: 'f', line: 1, scopes: [{ id: 1, variables: [{ name: 'count', value: count }] }] }],
        globals: [{ name: 'o', value: { object: 'C instance' }, fields: [{ name: 'x', value: field }] }],
      });
    const marks = (now: StepState, before?: StepState): boolean[] => {
      const { frames, globals } = environmentOf(now, before);
      return [frames[0]!.scopes[0]!.rows[0]!.changed, globals[0]!.changed, globals[0]!.fields[0]!.changed];
    };
    expect(marks(at(1, 1))).toEqual([false, false, false]);
    expect(marks(at(1, 1), at(1, 1))).toEqual([false, false, false]);
    expect(marks(at(2, 1), at(1, 1))).toEqual([true, false, false]);
    expect(marks(at(1, 2), at(1, 1))).toEqual([false, false, true]);
  });

  it('marks what is new in a scope, but not all of a scope that is new', () => {
    const script = (names: string[]) => ({
      ...{ function: '', line: 1 },
      scopes: [{ id: 1, variables: names.map((name) => ({ name, value: 1 })) }],
    });
    const call = { function: 'f', line: 2, scopes: [{ id: 2, variables: [{ name: 'n', value: 2 }] }] };
    const before = state({ frames: [script(['x'])] });
    const { frames } = environmentOf(state({ frames: [call, script(['x', 'y'])] }), before);
    expect(frames.map(({ scopes }) => scopes[0]!.rows.map(({ changed }) => changed))).toEqual([[false], [false, true]]);
  });
});

describe('the syntax tree', () => {
  const place = { start: 0, end: 5, line: 1 };
  const json = {
    ...place,
    type: 'Script',
    body: [
      { ...place, type: 'PrintStmt', expr: { ...place, type: 'Binary', op: '+', left: literal('1'), right: name() } },
      {
        ...place,
        type: 'Function',
        name: 'f',
        name_start: 1,
        params: [
          { name: 'a', ...place },
          { name: 'b', ...place },
        ],
        body: [],
      },
    ],
  };
  function literal(value: string): object {
    return { ...place, type: 'Literal', value };
  }
  function name(): object {
    return { ...place, type: 'Name', name: 'x', variable: { kind: 'upvalue', start: 1, end: 2 } };
  }

  it('has a line for each node', () => {
    const lines: string[] = [];
    const list = (node: ReturnType<typeof treeOf>, depth: number): void => {
      lines.push(`${' '.repeat(depth)}${[node.role, node.type, node.text, node.reach].join('|')}`);
      for (const child of node.children()) list(child, depth + 1);
    };
    const tree = treeOf(json);
    list(tree, 0);
    expect(lines).toEqual([
      '|Script||',
      ' body|PrintStmt||',
      '  expr|Binary|+|',
      '   left|Literal|1|',
      '   right|Name|x|upvalue',
      ' body|Function|f(a, b)|',
    ]);
    expect([5, 6].map((size) => isLarger(tree, size))).toEqual([true, false]);
    expect(tree.span).toEqual({ start: 0, end: 5 });
  });

  it('may be deeper than the stack', () => {
    const deep = '{"type":"Grouping","start":0,"end":1,"inner":';
    const tree = treeOf(JSON.parse(`${deep.repeat(20_000)}null${'}'.repeat(20_000)}`));
    expect([19_999, 20_000].map((size) => isLarger(tree, size))).toEqual([true, false]);
  });

  it('refuses what is none', () => {
    for (const none of [null, [], { body: [] }]) expect(() => treeOf(none)).toThrow('no root');
  });
});

describe('errors', () => {
  const diagnostic = { start: 6, end: 7, line: 1, message: 'Expect expression.', hint: 'try one' };

  it('are underlined where the reader found them', () => {
    expect(problemsOf([diagnostic])).toEqual([{ start: 6, end: 7, message: 'Expect expression.\ntry one' }]);
  });

  it('are underlined where the program failed, once', () => {
    const frame = (start: number) => ({ function: '', line: 1, start, end: start + 2 });
    const error = { kind: 'runtime', message: 'Failed.', diagnostics: [], trace: [frame(3), frame(9)] };
    expect(problemsOfError(error)).toEqual([{ start: 3, end: 5, message: 'Failed.' }]);
    expect(problemsOfError({ ...error, trace: [] })).toEqual([]);
    expect(problemsOfError({ ...error, diagnostics: [diagnostic] })).toHaveLength(1);
  });
});

describe('what a program has taken', () => {
  const limits = { maxSteps: 0, maxMemory: 64 << 20 };

  it('is told with the limits', () => {
    const usage = { steps: 1234, output: 5, memory: 12 << 10 };
    expect(usageText(usage, limits, 3.14159)).toBe('1,234 steps · 12 KB of 64 MB held · 3.1 ms');
    expect(usageText(usage, { ...limits, maxSteps: 1e6 }, 1234)).toBe(
      '1,234 of 1,000,000 steps · 12 KB of 64 MB held · 1,234 ms',
    );
    expect(usageText({ ...usage, steps: 1 }, limits, 0)).toBe('1 step · 12 KB of 64 MB held · 0.0 ms');
  });

  it('is told at a statement and at the end', () => {
    const statement = { start: 0, end: 1, line: 7 };
    expect(stepText(state({ at: 11, statement, steps: 2 }), limits)).toBe('Statement 12, line 7 · 2 steps');
    expect(stepText(state({ done: true }), limits)).toBe('Ended · 0 steps');
  });

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [1536, '1.5 KB'],
    [20 << 10, '20 KB'],
    [1 << 20, '1 MB'],
  ])('%i bytes', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe('keys', () => {
  const key = (name: string, held: string[] = []) => ({
    key: name,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
  });
  const idle = { running: false, stepping: false };
  const running = { running: true, stepping: false };
  const stepping = { running: false, stepping: true };

  it.each([
    [key('Enter', ['ctrl']), idle, 'run'],
    [key('Enter', ['meta']), idle, 'run'],
    [key('Enter', ['ctrl', 'shift']), idle, 'step'],
    [key('Enter'), idle, undefined],
    [key('Enter', ['ctrl']), running, undefined],
    [key('Escape'), running, 'stop'],
    [key('Escape'), idle, undefined],
    [key('ArrowLeft', ['alt']), stepping, 'back'],
    [key('End', ['alt']), stepping, 'last'],
    [key('ArrowLeft', ['alt']), idle, undefined],
    [key('ArrowLeft'), stepping, undefined],
    [key('x', ['alt']), stepping, undefined],
  ] as const)('%o in %o', (event, page, action) => {
    expect(keyAction(event, page)).toBe(action);
  });
});
