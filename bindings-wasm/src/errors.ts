import type { ErrorCode } from './version.gen.js';

export type { ErrorCode } from './version.gen.js';

/** An error of an engine or of this package. Branch on `code`, not on the text. */
export class TwelvefoldError extends Error {
  override readonly name: string = 'TwelvefoldError';
  constructor(
    /** The same codes as in Go, Python and the REST API. */
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error reply of the Redis engine; the text is the one Redis gives. */
export class RedisError extends TwelvefoldError {
  override readonly name: string = 'RedisError';
}
