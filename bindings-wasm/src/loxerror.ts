import { TwelvefoldError, type ErrorCode } from './errors.js';
import type { Packed } from './packed.js';

/** Why a program ended: it could not be read, failed, its host failed, or it met a limit. */
export type LoxErrorKind =
  'syntax' | 'runtime' | 'host' | 'steps' | 'memory' | 'depth' | 'output' | 'timeout' | 'cancelled';

/** A place in a function that had not returned. */
export interface LoxFrame {
  /** The function's name; empty is the program itself. */
  function: string;
  /** The name that the program was given to `eval` under. */
  source: string;
  /** From 1, as are columns, in bytes. */
  line: number;
  column: number;
  /** Of the piece of source, in bytes. */
  length: number;
}

/** A place in a source that breaks a rule. */
export interface LoxDiagnostic {
  line: number;
  column: number;
  /** In bytes. */
  length: number;
  message: string;
  /** What may help, or "". */
  hint: string;
}

/** What the engine tells of an error. */
export interface LoxErrorDetails {
  kind: LoxErrorKind;
  reason: string;
  hint: string;
  report: string;
  book: string;
  line: number;
  skipped: number;
  trace: LoxFrame[];
  diagnostics: LoxDiagnostic[];
  failure?: number;
  /** The method that the user called: the stack begins above it. */
  above?: unknown;
}

/**
 * How a Lox program ended. Where a function of the host threw, that is the
 * `cause`. The stack begins with the program's own calls.
 */
export class LoxError extends TwelvefoldError {
  override readonly name: string = 'LoxError';
  readonly kind: LoxErrorKind;
  /** The sentence alone: "Operands must be numbers." The message has the line too. */
  readonly reason: string;
  /** What may help, or "". */
  readonly hint: string;
  /** The error drawn for a reader: its line with a caret, the hint, the calls. */
  declare readonly report: string;
  /** What the book's interpreter writes to its standard error. */
  declare readonly book: string;
  /** The line of the error; 0 where it has none. */
  readonly line: number;
  /** The calls that had not returned, the innermost first; of many, those in the middle are left out. */
  declare readonly trace: readonly LoxFrame[];
  /** How many calls that is. */
  readonly skipped: number;
  /** Of kind syntax: all that is wrong. */
  declare readonly diagnostics: readonly LoxDiagnostic[];
  /** Its number in the module, while a function of the host that it went to may throw it on; see hostcalls.ts. */
  declare readonly failure: number;

  constructor(code: ErrorCode, message: string, details: LoxErrorDetails, options?: ErrorOptions) {
    super(code, message, options);
    this.kind = details.kind;
    this.reason = details.reason;
    this.hint = details.hint;
    this.line = details.line;
    this.skipped = details.skipped;
    // Long, and in the stack already: not among what a console prints.
    for (const name of ['report', 'book', 'trace', 'diagnostics', 'failure'] as const)
      Object.defineProperty(this, name, { value: details[name] ?? 0, enumerable: false });
    const { captureStackTrace } = Error as { captureStackTrace?: (error: Error, above?: unknown) => void };
    if (details.above !== undefined) captureStackTrace?.(this, details.above);
    this.stack = withFrames(this, details.trace);
  }
}

/** The stack of an error with a program's calls above JavaScript's. */
function withFrames(error: Error, trace: readonly LoxFrame[]): string {
  const head = `LoxError: ${error.message}`;
  const frames = trace.map(
    ({ function: name, source, line, column }) => `\n    at ${name || 'script'} (${source}:${line}:${column})`,
  );
  const [, ...own] = (error.stack ?? '').split(/\n(?=\s+at )/);
  return [head + frames.join(''), ...own].join('\n');
}

/** Reads what lox_error packs behind its numbers: see wasm/lox_errors.go. */
export function readDetails(reader: Packed): LoxErrorDetails {
  const [kind, reason, hint, report, book] = Array.from({ length: 5 }, () => reader.text()) as [
    LoxErrorKind,
    ...string[],
  ] as [LoxErrorKind, string, string, string, string];
  const line = reader.number();
  const skipped = reader.number();
  const trace = Array.from({ length: reader.number() }, () => ({
    function: reader.text(),
    source: reader.text(),
    line: reader.number(),
    column: reader.number(),
    length: reader.number(),
  }));
  const diagnostics: LoxDiagnostic[] = [];
  while (!reader.done) {
    diagnostics.push({
      line: reader.number(),
      column: reader.number(),
      length: reader.number(),
      message: reader.text(),
      hint: reader.text(),
    });
  }
  return { kind, reason, hint, report, book, line, skipped, trace, diagnostics };
}
