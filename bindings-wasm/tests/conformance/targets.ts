// The engines of one instance behind the operations that the cases name.
import {
  ReplyReader,
  TwelvefoldError,
  type AmqpSession,
  type Bitcask,
  type Lox,
  type LoxOptions,
  type LRU,
  type Quant,
  type RedisConnection,
  type ReplyBuilder,
  type SyncPolicy,
  type Twelvefold,
} from 'twelvefold';

import type { Arg } from './cases.js';
import { jsonValue, show, type Json, type Value } from './want.js';

/** An engine, fresh for one case. */
export interface Target {
  do(conn: number, op: string, args: Arg[]): Value;
  raw?(conn: number, bytes: Buffer): { got: Buffer; closed: boolean };
  close(): void;
}

type Operations = Record<string, (args: Arg[]) => Value>;

export function openTarget(tf: Twelvefold, engine: string, open: Record<string, unknown>, key: string): Target {
  switch (engine) {
    case 'redis':
      return redisTarget(tf, open);
    case 'lru':
      return lruTarget(tf, open);
    case 'bitcask':
      return bitcaskTarget(tf, open, key);
    case 'amqp':
      return amqpTarget(tf, open);
    case 'lox':
      return loxTarget(tf, open);
    case 'quant':
      return { do: dispatch(quantOperations(tf.quant)), close: () => undefined };
  }
  throw new Error(`there is no engine ${engine}`);
}

// ---- values ----

const ok: Value = { kind: 'status', text: Buffer.from('OK') };
const bulk = (bytes: Uint8Array | undefined): Value =>
  bytes === undefined ? { kind: 'nil' } : { kind: 'bulk', text: Buffer.from(bytes) };
const int = (n: number | bigint): Value => ({ kind: 'int', int: BigInt(n) });
const bool = (value: boolean): Value => ({ kind: 'bool', bool: value });
const floats = (values: Float64Array): Value => ({ kind: 'floats', floats: [...values] });
const double = (value: number): Value => ({ kind: 'double', double: value });
const bulks = (list: Uint8Array[]): Value => ({ kind: 'array', items: list.map(bulk) });

/** Calls the operation of that name; what it throws is its result. */
function dispatch(operations: Operations): Target['do'] {
  return (_conn, op, args) => {
    const f = operations[op];
    if (f === undefined) throw new Error(`the runner has no operation ${op}`);
    try {
      return f(args);
    } catch (thrown) {
      if (!(thrown instanceof TwelvefoldError)) throw thrown;
      return { kind: 'error', text: Buffer.from(thrown.message), code: thrown.code };
    }
  };
}

const done =
  (f: (args: Arg[]) => void) =>
  (args: Arg[]): Value => {
    f(args);
    return ok;
  };
const number = (args: Arg[], i: number, otherwise?: number): number => {
  const n = args[i] === undefined ? otherwise : Number(args[i].bytes.toString());
  if (n === undefined || Number.isNaN(n)) throw new Error(`argument ${i} is not a number`);
  return n;
};
const series = (args: Arg[], i: number): Float64Array => Float64Array.from(args[i]!.floats!);
/** An option of the case, under its name in TypeScript, or nothing. */
const option = (open: Record<string, unknown>, name: string, as: string): Record<string, number> =>
  name in open ? { [as]: open[name] as number } : {};

// ---- engines ----

