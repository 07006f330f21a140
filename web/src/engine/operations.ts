// What the interpreter answers, as core/lox/command writes it.
import type { Span } from '../editor/offsets.js';

/** How far a program may go. 0 is no limit on steps. */
export interface Limits {
  maxSteps: number;
  /** In bytes. */
  maxMemory: number;
}

export type EngineName = 'fast' | 'tree';

/** What a run has taken. */
export interface Usage {
  /** Calls, and leaps back in loops. */
  steps: number;
  /** Bytes printed. */
  output: number;
  /** Bytes held at its end, at most. */
  memory: number;
}

/** A place in the source that breaks a rule. */
export interface Diagnostic {
  /** Lines and columns begin at 1; columns and lengths are in bytes. */
  line: number;
  column: number;
  length: number;
  message: string;
  hint: string;
}

/** A call that had not returned. */
export interface TraceFrame {
  /** Empty is the script. */
  function: string;
  line: number;
  column: number;
  length: number;
}

/** How a program ended that did not end well. */
export interface ProgramError {
  /** syntax, runtime, or the limit that it met. */
  kind: string;
  message: string;
  hint: string;
  /** The whole of it for a reader, with the place drawn. */
  report: string;
  diagnostics: Diagnostic[];
  /** The innermost first. */
  trace: TraceFrame[];
}

/** How a run ended. */
export interface Outcome {
  usage: Usage;
  error?: ProgramError;
}

/** A value as JSON: what JSON does not have is an object. */
export type Value =
  null | boolean | number | string | { number: string } | { object: string; id?: number; fields?: Variable[] };

export interface Variable {
  name: string;
  value: Value;
}

/** An environment. Two with the same id are the same one: closures share it. */
export interface Scope {
  id: number;
  variables: Variable[];
}

/** A call that has not returned. */
export interface Frame {
  /** Empty is the script. */
  function: string;
  line: number;
  /** The innermost first. */
  scopes: Scope[];
}

/** A program before one of its statements. */
export interface StepState {
  /** How many statements had begun. */
  at: number;
  /** The program has ended, well or with an error. */
  done: boolean;
  error?: ProgramError;
  statement?: Span & { line: number };
  /** The innermost first. */
  frames: Frame[];
  globals: Variable[];
  output: string;
  steps: number;
}
