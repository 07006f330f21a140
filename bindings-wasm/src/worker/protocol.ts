// What a page and its worker say to each other. Objects stay in the worker;
// the page has their numbers. Number 0 is the Twelvefold itself.
import { RedisError, TwelvefoldError, type ErrorCode } from '../errors.js';
import { LoxError, type LoxErrorDetails } from '../loxerror.js';

export type Request =
  | { kind: 'open'; id: number; options: unknown }
  | { kind: 'call'; id: number; target: number; member: string; args: unknown[] };

export type Response =
  | { kind: 'value'; id: number; value: unknown }
  /** The value is an object that stays in the worker. */
  | { kind: 'object'; id: number; target: number }
  | { kind: 'error'; id: number; error: PackedError }
  /** A cache's onEvict, whose number the page chose. */
  | { kind: 'callback'; callback: number; args: unknown[] };

/** Stands in options for a function of the page. */
export interface CallbackMark {
  $callback: number;
}

/** Stands for an object of the worker. */
export interface ObjectMark {
  $object: number;
}

/** Stands in options for an AbortSignal of the page: an int32 that becomes 1. */
export interface SignalMark {
  $signal: SharedArrayBuffer;
}

interface PackedError {
  $error: { redis: boolean; code: ErrorCode; message: string; lox?: LoxErrorDetails; cause?: unknown };
}

/** One side of the line between page and worker. */
export interface Channel<In, Out> {
  post(message: Out): void;
  listen(onMessage: (message: In) => void): void;
}

// Structured clone makes plain Errors of our errors, so they travel packed,
// also inside the replies of a pipeline.

export function packError(thrown: unknown): PackedError {
  const error =
    thrown instanceof TwelvefoldError ? thrown : new TwelvefoldError('internal', `twelvefold: ${String(thrown)}`);
  const { code, message } = error;
  if (error instanceof LoxError)
    return { $error: { redis: false, code, message, lox: detailsOf(error), ...causeOf(error) } };
  return { $error: { redis: error instanceof RedisError, code, message } };
}

function detailsOf({ kind, reason, hint, report, book, line, skipped, trace, diagnostics }: LoxError): LoxErrorDetails {
  return { kind, reason, hint, report, book, line, skipped, trace: [...trace], diagnostics: [...diagnostics] };
}

/** What a function threw, as far as it can be sent: else its text. */
function causeOf({ cause }: LoxError): { cause?: unknown } {
  if (cause === undefined) return {};
  if (cause instanceof TwelvefoldError) return { cause: packError(cause) };
  try {
    return { cause: structuredClone(cause) };
  } catch {
    return { cause: new Error(cause instanceof Error ? cause.message : 'what was thrown cannot leave the worker') };
  }
}

export function unpackError({ $error: { redis, code, message, lox, cause } }: PackedError): TwelvefoldError {
  if (lox !== undefined) return new LoxError(code, message, lox, cause === undefined ? {} : { cause: unpack(cause) });
  return redis ? new RedisError(code, message) : new TwelvefoldError(code, message);
}

export function pack(value: unknown): unknown {
  if (value instanceof TwelvefoldError) return packError(value);
  return Array.isArray(value) ? value.map(pack) : value;
}

export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value === 'object' && value !== null && '$error' in value) return unpackError(value as PackedError);
  return value;
}
