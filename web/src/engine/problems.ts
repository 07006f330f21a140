// Where a program's error is in its source, for the editor and the output.
import type { Problem } from '../editor/editor.js';
import { rangeOf, type Range } from '../editor/offsets.js';
import type { Diagnostic, ProgramError, TraceFrame } from './operations.js';

/** The range of a line's piece; lines and columns begin at 1, columns and lengths are in bytes. */
export function rangeAt(source: string, at: { line: number; column: number; length: number }): Range {
  let start = 0;
  for (let line = 1; line < at.line && start >= 0; line++) start = source.indexOf('\n', start) + 1 || -1;
  if (start < 0) return { from: source.length, to: source.length };
  const text = source.slice(start);
  const { from, to } = rangeOf(text, { start: at.column - 1, end: at.column - 1 + at.length });
  return { from: start + from, to: start + to };
}

/** What to underline of errors that a reader of the source finds. */
export function problemsOf(source: string, diagnostics: readonly Diagnostic[]): Problem[] {
  return diagnostics.map((d) => ({ ...rangeAt(source, d), message: withHint(d.message, d.hint) }));
}

/** What to underline of a program's end: the places of its syntax errors, or where it failed. */
export function problemsOfError(source: string, error: ProgramError): Problem[] {
  if (error.diagnostics.length > 0) return problemsOf(source, error.diagnostics);
  const [innermost] = error.trace;
  if (innermost === undefined) return [];
  return [{ ...rangeAt(source, innermost), message: withHint(error.message, error.hint) }];
}

/** The name of a call in a trace. */
export const functionName = (frame: Pick<TraceFrame, 'function'>): string =>
  frame.function === '' ? 'the script' : `${frame.function}()`;

function withHint(message: string, hint: string): string {
  return hint === '' ? message : `${message}\n${hint}`;
}
