// The operations of the conformance cases, as calls of the client.
import {
  TwelvefoldError,
  type AMQPArguments,
  type AMQPSession,
  type Json,
  type LoxOptions,
  type LoxSession,
  type Bytes,
  type RedisReply,
  type RedisSession,
  type TwelvefoldClient,
} from '../../src/index.js';
import type { Arg, Case } from '../../../bindings-wasm/tests/conformance/cases.js';
import { jsonValue, type Value } from '../../../bindings-wasm/tests/conformance/want.js';

/** What this runner cannot do, with the reason. */
export class Unsupported extends Error {}

/** A fresh engine that runs a case's operations. */
export interface Target {
  do(conn: number, op: string, args: Arg[]): Promise<Value>;
  close(): Promise<void>;
}

export async function openTarget(tf: TwelvefoldClient, one: Case): Promise<Target> {
  switch (one.engine) {
    case 'redis':
      refuseOptions(one);
      await tf.reset('redis');
      await tf.redis.command('CONFIG', 'RESETSTAT'); // the server's counters are not the store's
      return new RedisTarget(tf);
    case 'lru':
      return openLRU(tf, one);
    case 'bitcask':
      // Where these matter to a case it also reopens, which REST cannot; else they change nothing that shows.
      refuseOptions(one, 'sync', 'max_file_size');
      await tf.reset('bitcask');
      return new Operations(bitcaskOperations(tf));
    case 'amqp':
      refuseOptions(one);
      await tf.reset('amqp');
      return new AMQPTarget(tf);
    case 'lox':
      return new LoxTarget(tf, one.open);
    case 'quant':
      return new Operations(quantOperations(tf));
    default:
      throw new Unsupported(`no operations of ${one.engine}`);
  }
}

// Options belong to the start of the server; some can be had otherwise.
function refuseOptions(one: Case, ...harmless: string[]): void {
  const others = Object.keys(one.open).filter((name) => !harmless.includes(name));
  if (others.length > 0) throw new Unsupported(`the server's engine was opened without ${others.join(', ')}`);
}

async function openLRU(tf: TwelvefoldClient, one: Case): Promise<Target> {
  refuseOptions(one, 'max_entries', 'max_bytes');
  await tf.reset('lru');
  const { max_entries = 0, max_bytes = 0 } = one.open as { max_entries?: number; max_bytes?: number };
  if (max_entries !== 0 || max_bytes !== 0) await tf.lru.resize(max_entries, max_bytes);
  return new Operations(lruOperations(tf));
}

type Operation = (args: Arg[]) => Promise<Value>;

/** A store whose operations are methods of the client. */
class Operations implements Target {
  constructor(private readonly table: Record<string, Operation>) {}