function lruTarget(tf: Twelvefold, open: Record<string, unknown>): Target {
  const cache: LRU = tf.lru({
    ...option(open, 'max_entries', 'maxEntries'),
    ...option(open, 'max_bytes', 'maxBytes'),
    ...option(open, 'ttl_ms', 'ttl'),
    ...option(open, 'max_key_size', 'maxKeySize'),
    ...option(open, 'max_value_size', 'maxValueSize'),
  });
  return {
    do: dispatch({
      put: done((a) => {
        cache.put(a[0]!.bytes, a[1]!.bytes, a[2] && number(a, 2));
      }),
      get: (a) => bulk(cache.get(a[0]!.bytes)),
      peek: (a) => bulk(cache.peek(a[0]!.bytes)),
      has: (a) => bool(cache.has(a[0]!.bytes)),
      delete: (a) => bool(cache.delete(a[0]!.bytes)),
      len: () => int(cache.size),
      bytes: () => int(cache.bytes),
      keys: () => bulks(cache.rawKeys()),
      resize: (a) => int(cache.resize(number(a, 0), number(a, 1, 0))),
      reset: done(() => {
        cache.reset();
      }),
    }),
    close: () => {
      cache.close();
    },
  };
}

function bitcaskTarget(tf: Twelvefold, open: Record<string, unknown>, key: string): Target {
  const options = {
    dir: key, // a folder of its own per case
    ...('sync' in open ? { sync: open['sync'] as SyncPolicy } : {}),
    ...option(open, 'max_file_size', 'maxFileSize'),
    ...option(open, 'max_key_size', 'maxKeySize'),
    ...option(open, 'max_value_size', 'maxValueSize'),
  };
  let db: Bitcask = tf.bitcask(options);
  return {
    do: dispatch({
      put: done((a) => {
        db.put(a[0]!.bytes, a[1]!.bytes);
      }),
      get: (a) => bulk(db.get(a[0]!.bytes)),
      delete: done((a) => {
        db.delete(a[0]!.bytes);
      }),
      has: (a) => bool(db.has(a[0]!.bytes)),
      len: () => int(db.size),
      keys: (a) => bulks(db.rawKeys(a[0]?.bytes)),
      sync: done(() => {
        db.sync();
      }),
      merge: done(() => {
        db.merge();
      }),
      reset: done(() => {
        db.reset();
      }),
      reopen: done(() => {
        db.close();
        db = tf.bitcask(options);
      }),
    }),
    close: () => {
      db.close();
    },
  };
}

function quantOperations(quant: Quant): Operations {
  return {
    sum: (a) => double(quant.sum(series(a, 0))),
    rolling_mean: (a) => floats(quant.rollingMean(series(a, 0), number(a, 1))),
    rolling_variance: (a) => floats(quant.rollingVariance(series(a, 0), number(a, 1), number(a, 2, 1))),
    zscore: (a) => floats(quant.zScore(series(a, 0), number(a, 1), number(a, 2, 1))),
    ewma: (a) => floats(quant.ewma(series(a, 0), a[1]!.floats![0]!)),
    drawdown: (a) => floats(quant.drawdown(series(a, 0))),
    max_drawdown: (a) => double(quant.maxDrawdown(series(a, 0))),
    correlation: (a) => double(quant.correlation(series(a, 0), series(a, 1))),
    ols: (a) => {
      const fit = quant.ols(series(a, 0), series(a, 1), number(a, 2), number(a, 3, 1) !== 0);
      return { kind: 'floats', floats: [...fit.coefficients, fit.r2] };
    },
    matmul: (a) =>
      floats(
        quant.matMul(
          { rows: number(a, 0), cols: number(a, 1), data: series(a, 2) },
          { rows: number(a, 3), cols: number(a, 4), data: series(a, 5) },
        ),
      ),
  };
}

function amqpTarget(tf: Twelvefold, open: Record<string, unknown>): Target {
  const [unknown] = Object.keys(open);
  if (unknown !== undefined) throw new Error(`the runner has no option ${unknown}`);
  const broker = tf.amqp({ inMemory: true }); // as the other runners
  const sessions = new Map<number, AmqpSession>();
  const call = (conn: number, op: string, args: Arg[]): Value => {
    const session = sessions.get(conn) ?? broker.session();
    sessions.set(conn, session);
    return jsonValue(JSON.parse(session.callText(op, args[0]?.bytes.toString())) as Json);
  };
  return {
    do: (conn, op, args) => dispatch({ [op]: () => call(conn, op, args) })(conn, op, args),
    close: () => {
      broker.close();
    },
  };
}

