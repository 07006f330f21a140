import { Status, whole, type Bytes, type Instance } from './instance.js';
import { decodeText } from './packed.js';

/** When writes are forced to the disk. */
export type SyncPolicy = 'always' | 'interval' | 'none';

/** Options of a Bitcask database. Without any, every write is durable when `put` returns. */
export interface BitcaskOptions {
  /** The folder below the files given to `open`; "" is their root. Default: "bitcask". */
  dir?: string;
  /** Default: always. */
  sync?: SyncPolicy;
  /** The time between syncs of policy interval, in milliseconds. Default: 1000. */
  syncEvery?: number;
  /** When a data file ends and a new one begins, in bytes. Default: 2 GiB. */
  maxFileSize?: number;
  maxKeySize?: number;
  maxValueSize?: number;
  /** Opens without the lock, and changes no file. */
  readOnly?: boolean;
  /** Opens files that are corrupt in their middle: what is before is kept, the rest of that file is not seen. */
  recover?: boolean;
  /** A part (percent) or number of bytes of dead records that starts a merge. Defaults: 60, 512 MiB. */
  mergeDeadPercent?: number;
  mergeDeadBytes?: number;
  /** Leaves merging to `merge`. */
  noAutoMerge?: boolean;
}

/** Numbers about a database. */
export interface BitcaskStats {
  keys: number;
  files: number;
  dataBytes: number;
  liveBytes: number;
  puts: number;
  deletes: number;
  syncs: number;
  merges: number;
}

// The bits of bitcask_open: see wasm/bitcask.go.
const FLAG_READ_ONLY = 1;
const FLAG_RECOVER = 2;
const FLAG_NO_AUTO_MERGE = 4;

/** A log-structured key-value store in the layout of Riak's Bitcask. */
export class Bitcask {
  readonly #core: Instance;
  readonly #handle: number;
  readonly #put: (h: number, key: number, value: number) => number;
  readonly #get: (h: number, key: number) => number;
  #closed = false;

  /** Use `Twelvefold.bitcask`. */
  constructor(core: Instance, options: BitcaskOptions = {}) {
    this.#core = core;
    const flags =
      (options.readOnly ? FLAG_READ_ONLY : 0) |
      (options.recover ? FLAG_RECOVER : 0) |
      (options.noAutoMerge ? FLAG_NO_AUTO_MERGE : 0);
    const dirLength = core.stage(options.dir ?? 'bitcask');
    const policyLength = core.stageNext(options.sync ?? '');
    core.call(
      'bitcask_open',
      dirLength,
      policyLength,
      flags,
      whole(options.maxFileSize ?? 0, 'maxFileSize'),
      whole(options.maxKeySize ?? 0, 'maxKeySize'),
      whole(options.maxValueSize ?? 0, 'maxValueSize'),
      options.syncEvery ?? 0,
      whole(options.mergeDeadPercent ?? 0, 'mergeDeadPercent'),
      whole(options.mergeDeadBytes ?? 0, 'mergeDeadBytes'),
    );
    this.#handle = core.number();
    this.#put = core.export('bitcask_put');
    this.#get = core.export('bitcask_get');
  }

  /** Stores a value. With sync policy always it is on the disk when this returns. */
  put(key: Bytes, value: Bytes): void {
    const keyLength = this.#core.stage(key);
    this.#core.run(this.#put, this.#handle, keyLength, this.#core.stageNext(value));
  }

  /** The value under a key, or undefined. A damaged record is an error with code corrupt. */
  get(key: Bytes): Uint8Array | undefined {
    return this.#look(this.#get, key) ? this.#core.bytes() : undefined;
  }

  /** `get`, as text. */
  getText(key: Bytes): string | undefined {
    return this.#look(this.#get, key) ? this.#core.text() : undefined;
  }

  /** Removes a key. That it is not there is no error. */
  delete(key: Bytes): void {
    this.#look(this.#core.export('bitcask_delete'), key);
  }

  /** Whether a key has a value, without reading it. */
  has(key: Bytes): boolean {
    return this.#look(this.#core.export('bitcask_has'), key);
  }

  /** The number of keys. */
  get size(): number {
    this.#core.call('bitcask_len', this.#handle);
    return this.#core.number();
  }

  /** The keys that begin with `prefix`, as text, sorted by their bytes. */
  keys(prefix: Bytes = ''): string[] {
    return this.rawKeys(prefix).map(decodeText);
  }

  /** The keys that begin with `prefix`, as bytes, sorted. */
  rawKeys(prefix: Bytes = ''): Uint8Array[] {
    this.#core.call('bitcask_keys', this.#handle, this.#core.stage(prefix));
    return this.#core.fields();
  }

  /**
   * The entries whose keys begin with `prefix`, sorted by key. The keys are
   * those of the moment of the call; a value is read when its turn comes, and
   * a key that is gone by then is left out.
   */
  *entries(prefix: Bytes = ''): Generator<[key: Uint8Array, value: Uint8Array]> {
    for (const key of this.rawKeys(prefix)) {
      const value = this.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  [Symbol.iterator](): Generator<[key: Uint8Array, value: Uint8Array]> {
    return this.entries();
  }

  /** Returns once all writes so far are on the disk. */
  sync(): void {
    this.#core.call('bitcask_sync', this.#handle);
  }

  /** Rewrites all data files without the records that no longer count. */
  merge(): void {
    this.#core.call('bitcask_merge', this.#handle);
  }

  stats(): BitcaskStats {
    this.#core.call('bitcask_stats', this.#handle);
    return this.#core.record() as unknown as BitcaskStats;
  }

  /** Removes all keys and all files. */
  reset(): void {
    this.#core.call('bitcask_reset', this.#handle);
  }

  /** Syncs, and gives the folder's lock back. Closing twice is no error. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#core.call('bitcask_close', this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #look(f: (h: number, key: number) => number, key: Bytes): boolean {
    const keyLength = this.#core.stage(key);
    return this.#core.run(f, this.#handle, keyLength) === Status.OK;
  }
}
