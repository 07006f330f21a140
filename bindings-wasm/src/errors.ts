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
  constructor(message: string) {
    super(redisCode(message), message);
  }
}

// Redis puts its kind of error into the first word, and several kinds share
// ERR: those are told apart by the texts that are the same for all commands.
function redisCode(message: string): ErrorCode {
  const word = message.slice(0, message.indexOf(' '));
  switch (word) {
    case 'WRONGTYPE':
      return 'wrong_type';
    case 'EXECABORT':
      return 'transaction_aborted';
    case 'NOAUTH':
    case 'WRONGPASS':
      return 'unauthenticated';
    case 'NOPERM':
    case 'NOPROTO':
      return 'not_allowed';
  }
  if (message.startsWith('ERR unknown command') || message.startsWith('ERR unknown subcommand'))
    return 'unknown_command';
  if (message.startsWith('ERR wrong number of arguments')) return 'wrong_arity';
  if (message.startsWith('ERR Protocol error')) return 'protocol_error';
  if (message.includes('out of range')) return 'out_of_range';
  return 'invalid_argument';
}
