// What of a program's errors the editor underlines, and how calls are named.
import type { Problem } from '../editor/editor.js';
import type { Diagnostic, ProgramError } from './operations.js';

/** What to underline of errors that a reader of the source finds. */
export function problemsOf(diagnostics: readonly Diagnostic[]): Problem[] {
  return diagnostics.map(({ start, end, message, hint }) => ({ start, end, message: withHint(message, hint) }));
}

/** What to underline of a program's end: the places of its syntax errors, or where it failed. */
export function problemsOfError({ diagnostics, trace, message, hint }: ProgramError): Problem[] {
  if (diagnostics.length > 0) return problemsOf(diagnostics);
  return trace.slice(0, 1).map(({ start, end }) => ({ start, end, message: withHint(message, hint) }));
}

/** The name of a call. */
export const functionName = (frame: { function: string }): string =>
  frame.function === '' ? 'script' : `${frame.function}()`;

const withHint = (message: string, hint: string | undefined): string => (hint ? `${message}\n${hint}` : message);
