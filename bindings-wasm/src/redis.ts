import { RedisError, TwelvefoldError, type ErrorCode } from './errors.js';
import { Status, whole, type Bytes, type Instance } from './instance.js';
import { decodeText, joined } from './packed.js';
import { ReplyReader, type ReplyBuilder } from './resp.js';

/** An argument of a command; a number is sent in decimal. */
export type Argument = Bytes | number;

/**
 * A reply in native types: simple and bulk strings are text, null is null,
 * integers beyond 2^53 are bigint. Maps, sets, doubles and booleans come only
 * after HELLO 3. An error inside an array (EXEC) is a RedisError in its place.
 */
export type Reply = string | number | bigint | boolean | null | RedisError | Reply[] | Map<Reply, Reply> | Set<Reply>;

/** A reply whose bulk strings are bytes. */
export type BytesReply =
  | Exclude<Reply, Reply[] | Map<Reply, Reply> | Set<Reply>>
  | Uint8Array
  | BytesReply[]
  | Map<BytesReply, BytesReply>
  | Set<BytesReply>;

/** Options of a Redis engine. */
export interface RedisOptions {
  /** How many numbered keyspaces there are. Default: 16. */
  databases?: number;
  /** The longest string, element or field, in bytes. Default: 512 MiB. */
  maxValueSize?: number;
  /** If given, each connection has to send it by AUTH first, the store's own too. */
  password?: string;
}

/** Numbers about a store, all from one instant. */
export interface RedisStats {
  keys: number;
  expires: number;
  commands: number;
  hits: number;
  misses: number;
  expiredKeys: number;
  changes: number;
}

/** Builds replies of which bulk strings are what `bulk` makes of them. */
function builder<T>(core: Instance, bulk: (bytes: Uint8Array) => T) {
  return {
    status: (text: string) => text,
    error: (text: string) => new RedisError(codeOf(core, text), text),
    integer: (value: number | bigint) => value,
    bigNumber: (digits: string) => BigInt(digits),
    bulk,
    nil: () => null,
    double: (value: number) => value,
    boolean: (value: boolean) => value,
    array: <R>(items: R[]) => items,
    push: <R>(items: R[]) => items,
    set: <R>(items: R[]) => new Set(items),
    map: <R>(entries: [R, R][]) => new Map(entries),
  };
}

// RESP carries no codes; the engine knows them by its texts.
function codeOf(core: Instance, text: string): ErrorCode {
  core.call('redis_code_of', core.stage(text));
  return core.text() as ErrorCode;
}

/** One connection, with its own database, protocol version, transaction and watched keys. */
export class RedisConnection {
  readonly #core: Instance;
  readonly #handle: number;
  readonly #feed: (h: number, length: number) => number;
  readonly #asText: ReplyBuilder<Reply>;
  readonly #asBytes: ReplyBuilder<BytesReply>;
  #ended = false;
  #closed = false;

  /** Use `Redis.connect`. */
  constructor(core: Instance, store: number) {
    this.#core = core;
    core.call('session_open', store);
    this.#handle = core.number();
    this.#feed = core.export('session_feed');
    this.#asText = builder(core, decodeText);
    this.#asBytes = builder(core, (bytes) => bytes.slice());
  }

