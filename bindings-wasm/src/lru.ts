import { Status, whole, type Bytes, type Instance } from './instance.js';
import { decodeText, Packed } from './packed.js';

/** Why an entry left the cache. */
export type EvictReason = 'capacity' | 'expired' | 'deleted' | 'replaced';

/** Options of a cache. Without a limit it keeps up to 64 MiB. */
export interface LRUOptions {
  /** How many entries are kept; 0 or nothing sets no such limit. */
  maxEntries?: number;
  /** The sum of key and value lengths kept, in bytes. */
  maxBytes?: number;
  /** The time to live of entries put without one of their own, in milliseconds; 0 is for ever. */
  ttl?: number;
  /** The longest key and value, in bytes. */
  maxKeySize?: number;
  maxValueSize?: number;
  /** Is told of each entry that leaves, after the call that removed it. It may use the cache. */
  onEvict?: (key: string, value: Uint8Array, reason: EvictReason) => void;
}

/** A cache's numbers, all from one instant. */
export interface LRUStats {
  hits: number;
  misses: number;
  evictions: number;
  expirations: number;
  entries: number;
  bytes: number;
  maxEntries: number;
  maxBytes: number;
}

/** A bounded cache with exact least-recently-used order: bytes under bytes. */
export class LRU {
  readonly #core: Instance;
  readonly #handle: number;
  readonly #onEvict: LRUOptions['onEvict'];
  readonly #onClose: (() => void) | undefined;
  #closed = false;
  readonly #put: (h: number, key: number, value: number) => number;
  readonly #get: (h: number, key: number) => number;

  /** Use `Twelvefold.lru`. */
  constructor(core: Instance, options: LRUOptions = {}, onClose?: () => void) {
    this.#core = core;
    this.#onClose = onClose;
    this.#onEvict = options.onEvict;
    core.call(
      'lru_open',
      whole(options.maxEntries ?? 0, 'maxEntries'),
      whole(options.maxBytes ?? 0, 'maxBytes'),
      options.ttl ?? 0,
      whole(options.maxKeySize ?? 0, 'maxKeySize'),
      whole(options.maxValueSize ?? 0, 'maxValueSize'),
      options.onEvict === undefined ? 0 : 1,
    );
    this.#handle = core.number();
    this.#put = core.export('lru_put');
    this.#get = core.export('lru_get');
  }

  /** Stores a value. `ttl` is in milliseconds; 0 keeps it until it is pushed out, nothing takes the cache's own. */
  put(key: Bytes, value: Bytes, ttl?: number): void {
    const core = this.#core;
    const keyLength = core.stage(key);
    const valueLength = core.stageNext(value);
    if (ttl === undefined) core.run(this.#put, this.#handle, keyLength, valueLength);
    else core.call('lru_put_ttl', this.#handle, keyLength, valueLength, ttl);
    this.#drain();
  }

  /** The value under a key, which becomes the most recent; undefined if there is none. */
  get(key: Bytes): Uint8Array | undefined {
    return this.#found(this.#get, key) ? this.#take() : undefined;
  }

  /** `get`, as text. */
  getText(key: Bytes): string | undefined {
    if (!this.#found(this.#get, key)) return undefined;
    const text = this.#core.text();
    this.#drain();
    return text;
  }

  /** `get` that leaves the order and the counters alone. */
  peek(key: Bytes): Uint8Array | undefined {
    return this.#found(this.#core.export('lru_peek'), key) ? this.#take() : undefined;
  }

  /** Whether a key is there; leaves the order and the counters alone. */
  has(key: Bytes): boolean {
    return this.#found(this.#core.export('lru_has'), key);
  }

  /** Removes a key and tells whether it was there. */
  delete(key: Bytes): boolean {
    const deleted = this.#found(this.#core.export('lru_delete'), key);
    this.#drain();
    return deleted;
  }

  /** The number of entries. */
  get size(): number {
    return this.#count('lru_len');
  }

  /** The sum of the lengths of all keys and values. */
  get bytes(): number {
    return this.#count('lru_bytes');
  }

  /** The keys as text, the most recent first. */
  keys(): string[] {
    return this.rawKeys().map(decodeText);
  }

  /** The keys as bytes, the most recent first. */
  rawKeys(): Uint8Array[] {
    this.#core.call('lru_keys', this.#handle);
    const keys = this.#core.fields();
    this.#drain();
    return keys;
  }

  /** Puts new limits in force, 0 for none, and gives how many entries they pushed out. */
  resize(maxEntries: number, maxBytes = 0): number {
    return this.#count('lru_resize', whole(maxEntries, 'maxEntries'), whole(maxBytes, 'maxBytes'));
  }

  stats(): LRUStats {
    this.#core.call('lru_stats', this.#handle);
    const stats = this.#core.record() as unknown as LRUStats;
    this.#drain();
    return stats;
  }

  /** Removes every entry and sets the counters to zero. */
  reset(): void {
    this.#core.call('lru_reset', this.#handle);
    this.#drain();
  }

  /** Ends the cache: every later call fails with code closed. Closing twice is no error. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose?.();
    this.#core.call('lru_close', this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Gives the entries that have left to `onEvict`; `tick` may have pushed some out too. */
  flushEvictions(): void {
    this.#drain();
  }

  #found(f: (h: number, key: number) => number, key: Bytes): boolean {
    const keyLength = this.#core.stage(key);
    return this.#core.run(f, this.#handle, keyLength) === Status.OK;
  }

  #count(name: string, ...args: number[]): number {
    this.#core.call(name, this.#handle, ...args);
    const n = this.#core.number();
    this.#drain();
    return n;
  }

  #take(): Uint8Array {
    const value = this.#core.bytes();
    this.#drain();
    return value;
  }

  // An expired entry leaves at whatever call meets it, so every call may have evicted.
  #drain(): void {
    if (this.#onEvict === undefined || this.#core.evicted() === 0) return;
    this.#core.call('lru_evictions', this.#handle);
    const reader = new Packed(this.#core.bytes());
    while (!reader.done) this.#onEvict(reader.text(), reader.field().slice(), reader.text() as EvictReason);
  }
}
