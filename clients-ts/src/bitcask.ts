import { fromWire, type Bytes } from './bytes.js';
import type { BitcaskStats } from './schema.gen.js';
import { body, found, signalOf, type Api, type CallOptions } from './transport.js';
import { asBytes, given, keyed, octets, octetsIfFound, prefixParameter, type ListOptions } from './values.js';

/** The log-structured key-value store. */
export class Bitcask {
  readonly #api: Api;

  /** Use `TwelvefoldClient.bitcask`. */
  constructor(api: Api) {
    this.#api = api;
  }

  /** The value of a key; undefined if there is none. */
  async get(key: Bytes, options?: CallOptions): Promise<Uint8Array | undefined> {
    return octetsIfFound(this.#api.GET('/v1/bitcask/keys/{key}', { ...keyed(key, options), ...asBytes }));
  }

  /** `get`, as text. */
  async getText(key: Bytes, options?: CallOptions): Promise<string | undefined> {
    const value = await this.get(key, options);
    return value === undefined ? undefined : new TextDecoder().decode(value);
  }

  /** Stores a value. */
  async put(key: Bytes, value: Bytes, options?: CallOptions): Promise<void> {
    await body(this.#api.PUT('/v1/bitcask/keys/{key}', { ...keyed(key, options), ...octets(value) }));
  }

  /** Deletes a key; one that is not there is no error. */
  async delete(key: Bytes, options?: CallOptions): Promise<void> {
    await body(this.#api.DELETE('/v1/bitcask/keys/{key}', keyed(key, options)));
  }

  /** Whether a key is there. */
  async has(key: Bytes, options?: CallOptions): Promise<boolean> {
    return found(this.#api.HEAD('/v1/bitcask/keys/{key}', keyed(key, options)));
  }

  /** All keys in the order of their bytes, page by page as they are taken. */
  async *keys(options: ListOptions = {}): AsyncGenerator<Bytes, void, undefined> {
    let cursor: string | undefined;
    do {
      const query = given({ prefix: prefixParameter(options.prefix), limit: options.limit, cursor });
      const page = await body(this.#api.GET('/v1/bitcask/keys', { params: { query }, ...signalOf(options) }));
      for (const key of page.keys) yield fromWire(key);
      cursor = page.next;
    } while (cursor !== undefined);
  }

  /** Makes every write so far durable. */
  async sync(options?: CallOptions): Promise<void> {
    await body(this.#api.POST('/v1/bitcask/sync', signalOf(options)));
  }

  /** Rewrites the files without what is dead. */
  async merge(options?: CallOptions): Promise<void> {
    await body(this.#api.POST('/v1/bitcask/merge', signalOf(options)));
  }

  async stats(options?: CallOptions): Promise<BitcaskStats> {
    const request = { params: { path: { engine: 'bitcask' } }, ...signalOf(options) } as const;
    return (await body(this.#api.GET('/v1/engines/{engine}/stats', request))) as BitcaskStats;
  }
}
