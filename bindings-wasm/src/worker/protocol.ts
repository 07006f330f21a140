// What a page and its worker say to each other. Objects stay in the worker;
// the page has their numbers. Number 0 is the Twelvefold itself.
import { RedisError, TwelvefoldError, type ErrorCode } from '../errors.js';

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

interface PackedError {
  $error: { redis: boolean; code: ErrorCode; message: string };
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
  return { $error: { redis: error instanceof RedisError, code: error.code, message: error.message } };
}

export function unpackError({ $error: { redis, code, message } }: PackedError): TwelvefoldError {
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