/** What engines must agree in. Their objects have different sizes, and so they meet a limit on memory elsewhere. */
function alike(value: Value): string {
  const text = show(value);
  return /"kind":"(memory|timeout)"/.exec(text)?.[0] ?? text.replace(/"memory":\d+/g, '');
}

/** Each connection is an interpreter of its own, of either engine where the case names none: they must agree. */
function loxTarget(tf: Twelvefold, open: Record<string, unknown>): Target {
  const options: LoxOptions = {
    ...option(open, 'max_steps', 'maxSteps'),
    ...option(open, 'max_memory', 'maxMemory'),
    ...option(open, 'max_depth', 'maxDepth'),
    ...option(open, 'max_output', 'maxOutput'),
    ...option(open, 'max_source', 'maxSource'),
    ...option(open, 'timeout_ms', 'timeout'),
    std: open['std'] === true,
  };
  const engines = 'engine' in open ? [open['engine'] as 'fast' | 'tree'] : (['fast', 'tree'] as const);
  const connections = new Map<number, Lox[]>();
  const answer = (lox: Lox, op: string, args: Arg[]): Value =>
    jsonValue(JSON.parse(lox.commandText(op, args[0]?.bytes.toString())) as Json);
  const ask = (conn: number, i: number, op: string, args: Arg[]): Value => {
    const interpreters = connections.get(conn) ?? engines.map((engine) => tf.lox({ ...options, engine }));
    connections.set(conn, interpreters);
    return answer(interpreters[i]!, op, args);
  };
  return {
    do(conn, op, args) {
      const [first, ...others] = engines.map((_, i) =>
        dispatch({ [op]: () => ask(conn, i, op, args) })(conn, op, args),
      );
      const other = others.find((value) => alike(value) !== alike(first!));
      if (other !== undefined) throw new Error(`the engines answer ${show(first!)} and ${show(other)}`);
      return first!;
    },
    close: () => {
      for (const lox of [...connections.values()].flat()) lox.close();
    },
  };
}

function redisTarget(tf: Twelvefold, open: Record<string, unknown>): Target {
  const store = tf.redis('password' in open ? { password: open['password'] as string } : {});
  const connections = new Map<number, RedisConnection>();
  const raw = (conn: number, bytes: Buffer) => {
    const connection = connections.get(conn) ?? store.connect();
    connections.set(conn, connection);
    return { got: Buffer.from(connection.feed(bytes)), closed: connection.ended };
  };
  return {
    do(conn, op, args) {
      const words = [Buffer.from(op), ...args.map((arg) => arg.bytes)];
      const parts = words.flatMap((word) => [Buffer.from(`$${word.length}\r\n`), word, Buffer.from('\r\n')]);
      const { got } = raw(conn, Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...parts]));
      const next = new ReplyReader(got, values).next();
      if (next === undefined) throw new Error(`no whole reply: ${JSON.stringify(got.toString())}`);
      return next.reply;
    },
    raw,
    close: () => {
      store.close();
    },
  };
}

const text =
  (kind: 'status' | 'bulk') =>
  (value: string): Value => ({ kind, text: Buffer.from(value) });

// The reply's kinds, kept apart as the cases do.
const values: ReplyBuilder<Value> = {
  status: text('status'),
  bigNumber: text('bulk'),
  // Over RESP an error has no code: '' matches any.
  error: (message) => ({ kind: 'error', text: Buffer.from(message), code: '' }),
  integer: int,
  bulk,
  nil: () => ({ kind: 'nil' }),
  double,
  boolean: bool,
  array: (items) => ({ kind: 'array', items }),
  push: (items) => ({ kind: 'push', items }),
  set: (items) => ({ kind: 'set', items }),
  map: (entries) => ({ kind: 'map', entries }),
};
