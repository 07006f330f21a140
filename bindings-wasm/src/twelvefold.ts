import { Amqp, type AmqpOptions } from './amqp.js';
import { Bitcask, type BitcaskOptions } from './bitcask.js';
import { TwelvefoldError } from './errors.js';
import { Events } from './events.js';
import { whole, type Instance } from './instance.js';
import { Lox, type LoxOptions } from './lox.js';
import { LRU, type LRUOptions } from './lru.js';
import { Quant } from './quant.js';
import { Redis, type RedisOptions } from './redis.js';
import { version } from './version.gen.js';
import { Wakes } from './wakes.js';

/** Files whose number has to be reserved beforehand: an OPFS pool. */
export interface Reservable {
  reserve(count: number): Promise<void>;
  replenish(): Promise<void>;
}

/** How the world of an instance is set up: the part of OpenOptions that the engine sees. */
export interface WorldOptions {
  files: 'memory' | 'host';
  /** `real` is the machine's clock; `manual` stands still until `advance` moves it. */
  clock: 'real' | 'manual';
  /** Repeats all randomness; 0 takes a new seed from the machine. */
  seed: number;
  /** Where a manual clock begins. */
  start: Date;
  /** `auto` does background work by a timer; `manual` leaves it to `tick`. */
  tick: 'auto' | 'manual';
}

/** With tick "auto" there is a tick at least this often, in milliseconds. */
const TICK_AT_LEAST_EVERY = 1000;
const TICK_AT_MOST_EVERY = 10;
/** A broker's call may set a timer: a tick soon after finds out when it is due. */
const TICK_AFTER_USE = 10;

/**
 * One instance of the module: a world with one clock, one seed and one set of
 * files, and the engines in it. Made by `open`.
 */
export class Twelvefold {
  readonly #core: Instance;
  readonly #reservable: Reservable | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When that is due, by performance.now. */
  #timerAt = 0;
  /** Those with an onEvict: a tick may push entries out of them. */
  readonly #caches = new Set<LRU>();
  #quant: Quant | undefined;
  readonly #wakes: Wakes;
  #closed = false;

  /** The version of the package and of the module. */
  readonly version = version;

  /** Use `open`. */
  constructor(core: Instance, options: WorldOptions, reservable?: Reservable) {
    this.#core = core;
    this.#reservable = reservable;
    this.#wakes = new Wakes(core, () => {
      this.#tickSoon();
    });
    core.call(
      'world_open',
      options.files === 'host' ? 1 : 0,
      options.clock === 'manual' ? 1 : 0,
      whole(options.seed, 'seed'),
      options.start.getTime(),
    );
    if (options.tick === 'auto') this.#schedule(TICK_AT_LEAST_EVERY);
  }

  /** Opens an in-memory Redis. */
  redis(options?: RedisOptions): Redis {
    return new Redis(this.#core, options);
  }

  /** Opens a cache. */
  lru(options?: LRUOptions): LRU {
    const cache = new LRU(this.#core, options, () => this.#caches.delete(cache));
    if (options?.onEvict !== undefined) this.#caches.add(cache);
    return cache;
  }

  /** Opens a Bitcask database in the files given to `open`. */
  bitcask(options?: BitcaskOptions): Bitcask {
    return new Bitcask(this.#core, options);
  }

  /** Opens a message broker (AMQP 0-9-1, as RabbitMQ) in the files given to `open`. */
  amqp(options?: AmqpOptions): Amqp {
    return new Amqp(this.#core, this.#wakes, options);
  }

  /** Opens an interpreter of Lox, the language of Crafting Interpreters. */
  lox(options?: LoxOptions): Lox {
    return new Lox(this.#core, options);
  }

  /** Rolling statistics and linear algebra on float64 arrays. */
  get quant(): Quant {
    return (this.#quant ??= new Quant(this.#core));
  }

  /** Listens to what happens in all engines. */
  events(): Events {
    return new Events(this.#core);
  }

  /** The world's time. */
  now(): Date {
    this.#core.call('world_now');
    return new Date(this.#core.number());
  }

  /** Moves a manual clock, and does the background work that falls due. */
  advance(ms: number): void {
    this.#core.call('world_advance', ms);
    this.tick();
  }

  /**
   * Does the background work that is due (expiry, merging, flushing) in all
   * engines; gives when the next is, undefined if not before further calls.
   */
  tick(): Date | undefined {
    this.#core.call('world_tick');
    const next = this.#core.number();
    for (const cache of this.#caches) cache.flushEvictions();
    this.#wakes.flush();
    return next === 0 ? undefined : new Date(next);
  }

  /** Makes room for `count` more files, where they are opened beforehand (OPFS); nothing elsewhere. */
  async reserve(count: number): Promise<void> {
    await this.#reservable?.reserve(count);
  }

  /** `reserve`, for as many files as have been opened; twelvefold/worker does it after each call. */
  async replenish(): Promise<void> {
    await this.#reservable?.replenish();
  }

  /** Whether the instance has trapped: then every call fails with code dead. */
  get dead(): boolean {
    return this.#core.dead;
  }

  /**
   * Closes all engines, ends the instance and gives its files back; every
   * later call fails with code closed. Closing twice is no error.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      if (!this.#core.dead) this.#core.call('world_close');
      this.#wakes.end();
    } finally {
      this.#core.dispose();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #tickSoon(): void {
    // Without a timer ticks are manual, or one is running.
    if (this.#timer === undefined || this.#timerAt - performance.now() <= TICK_AFTER_USE) return;
    clearTimeout(this.#timer);
    this.#schedule(TICK_AFTER_USE);
  }

  #schedule(delay: number): void {
    this.#timerAt = performance.now() + delay;
    this.#timer = setTimeout(() => {
      if (this.#core.dead) return;
      const next = this.#tickQuietly()?.getTime() ?? Infinity;
      this.#schedule(Math.max(TICK_AT_MOST_EVERY, Math.min(next - this.now().getTime(), TICK_AT_LEAST_EVERY)));
    }, delay);
    // Background work alone keeps no Node process alive.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  // A trap in a timer would end a Node process: the next call tells it instead.
  #tickQuietly(): Date | undefined {
    try {
      return this.tick();
    } catch (thrown) {
      if (thrown instanceof TwelvefoldError && thrown.code === 'dead') return undefined;
      throw thrown;
    }
  }
}
