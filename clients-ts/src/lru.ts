import { fromWire, type Bytes } from './bytes.js';
import type { LruStats } from './schema.gen.js';
import { body, found, signalOf, type Api, type CallOptions } from './transport.js';
import { asBytes, given, keyed, octets, octetsIfFound, prefixParameter, type ListOptions } from './values.js';

/** Options of LRU.put. */
export interface PutOptions extends CallOptions {
  /** Time to live in milliseconds; 0 keeps the entry until it is pushed out, nothing takes the cache's own. */
  ttl?: number;
}

/** The bounded cache. */
export class LRU {
  readonly #api: Api;

  /** Use `TwelvefoldClient.lru`. */
  constructor(api: Api) {
    this.#api = api;
  }

  /** The value under a key, which becomes the most recent; undefined if there is none. */
  async get(key: Bytes, options?: CallOptions): Promise<Uint8Array | undefined> {
    return octetsIfFound(this.#api.GET('/v1/lru/keys/{key}', { ...keyed(key, options), ...asBytes }));
  }

  /** `get`, as text. */
  async getText(key: Bytes, options?: CallOptions): Promise<string | undefined> {
    const value = await this.get(key, options);
    return value === undefined ? undefined : new TextDecoder().decode(value);
  }

  /** `get` that leaves the order and the counters alone. */
  async peek(key: Bytes, options?: CallOptions): Promise<Uint8Array | undefined> {
    const request = { ...keyed(key, options, { peek: true }), ...asBytes };
    return octetsIfFound(this.#api.GET('/v1/lru/keys/{key}', request));
  }

  /** Stores a value. */
  async put(key: Bytes, value: Bytes, options?: PutOptions): Promise<void> {
    const request = { ...keyed(key, options, given({ ttl_ms: options?.ttl })), ...octets(value) };
    await body(this.#api.PUT('/v1/lru/keys/{key}', request));
  }

  /** Removes a key and tells whether it was there. */
  async delete(key: Bytes, options?: CallOptions): Promise<boolean> {
    return (await body(this.#api.DELETE('/v1/lru/keys/{key}', keyed(key, options)))).deleted;
  }

  /** Whether a key is there; leaves the order and the counters alone. */
  async has(key: Bytes, options?: CallOptions): Promise<boolean> {
    return found(this.#api.HEAD('/v1/lru/keys/{key}', keyed(key, options)));
  }

  /** The keys, the most recent first: at most `limit`, as of one instant. */
  async keys(options: ListOptions = {}): Promise<Bytes[]> {
    const query = given({ prefix: prefixParameter(options.prefix), limit: options.limit });
    const page = await body(this.#api.GET('/v1/lru/keys', { params: { query }, ...signalOf(options) }));
    return page.keys.map(fromWire);
  }

  /** Puts new limits in force, 0 for none, and gives how many entries they pushed out. */
  async resize(maxEntries: number, maxBytes = 0, options?: CallOptions): Promise<number> {
    const limits = { max_entries: maxEntries, max_bytes: maxBytes };
    return (await body(this.#api.POST('/v1/lru/resize', { body: limits, ...signalOf(options) }))).evicted;
  }

  async stats(options?: CallOptions): Promise<LruStats> {
    const request = { params: { path: { engine: 'lru' } }, ...signalOf(options) } as const;
    return (await body(this.#api.GET('/v1/engines/{engine}/stats', request))) as LruStats;
  }
}