  /** Runs one command. An error reply is thrown as a RedisError. */
  command(...args: Argument[]): Reply {
    return single(this.#run([args], this.#asText));
  }

  /** `command`, for values that are not text: bulk strings come as bytes. */
  commandBytes(...args: Argument[]): BytesReply {
    return single(this.#run([args], this.#asBytes));
  }

  /** Runs many commands at once; a RedisError stands where one failed. */
  pipeline(commands: readonly (readonly Argument[])[]): Reply[] {
    return commands.length === 0 ? [] : this.#run(commands, this.#asText);
  }

  /** Gives raw RESP to the connection and takes what it says: for a protocol implementation of one's own. */
  feed(data: Bytes): Uint8Array {
    this.#checkOpen();
    const length = this.#core.stage(data);
    if (length === 0) return new Uint8Array(0);
    const chunks = [this.#say(length)];
    // Too much output holds input back: go on until nothing comes.
    for (let more = this.#say(0); more.length > 0; more = this.#say(0)) chunks.push(more);
    return joined(chunks);
  }

  /** Whether the engine has ended the connection (QUIT, a protocol error). */
  get ended(): boolean {
    return this.#ended;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#core.call('session_close', this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #checkOpen(): void {
    if (this.#ended || this.#closed) throw new TwelvefoldError('closed', 'redis: the connection has been closed');
  }

  #run<T>(commands: readonly (readonly Argument[])[], builder: ReplyBuilder<T>): T[] {
    this.#checkOpen();
    let length = this.#core.stage('');
    for (const args of commands) length += stageRequest(this.#core, args);
    let said = this.#say(length);
    const replies: T[] = [];
    while (replies.length < commands.length) {
      const reader = new ReplyReader(said, builder);
      for (let next = reader.next(); next !== undefined; next = reader.next()) replies.push(next.reply);
      if (replies.length >= commands.length) break;
      const more = this.#say(0);
      if (more.length === 0) break; // the connection ended in the middle
      said = joined([said.subarray(reader.offset), more]);
    }
    return replies;
  }

  #say(length: number): Uint8Array {
    if (this.#core.run(this.#feed, this.#handle, length) === Status.Miss) this.#ended = true;
    return this.#core.bytes();
  }
}

/** The Redis engine: an in-memory data-structure store, as Redis 7.0 answers. */
export class Redis {
  readonly #core: Instance;
  readonly #handle: number;
  readonly #own: RedisConnection;
  #closed = false;

  /** Use `Twelvefold.redis`. */
  constructor(core: Instance, options: RedisOptions = {}) {
    this.#core = core;
    const passwordLength = core.stage(options.password ?? '');
    const databases = whole(options.databases ?? 0, 'databases');
    core.call('redis_open', databases, whole(options.maxValueSize ?? 0, 'maxValueSize'), passwordLength);
    this.#handle = core.number();
    this.#own = new RedisConnection(core, this.#handle);
  }

  /** Runs one command on the store's own connection. An error reply is thrown as a RedisError. */
  command(...args: Argument[]): Reply {
    return this.#own.command(...args);
  }

  /** `command`, for values that are not text: bulk strings come as bytes. */
  commandBytes(...args: Argument[]): BytesReply {
    return this.#own.commandBytes(...args);
  }

  /** Runs many commands at once; a RedisError stands where one failed. */
  pipeline(commands: readonly (readonly Argument[])[]): Reply[] {
    return this.#own.pipeline(commands);
  }

  /** Opens one more connection. */
  connect(): RedisConnection {
    return new RedisConnection(this.#core, this.#handle);
  }

  stats(): RedisStats {
    this.#core.call('redis_stats', this.#handle);
    return this.#core.record() as unknown as RedisStats;
  }

  /** Empties the store and forgets its counters. */
  reset(): void {
    this.#core.call('redis_reset', this.#handle);
  }

  /** Frees the data: every later call fails with code closed. Closing twice is no error. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#own.close();
    this.#core.call('redis_close', this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

const encoder = new TextEncoder();
// eslint-disable-next-line no-control-regex -- NUL is a character of ASCII
const ascii = /^[\x00-\x7f]*$/;

// Stages an array of bulk strings; gives its length in bytes. Text that is
// ASCII is as many bytes as characters, so it goes along with the framing.
function stageRequest(core: Instance, args: readonly Argument[]): number {
  let text = `*${args.length}\r\n`;
  let length = 0;
  for (const arg of args) {
    const part = typeof arg === 'number' ? String(arg) : arg;
    if (typeof part === 'string' && ascii.test(part)) {
      text += `$${part.length}\r\n${part}\r\n`;
      continue;
    }
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    length += core.stageNext(`${text}$${bytes.length}\r\n`) + core.stageNext(bytes);
    text = '\r\n';
  }
  return length + core.stageNext(text);
}

function single<T>(replies: T[]): T {
  const [reply] = replies;
  if (reply === undefined) throw new TwelvefoldError('closed', 'redis: the connection ended without a reply');
  if (reply instanceof RedisError) throw reply;
  return reply;
}
