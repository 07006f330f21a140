// The page's side: proxies whose methods ask the worker.
import type { Amqp } from '../amqp.js';
import type { AmqpConnection } from '../amqpconnection.js';
import type { AmqpConsumer } from '../amqpconsumer.js';
import type { AmqpSession } from '../amqpsession.js';
import type { Bitcask } from '../bitcask.js';
import { TwelvefoldError } from '../errors.js';
import type { Events } from '../events.js';
import type { Lox } from '../lox.js';
import type { LoxObject } from '../loxobject.js';
import type { LRU } from '../lru.js';
import type { OpenOptions } from '../open.js';
import type { Quant, Vector } from '../quant.js';
import type { Redis, RedisConnection } from '../redis.js';
import type { Twelvefold } from '../twelvefold.js';
import { unpack, unpackError, type CallbackMark, type Channel, type ObjectMark } from './protocol.js';
import type { Request, Response, SignalMark } from './protocol.js';

/** What stays in the worker and is reached through a proxy. */
type Engine =
  | Redis
  | RedisConnection
  | Bitcask
  | LRU
  | Quant
  | Events
  | Amqp
  | AmqpSession
  | AmqpConnection
  | AmqpConsumer
  | Lox
  | LoxObject;

/** Where an object of the worker is wanted, its proxy is given; so in lists. */
type Argument<T> = T extends LoxObject ? Remote<T> : T extends readonly (infer E)[] ? readonly Argument<E>[] : T;

type Arguments<A extends unknown[]> = { [I in keyof A]: Argument<A[I]> };

/**
 * An object in the worker. Its methods are there with promises as results, and
 * its properties as methods: `await cache.size()`. Generators and Vectors,
 * which share memory or a stack with the caller, are not.
 */
export type Remote<T> = {
  [
    K in keyof T as K extends string ? (T[K] extends (...args: never[]) => Generator | Vector ? never : K) : never
  ]: T[K] extends (...args: infer A) => infer R
    ? (...args: Arguments<A>) => Promise<R extends Engine ? Remote<R> : Awaited<R>>
    : () => Promise<T[K] extends Engine ? Remote<T[K]> : T[K]>;
};

/** The options of `open`, as far as they can be sent to a worker. */
export type WorkerOptions = Omit<OpenOptions, 'stderr'>;

/** A request that has no number yet. */
type Question = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A channel to a worker, which can end. */
export interface WorkerChannel extends Channel<Response, Request> {
  onEnd(ended: (why: string) => void): void;
  terminate(): void;
}

/** Opens an instance in a worker. `close` of the result ends the worker. */
export async function openRemote(channel: WorkerChannel, options: WorkerOptions): Promise<Remote<Twelvefold>> {
  const line = new Line(channel);
  try {
    return (await line.ask({ kind: 'open', options })) as Remote<Twelvefold>;
  } catch (thrown) {
    channel.terminate();
    throw thrown;
  }
}

class Line {
  readonly #channel: WorkerChannel;
  readonly #pending = new Map<number, Pending>();
  readonly #callbacks: ((...args: unknown[]) => void)[] = [];
  readonly #proxies = new Map<number, object>();
  readonly #targets = new WeakMap<object, number>();
  #last = 0;
  #ended: TwelvefoldError | undefined;

  constructor(channel: WorkerChannel) {
    this.#channel = channel;
    channel.onEnd((why) => {
      this.#end(new TwelvefoldError('dead', `twelvefold: the worker has ended: ${why}`));
    });
    channel.listen((message) => {
      if (message.kind === 'callback') {
        this.#callbacks[message.callback]?.(...message.args);
        return;
      }
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.kind === 'error') pending?.reject(unpackError(message.error));
      else if (message.kind === 'object') pending?.resolve(this.#proxy(message.target));
      else pending?.resolve(unpack(message.value));
    });
  }

  #end(why: TwelvefoldError): void {
    this.#ended ??= why;
    for (const pending of this.#pending.values()) pending.reject(this.#ended);
    this.#pending.clear();
  }

  ask(question: Question): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#channel.post({ ...question, id });
    });
  }

  #proxy(target: number): object {
    const proxy = this.#proxies.get(target) ?? this.#newProxy(target);
    this.#proxies.set(target, proxy);
    this.#targets.set(proxy, target);
    return proxy;
  }

  #newProxy(target: number): object {
    return new Proxy(
      {},
      {
        get: (_object, member) => {
          // A promise asks whether what it resolves to has a `then`.
          if (typeof member !== 'string' || member === 'then') return undefined;
          return (...args: unknown[]) => this.#call(target, member, args);
        },
      },
    );
  }

  async #call(target: number, member: string, args: unknown[]): Promise<unknown> {
    const value = await this.ask({ kind: 'call', target, member, args: args.map((arg) => this.#withMarks(arg)) });
    if (member === 'close') this.#proxies.delete(target);
    if (target === 0 && member === 'close') {
      this.#end(new TwelvefoldError('closed', 'twelvefold: the worker has been closed'));
      this.#channel.terminate();
    }
    return value;
  }

  /** What cannot be sent (objects of the worker; in options functions and signals) has a mark in its place. */
  #withMarks(arg: unknown): unknown {
    if (typeof arg !== 'object' || arg === null) return arg;
    const target = this.#targets.get(arg);
    if (target !== undefined) return { $object: target } satisfies ObjectMark;
    if (Array.isArray(arg)) return arg.map((item) => this.#withMarks(item));
    if (Object.getPrototypeOf(arg) !== Object.prototype) return arg;
    return Object.fromEntries(
      Object.entries(arg as Record<string, unknown>).map(([name, value]) => {
        if (value instanceof AbortSignal) return [name, this.#signal(value)];
        if (typeof value !== 'function') return [name, value];
        const mark: CallbackMark = { $callback: this.#callbacks.push(value as () => void) - 1 };
        return [name, mark];
      }),
    );
  }

  /** A worker that runs a program hears nothing, but sees shared memory. Without such, aborting ends it. */
  #signal(signal: AbortSignal): SignalMark | undefined {
    if (typeof SharedArrayBuffer === 'undefined') {
      const end = () => {
        this.#end(new TwelvefoldError('cancelled', 'twelvefold: the worker has been ended, to end what it ran'));
        this.#channel.terminate();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
      return undefined;
    }
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const raise = () => void Atomics.store(flag, 0, 1);
    if (signal.aborted) raise();
    else signal.addEventListener('abort', raise, { once: true });
    return { $signal: flag.buffer };
  }
}
