// The one place that sends requests: openapi-fetch on the generated types, with
// failed answers turned into errors.
import createClient, { type Client } from 'openapi-fetch';

import { percent } from './bytes.js';
import { answerError, transportError } from './errors.js';
import type { paths } from './schema.gen.js';

/** Options that every call takes. */
export interface CallOptions {
  /** Gives the call up. */
  signal?: AbortSignal;
}

export interface TransportOptions {
  /** Sent as a bearer token, where the server wants one. */
  token?: string;
  /** In the place of the platform's fetch. */
  fetch?: (request: Request) => Promise<Response>;
}

export type Api = Client<paths>;

export function connect(baseUrl: string, options: TransportOptions): Api {
  return createClient<paths>({
    baseUrl,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    headers: options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` },
    querySerializer: (query) =>
      Object.entries(query)
        .map(([name, value]) => `${name}=${percent(value instanceof Uint8Array ? value : String(value))}`)
        .join('&'),
    // Keys come percent-encoded already, byte by byte: JavaScript's own
    // encoding knows only those that are text.
    pathSerializer: (path, params) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name])),
  });
}

/** What openapi-fetch gives. */
interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of an answer, or its error thrown. */
export async function body<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await settled(call);
  if (!response.ok) throw answerError(error, response);
  return data as T;
}

/** The same where code not_found is an answer too: undefined. */
export async function bodyIfFound<T>(call: Promise<Answer<T>>): Promise<T | undefined> {
  const { data, error, response } = await settled(call);
  if (response.ok) return data;
  // An engine that is not open is an error, and not a missing key.
  const failure = answerError(error, response);
  if (failure.code === 'not_found' && !failure.message.startsWith('rest:')) return undefined;
  throw failure;
}

/** Whether a HEAD found its key: it has no body that would say more. */
export async function found(call: Promise<Answer<unknown>>): Promise<boolean> {
  const { error, response } = await settled(call);
  if (response.ok) return true;
  if (response.status === 404) return false;
  throw answerError(error, response);
}

async function settled<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await call;
  } catch (thrown) {
    throw transportError(thrown);
  }
}

/** `signal` as openapi-fetch takes it. */
export function signalOf(options: CallOptions | undefined): { signal?: AbortSignal } {
  return options?.signal === undefined ? {} : { signal: options.signal };
}
