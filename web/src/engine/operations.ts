// What the interpreter answers, as core/lox/command writes it.
import type { Span } from '../editor/offsets.js';

export type EngineName = 'fast' | 'tree';

/** How far a program may go. */
export interface Limits {
  /** 0 is no limit. */
  maxSteps: number;
  /** In bytes. */
  maxMemory: number;
}

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
export interface Diagnostic extends Span {
  line: number;
  message: string;
  hint?: string;
}

/** A call that had not returned. */
export interface TraceFrame extends Span {
  /** Empty is the script. */
  function: string;
  line: number;
}

/** How a program ended that did not end well. */
export interface ProgramError {
  /** syntax, runtime, or the limit that it met. */
  kind: string;
  message: string;
  hint?: string;
  diagnostics: Diagnostic[];
  /** The innermost first. */
  trace: TraceFrame[];
  /** How many calls are left out in the middle of the trace. */
  skipped?: number;
}

/** How a run ended. */
export interface Outcome {
  usage: Usage;
  error?: ProgramError;
}

/** A value as JSON: what JSON does not have is an object. */
export type Value = null | boolean | number | string | { number: string } | { b64: string } | { object: string };

export interface Variable {
  name: string;
  value: Value;
  /** Of a long string, whose value is only its beginning: how many bytes there are. */
  length?: number;
  /** Of an instance. */
  fields?: Variable[];
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

/** The code of one function. */
export interface ListedFunction {
  /** Empty is the script. */
  name: string;
  line: number;
  instructions: Instruction[];
}

export interface Instruction extends Span {
  /** Its place in the function's code, in words. */
  offset: number;
  line: number;
  name: string;
  operands: string[];
  /** The offset that a jump leaps to. */
  target?: number;
}

/** The operations that the page asks for, each with its arguments and its reply. */
export interface Operations {
  run: { args: { source: string }; reply: Outcome };
  check: { args: { source: string }; reply: { diagnostics: Diagnostic[] } };
  step: { args: { source: string; at: number }; reply: StepState };
  format: { args: { source: string }; reply: { text: string } };
  ast: { args: { source: string }; reply: { ast: { tree: unknown } } };
  disasm: { args: { source: string }; reply: { functions: ListedFunction[] } };
}
