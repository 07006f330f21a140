// Runs every Lox program of conformance/programs on both engines, in Node, and
// holds the steps that each takes against those it takes natively.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { LoxError, open, type Twelvefold } from 'twelvefold';
import { afterAll, describe, expect, test } from 'vitest';

import { root, writeResults } from '../conformance/results.js';
import { difference, loadPrograms, type Outcome, type Program } from './programs.js';

const folder = mkdtempSync(path.join(tmpdir(), 'programs-'));
cpSync(path.join(root, 'conformance/programs/lox'), path.join(folder, 'lox'), { recursive: true });
const go = (...args: string[]) => execFileSync('go', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 24 });
go('run', './conformance/programs/limits/write', folder);
const programs = loadPrograms(folder);
const native = JSON.parse(go('run', './bindings-wasm/tests/native/lox', folder)) as Record<string, number>;
/** What became of each program, for the report. */
const results: Record<string, string> = {};

let tf: Twelvefold = await open({ engines: ['lox'] });

afterAll(() => {
  tf.close();
  rmSync(folder, { recursive: true, force: true });
  writeResults('programs-wasm-node', results);
});

/** Runs a program as the book's interpreter does; gives the steps too. */
function run(engine: 'fast' | 'tree', { source }: Program): Outcome & { steps: number } {
  let stdout = '';
  const lox = tf.lox({ engine, std: true, output: (text) => (stdout += text) });
  lox.define('clock', () => performance.now() / 1000, []);
  let [stderr, exit] = ['', 0];
  try {
    lox.eval(source);
  } catch (thrown) {
    if (!(thrown instanceof LoxError)) throw thrown;
    [stderr, exit] = [thrown.book, thrown.kind === 'syntax' ? 65 : 70];
  }
  const { steps } = lox.usage();
  lox.close();
  return { stdout, stderr, exit, steps };
}

test('there are programs', () => {
  expect(programs.length).toBeGreaterThan(400);
});

const topics = new Map<string, Program[]>();
for (const program of programs) {
  const topic = path.dirname(program.name);
  topics.set(topic, [...(topics.get(topic) ?? []), program]);
}

describe.each(['fast', 'tree'] as const)('%s', (engine) => {
  test.each([...topics])('%s', async (_topic, list) => {
    const problems: string[] = [];
    for (const program of list) {
      const problem = await judge(engine, program);
      const name = program.name.replace(/^lox\/|\.lox$/g, ''); // as all doors call it
      results[`${engine} ${name}`] = problem === undefined ? 'passed' : `failed: ${problem}`;
      if (problem !== undefined) problems.push(`${program.name}: ${problem}`);
    }
    expect(problems).toEqual([]);
  });
});

/** How a run differs from what was expected. */
async function judge(engine: 'fast' | 'tree', program: Program): Promise<string | undefined> {
  if (tf.dead) tf = await open({ engines: ['lox'] }); // one trap must not fail all that follow
  try {
    const outcome = run(engine, program);
    const want = native[`${engine} ${program.name}`];
    const steps = outcome.steps === want ? undefined : `steps: want ${want}, as natively, got ${outcome.steps}`;
    return difference(program, outcome) ?? steps;
  } catch (thrown) {
    return String(thrown);
  }
}
