import { fromWire, toWire, type Bytes } from './bytes.js';
import { plain, type Reply } from './replies.js';
import type { RedisEntry, RedisReply, RedisStats, RedisType } from './schema.gen.js';
import { body, bodyIfFound, signalOf, type Api, type CallOptions } from './transport.js';
import { given, keyed } from './values.js';

/** An argument of a command: numbers are sent as their text. */
export type Argument = Bytes | number | bigint;

/** Options of commands. */
export interface CommandOptions extends CallOptions {
  /** The database to select first. */
  db?: number;
  /** The reply protocol to choose first: 3 tells maps, sets and numbers apart. */
  protocol?: 2 | 3;
}

/** Options of working on keys. */
export interface KeyOptions extends CallOptions {
  db?: number;
}

/** Options of listing keys. */
export interface ScanOptions extends KeyOptions {
  /** A glob pattern. */
  match?: string;
  type?: RedisType;
  /** About how many keys a page has. */
  limit?: number;
}

/** What runs commands: each call on a connection of its own, or a session. */
class Commands {
  protected readonly api: Api;
  readonly #session: string | undefined;

  constructor(api: Api, session?: string) {
    this.api = api;
    this.#session = session;
  }

  /** Runs one command and gives its reply; an error reply is thrown. */
  async command(...args: readonly Argument[]): Promise<Reply> {
    return plain(await this.run(args));
  }

  /** The same with options, and the reply in its tagged form. */
  async run(args: readonly Argument[], options: CommandOptions = {}): Promise<RedisReply> {
    return body(
      this.api.POST('/v1/redis/command', { body: { args: wire(args), ...this.#on(options) }, ...signalOf(options) }),
    );
  }

  /** Runs commands in order, and gives all their replies; error replies are values among them. */
  async pipeline(commands: readonly (readonly Argument[])[], options: CommandOptions = {}): Promise<Reply[]> {
    const request = { commands: commands.map(wire), ...this.#on(options) };
    const { replies } = await body(this.api.POST('/v1/redis/pipeline', { body: request, ...signalOf(options) }));
    return replies.map(plain);
  }

  #on(options: CommandOptions) {
    return given({ db: options.db, protocol: options.protocol, session: this.#session });
  }
}

/** The in-memory data structures. */
export class Redis extends Commands {
  /** Opens a connection that lasts: for WATCH, MULTI, SELECT and what else a connection remembers. */
  async session(options?: CallOptions): Promise<RedisSession> {
    const { session } = await body(this.api.POST('/v1/redis/sessions', signalOf(options)));
    return new RedisSession(this.api, session);
  }

  /** A key of any type with its whole value; undefined if there is none. */
  async get(key: Bytes, options: KeyOptions = {}): Promise<RedisEntry | undefined> {
    return bodyIfFound(this.api.GET('/v1/redis/keys/{key}', keyed(key, options, given({ db: options.db }))));
  }

  /** Sets a key to a string, whatever it held. `ttl` is in milliseconds. */
  async set(key: Bytes, value: Bytes, options: KeyOptions & { ttl?: number } = {}): Promise<void> {
    const request = { value: toWire(value), ...given({ ttl_ms: options.ttl }) };
    await body(
      this.api.PUT('/v1/redis/keys/{key}', { ...keyed(key, options, given({ db: options.db })), body: request }),
    );
  }

  /** Deletes a key and tells whether it was there. */
  async delete(key: Bytes, options: KeyOptions = {}): Promise<boolean> {
    return (await body(this.api.DELETE('/v1/redis/keys/{key}', keyed(key, options, given({ db: options.db })))))
      .deleted;
  }

  /** Keys as SCAN gives them, page by page as they are taken: a key may come twice. */
  async *keys(options: ScanOptions = {}): AsyncGenerator<Bytes, void, undefined> {
    let cursor: string | undefined;
    do {
      const { db, match, type, limit } = options;
      const query = given({ db, match, type, limit, cursor });
      const page = await body(this.api.GET('/v1/redis/keys', { params: { query }, ...signalOf(options) }));
      for (const key of page.keys) yield fromWire(key);
      cursor = page.next;
    } while (cursor !== undefined);
  }

  async stats(options?: CallOptions): Promise<RedisStats> {
    const request = { params: { path: { engine: 'redis' } }, ...signalOf(options) } as const;
    return (await body(this.api.GET('/v1/engines/{engine}/stats', request))) as RedisStats;
  }
}

/** A connection that lasts over several calls. The server ends one that is idle. */
export class RedisSession extends Commands {
  constructor(
    api: Api,
    readonly id: string,
  ) {
    super(api, id);
  }

  async close(options?: CallOptions): Promise<void> {
    await bodyIfFound(
      this.api.DELETE('/v1/redis/sessions/{session}', { params: { path: { session: this.id } }, ...signalOf(options) }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function wire(args: readonly Argument[]) {
  return args.map((arg) => (typeof arg === 'string' || arg instanceof Uint8Array ? toWire(arg) : String(arg)));
}
