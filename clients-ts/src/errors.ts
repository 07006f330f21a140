import type { ErrorCode, Problem } from './schema.gen.js';

export type { ErrorCode } from './schema.gen.js';

/** An error of the server, an engine or this client. Branch on `code`, not on the text. */
export class TwelvefoldError extends Error {
  override readonly name: string = 'TwelvefoldError';
  constructor(
    /** The same codes as in Go, Python and the WebAssembly package. */
    readonly code: ErrorCode,
    message: string,
    /** The HTTP status of the answer; 0 where none came. */
    readonly status = 0,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The error that an answer other than success stands for. */
export function answerError(problem: unknown, response: Response): TwelvefoldError {
  if (isProblem(problem)) return new TwelvefoldError(problem.code, problem.detail ?? problem.title, response.status);
  // Something between us and the server has answered in its stead.
  return new TwelvefoldError(
    'internal',
    `client: ${response.status} ${response.statusText}, and no problem document`,
    response.status,
  );
}

/** The error of a request that got no answer. An abort goes through as the caller's own. */
export function transportError(thrown: unknown): unknown {
  if (thrown instanceof TwelvefoldError || (thrown instanceof Error && thrown.name === 'AbortError')) return thrown;
  if (thrown instanceof Error && thrown.name === 'TimeoutError')
    return new TwelvefoldError('timeout', 'client: no answer came in time', 0, { cause: thrown });
  return new TwelvefoldError('io', 'client: the server cannot be reached', 0, { cause: thrown });
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}
