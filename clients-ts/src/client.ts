import { AMQP } from './amqp.js';
import { Bitcask } from './bitcask.js';
import { TwelvefoldError } from './errors.js';
import { listen, type EventNotice, type EventOptions } from './events.js';
import { Lox } from './lox.js';
import { LRU } from './lru.js';
import { Quant } from './quant.js';
import { Redis } from './redis.js';
import type { EngineList, EngineName, Stats } from './schema.gen.js';
import type { WebSocketFactory } from './socket.js';
import { body, connect, signalOf, type Api, type CallOptions, type TransportOptions } from './transport.js';
import { given } from './values.js';

/** Options of a client. */
export interface ClientOptions extends TransportOptions {
  /** Makes WebSockets where the platform has none, or a token must go with them. */
  webSocket?: WebSocketFactory;
}

/** The numbers of one engine. */
export type StatsOf<E extends EngineName> = Extract<Stats, { engine: E }>;

/**
 * A client of a running `twelvefold serve`.
 *
 *     const tf = new TwelvefoldClient('http://127.0.0.1:8080');
 *     await tf.redis.command('SET', 'greeting', 'hello');
 *     for await (const notice of tf.events({ engine: 'redis' })) console.log(notice);
 *
 * It keeps no connection of its own; there is nothing to close.
 */
export class TwelvefoldClient {
  readonly redis: Redis;
  readonly bitcask: Bitcask;
  readonly lru: LRU;
  readonly quant: Quant;
  readonly amqp: AMQP;
  readonly lox: Lox;
  readonly #api: Api;
  readonly #baseUrl: URL;
  readonly #webSocket: WebSocketFactory | undefined;

  constructor(baseUrl: string | URL, options: ClientOptions = {}) {
    if (!URL.canParse(String(baseUrl))) {
      throw new TwelvefoldError(
        'invalid_argument',
        `client: ${String(baseUrl)} is not an address like http://127.0.0.1:8080`,
      );
    }
    this.#baseUrl = new URL(baseUrl);
    this.#api = connect(this.#baseUrl.href, options);
    this.#webSocket = options.webSocket;
    this.redis = new Redis(this.#api);
    this.bitcask = new Bitcask(this.#api);
    this.lru = new LRU(this.#api);
    this.quant = new Quant(this.#api);
    this.amqp = new AMQP(this.#api);
    this.lox = new Lox(this.#api);
  }

  /** The open engines, where they listen and what they can do. */
  async engines(options?: CallOptions): Promise<EngineList> {
    return body(this.#api.GET('/v1/engines', signalOf(options)));
  }

  /** One engine's numbers, all from one instant. */
  async stats<E extends EngineName>(engine: E, options?: CallOptions): Promise<StatsOf<E>> {
    const request = { params: { path: { engine } }, ...signalOf(options) };
    return (await body(this.#api.GET('/v1/engines/{engine}/stats', request))) as StatsOf<E>;
  }

  /** Empties one engine. */
  async reset(engine: EngineName, options?: CallOptions): Promise<void> {
    await body(this.#api.POST('/v1/engines/{engine}/reset', { params: { path: { engine } }, ...signalOf(options) }));
  }

  /** Whether the server is there and every listener of it accepts. */
  async ready(options?: CallOptions): Promise<boolean> {
    try {
      await body(this.#api.GET('/readyz', signalOf(options)));
      return true;
    } catch (thrown) {
      if (thrown instanceof TwelvefoldError) return false;
      throw thrown;
    }
  }

  /** What happens in the engines, live. Leaving the loop, or the signal, ends it. */
  events(options: EventOptions = {}): AsyncGenerator<EventNotice, void, undefined> {
    const url = new URL('v1/events', this.#baseUrl.href.replace(/\/?$/, '/'));
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const { engine, type, prefix } = options;
    for (const [name, value] of Object.entries(given({ engine, type, prefix }))) url.searchParams.set(name, value);
    return listen(url, options, this.#webSocket);
  }

  /** The same by callback. The promise ends with the listening; the function given back ends it. */
  onEvent(tell: (notice: EventNotice) => void, options: EventOptions = {}): { done: Promise<void>; stop: () => void } {
    const controller = new AbortController();
    const signal =
      options.signal === undefined ? controller.signal : AbortSignal.any([options.signal, controller.signal]);
    const events = this.events({ ...options, signal });
    const done = (async () => {
      for await (const notice of events) tell(notice);
    })();
    return {
      done,
      stop: () => {
        controller.abort();
      },
    };
  }
}
