// What the stores of bytes have in common: values go and come as octets.
import { keySegment, type Bytes } from './bytes.js';
import { bodyIfFound, signalOf, type CallOptions } from './transport.js';

/** Options of listing keys. */
export interface ListOptions extends CallOptions {
  /** Only keys that begin so. */
  prefix?: Bytes;
  /** The most keys of one page. */
  limit?: number;
}

/** The request's part that names a key. */
export function keyed<Q extends object>(
  key: Bytes,
  options: CallOptions | undefined,
  query?: Q,
): { params: { path: { key: string }; query: Q & { encoding?: 'base64' } }; signal?: AbortSignal } {
  const { segment, encoding } = keySegment(key);
  const all = { ...(query ?? ({} as Q)), ...(encoding === undefined ? {} : { encoding }) };
  return { params: { path: { key: segment }, query: all }, ...signalOf(options) };
}

/** A body of octets. The generated type of a binary body is string, which fetch would send as text. */
export function octets(value: Bytes) {
  return {
    body: value as string,
    bodySerializer: (whole: unknown) => whole as BodyInit,
    headers: { 'Content-Type': 'application/octet-stream' },
  };
}

/** Reads the answer as octets. */
export const asBytes = { parseAs: 'arrayBuffer' } as const;

/** The octets of an answer; undefined where there is no such key. openapi-fetch gives no data for an empty body. */
export async function octetsIfFound(
  call: Promise<{ data?: ArrayBuffer; error?: unknown; response: Response }>,
): Promise<Uint8Array | undefined> {
  const found = call.then((answer) => ({ ...answer, data: answer.data ?? new ArrayBuffer(0) }));
  const buffer = await bodyIfFound(found);
  return buffer === undefined ? undefined : new Uint8Array(buffer);
}

/** Leaves out what is undefined: the server takes what is there at its word. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** A prefix as a query parameter. The generated type is string; the serializer takes bytes too. */
export function prefixParameter(prefix: Bytes | undefined): string | undefined {
  return prefix as string | undefined;
}
