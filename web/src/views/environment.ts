// The environment of a program as it will be drawn: what is shown of each
// variable, and which have changed since the state that was shown before.
import type { Frame, StepState, Value, Variable } from '../engine/operations.js';
import { functionName } from '../engine/problems.js';

/** A variable, or a field. */
export interface Row {
  name: string;
  /** The value as a reader of Lox would write it. */
  text: string;
  kind: 'nil' | 'boolean' | 'number' | 'string' | 'object';
  changed: boolean;
  /** Those of an instance. */
  fields: Row[];
}

export interface ScopeBox {
  title: string;
  rows: Row[];
}

export interface FrameBox {
  title: string;
  line: number;
  /** The innermost first; none is empty. */
  scopes: ScopeBox[];
}

export interface EnvironmentBox {
  /** The innermost first. */
  frames: FrameBox[];
  globals: Row[];
}

/** What to draw of a state; before is the one that was drawn last, if any. */
export function environmentOf(state: StepState, before?: StepState): EnvironmentBox {
  const known = before === undefined ? undefined : textsOf(before);
  const row = (path: string, variable: Variable): Row => {
    const at = `${path}.${variable.name}`;
    const text = textOf(variable);
    return {
      name: variable.name,
      text,
      kind: kindOf(variable.value),
      // All is new in a call or block that has just begun: that needs no mark.
      changed: known?.has(path) === true && known.get(at) !== text,
      fields: (variable.fields ?? []).map((field) => row(at, field)),
    };
  };
  const shared = sharedScopes(state.frames);
  return {
    frames: state.frames.map((frame, i) => ({
      title: functionName(frame),
      line: frame.line,
      scopes: frame.scopes.flatMap((scope, j) => {
        if (scope.variables.length === 0) return [];
        const rows = scope.variables.map((variable) => row(scopePath(state.frames, i, j), variable));
        return [{ title: scopeTitle(j, shared.has(scope.id) ? scope.id : undefined), rows }];
      }),
    })),
    globals: state.globals.map((variable) => row('global', variable)),
  };
}

function scopeTitle(depth: number, shared: number | undefined): string {
  const place = depth === 0 ? 'innermost scope' : 'enclosing scope';
  return shared === undefined ? place : `${place}, shared: no. ${shared}`;
}

/** The scopes that more than one call sees, by their ids. */
function sharedScopes(frames: readonly Frame[]): Set<number> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (const frame of frames) {
    for (const { id } of frame.scopes) (seen.has(id) ? shared : seen).add(id);
  }
  return shared;
}

/**
 * Names a scope by its place, counted from the outside: that stays as it is
 * while calls and blocks come and go on the inside.
 */
function scopePath(frames: readonly Frame[], frame: number, scope: number): string {
  const { function: name, scopes } = frames[frame]!;
  return `${frames.length - frame} ${name} ${scopes.length - scope}`;
}

/** The text of each variable of a state, by its path; and of each scope, "". */
function textsOf(state: StepState): Map<string, string> {
  const texts = new Map([['global', '']]);
  const add = (path: string, variable: Variable): void => {
    const at = `${path}.${variable.name}`;
    texts.set(at, textOf(variable));
    variable.fields?.forEach((field) => {
      add(at, field);
    });
  };
  state.frames.forEach((frame, i) => {
    frame.scopes.forEach((scope, j) => {
      const path = scopePath(state.frames, i, j);
      texts.set(path, '');
      for (const variable of scope.variables) add(path, variable);
    });
  });
  for (const variable of state.globals) add('global', variable);
  return texts;
}

/** A value as a reader of Lox would write it. */
function textOf({ value, length }: Variable): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') {
    return length === undefined ? `"${value}"` : `"${value}…" (${length} bytes)`;
  }
  if (typeof value !== 'object') return String(value);
  if ('number' in value) return value.number;
  if ('b64' in value) return '(a string that is no text)';
  return value.object;
}

function kindOf(value: Value): Row['kind'] {
  if (value === null) return 'nil';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'string';
  return 'number' in value ? 'number' : 'b64' in value ? 'string' : 'object';
}