  async do(_conn: number, op: string, args: Arg[]): Promise<Value> {
    const operation = this.table[op];
    if (operation === undefined) throw new Unsupported(`no ${op} over REST`);
    try {
      return await operation(args);
    } catch (thrown) {
      return errorValue(thrown);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function lruOperations({ lru }: TwelvefoldClient): Record<string, Operation> {
  return {
    put: async ([key, value, ttl]) => {
      await lru.put(key!.bytes, value!.bytes, ttl === undefined ? {} : { ttl: number(ttl) });
      return ok;
    },
    get: async ([key]) => bulkOrNil(await lru.get(key!.bytes)),
    peek: async ([key]) => bulkOrNil(await lru.peek(key!.bytes)),
    has: async ([key]) => ({ kind: 'bool', bool: await lru.has(key!.bytes) }),
    delete: async ([key]) => ({ kind: 'bool', bool: await lru.delete(key!.bytes) }),
    len: async () => int((await lru.stats()).entries),
    bytes: async () => int((await lru.stats()).bytes),
    keys: async () => ({ kind: 'array', items: (await lru.keys()).map(bulk) }),
    resize: async ([entries, bytes]) => int(await lru.resize(number(entries), number(bytes))),
  };
}

function bitcaskOperations({ bitcask }: TwelvefoldClient): Record<string, Operation> {
  return {
    put: async ([key, value]) => {
      await bitcask.put(key!.bytes, value!.bytes);
      return ok;
    },
    get: async ([key]) => bulkOrNil(await bitcask.get(key!.bytes)),
    has: async ([key]) => ({ kind: 'bool', bool: await bitcask.has(key!.bytes) }),
    delete: async ([key]) => {
      await bitcask.delete(key!.bytes);
      return ok;
    },
    len: async () => int((await bitcask.stats()).keys),
    keys: async ([prefix]) => {
      const items: Value[] = [];
      for await (const key of bitcask.keys(prefix === undefined ? {} : { prefix: prefix.bytes })) items.push(bulk(key));
      return { kind: 'array', items };
    },
    sync: async () => {
      await bitcask.sync();
      return ok;
    },
    merge: async () => {
      await bitcask.merge();
      return ok;
    },
  };
}

function quantOperations({ quant }: TwelvefoldClient): Record<string, Operation> {
  const x = (arg: Arg | undefined) => arg?.floats ?? [];
  const series = (values: Float64Array, ...more: number[]): Value => ({ kind: 'floats', floats: [...values, ...more] });
  const scalar = (double: number): Value => ({ kind: 'double', double });
  return {
    sum: async ([a]) => scalar(await quant.sum(x(a))),
    rolling_mean: async ([a, window]) => series(await quant.rollingMean(x(a), number(window))),
    rolling_variance: async ([a, window, ddof]) =>
      series(await quant.rollingVariance(x(a), number(window), number(ddof, 1))),
    zscore: async ([a, window, ddof]) => series(await quant.zScore(x(a), number(window), number(ddof, 1))),
    ewma: async ([a, alpha]) => series(await quant.ewma(x(a), number(alpha))),
    drawdown: async ([a]) => series(await quant.drawdown(x(a))),
    max_drawdown: async ([a]) => scalar(await quant.maxDrawdown(x(a))),
    correlation: async ([a, b]) => scalar(await quant.correlation(x(a), x(b))),
    ols: async ([y, data, cols, intercept]) => {
      const matrix = { rows: x(y).length, cols: number(cols), data: x(data) };
      const fit = await quant.ols(x(y), matrix, number(intercept, 1) !== 0);
      return series(fit.coefficients, fit.r2);
    },
    matmul: async ([aRows, aCols, a, bRows, bCols, b]) => {
      const left = { rows: number(aRows), cols: number(aCols), data: x(a) };
      const right = { rows: number(bRows), cols: number(bCols), data: x(b) };
      return series((await quant.matMul(left, right)).data);
    },
  };
}

/** AMQP: a session per connection of the case; an operation's one argument is its JSON text. */
class AMQPTarget implements Target {
  readonly #sessions = new Map<number, AMQPSession>();
  constructor(private readonly tf: TwelvefoldClient) {}

  async do(conn: number, op: string, [args]: Arg[]): Promise<Value> {
    try {
      let session = this.#sessions.get(conn);
      if (session === undefined) {
        session = await this.tf.amqp.session();
        this.#sessions.set(conn, session);
      }
      const given = args === undefined ? {} : (JSON.parse(Buffer.from(args.bytes).toString()) as AMQPArguments);
      return jsonValue(await session.call(op, given));
    } catch (thrown) {
      return errorValue(thrown);
    }
  }

  async close(): Promise<void> {
    // One whose connection the broker has closed is gone already.
    await Promise.allSettled([...this.#sessions.values()].map((session) => session.close()));
  }
}

/** Lox: an interpreter per connection of the case; an operation's one argument is its JSON text. */
class LoxTarget implements Target {
  readonly #sessions = new Map<number, LoxSession>();
  constructor(
    private readonly tf: TwelvefoldClient,
    private readonly options: LoxOptions,
  ) {}

  async do(conn: number, op: string, [args]: Arg[]): Promise<Value> {
    try {
      let session = this.#sessions.get(conn);
      if (session === undefined) {
        session = await this.tf.lox.session(this.options);
        this.#sessions.set(conn, session);
      }
      const given = args === undefined ? {} : (JSON.parse(Buffer.from(args.bytes).toString()) as Record<string, Json>);
      return jsonValue(await session.operation(op, given));
    } catch (thrown) {
      return errorValue(thrown);
    }
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await session.close();
  }
}

/** Redis: a session per connection of the case. */
class RedisTarget implements Target {
  readonly #sessions = new Map<number, RedisSession>();
  constructor(private readonly tf: TwelvefoldClient) {}

  async do(conn: number, op: string, args: Arg[]): Promise<Value> {
    let session = this.#sessions.get(conn);
    if (session === undefined) {
      session = await this.tf.redis.session();
      this.#sessions.set(conn, session);
    }
    try {
      return replyValue(await session.run([op, ...args.map((arg) => arg.bytes)]));
    } catch (thrown) {
      return errorValue(thrown);
    }
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await session.close();
  }
}

function replyValue(reply: RedisReply): Value {
  switch (reply.type) {
    case 'nil':
      return { kind: 'nil' };
    case 'status':
      return { kind: 'status', text: Buffer.from(reply.value) };
    case 'bulk':
    case 'verbatim':
      return bulk(typeof reply.value === 'string' ? reply.value : Buffer.from(reply.value.base64, 'base64'));
    case 'integer':
      return { kind: 'int', int: BigInt(reply.text ?? reply.value) };
    case 'big_number':
      return bulk(reply.value);
    case 'double':
      return { kind: 'double', double: Number(reply.value) };
    case 'boolean':
      return { kind: 'bool', bool: reply.value };
    case 'error':
      return { kind: 'error', text: Buffer.from(reply.value), code: reply.code };
    case 'array':
    case 'set':
    case 'push':
      return { kind: reply.type, items: reply.value.map(replyValue) };
    case 'map':
      return { kind: 'map', entries: reply.value.map(({ key, value }) => [replyValue(key), replyValue(value)]) };
  }
}

const ok: Value = { kind: 'status', text: Buffer.from('OK') };
const int = (n: number): Value => ({ kind: 'int', int: BigInt(n) });
const bulk = (bytes: Bytes): Value => ({ kind: 'bulk', text: Buffer.from(bytes as Uint8Array) });
const bulkOrNil = (bytes: Uint8Array | undefined): Value => (bytes === undefined ? { kind: 'nil' } : bulk(bytes));

function number(arg: Arg | undefined, otherwise = 0): number {
  return arg?.floats?.[0] ?? otherwise;
}

function errorValue(thrown: unknown): Value {
  if (!(thrown instanceof TwelvefoldError)) throw thrown;
  return { kind: 'error', text: Buffer.from(thrown.message), code: thrown.code };
}
