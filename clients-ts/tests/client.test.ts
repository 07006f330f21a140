import { beforeEach, expect, inject, test } from 'vitest';

import { SCHEMA_HASH, TwelvefoldClient, TwelvefoldError, type ErrorCode } from '../src/index.js';

const tf = new TwelvefoldClient(inject('baseUrl'));

beforeEach(async () => {
  for (const engine of ['redis', 'lru', 'bitcask'] as const) await tf.reset(engine);
});

/** Fails unless the call is refused with the code. */
async function refused(call: Promise<unknown>, code: ErrorCode): Promise<TwelvefoldError> {
  const thrown: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(TwelvefoldError);
  expect((thrown as TwelvefoldError).code).toBe(code);
  return thrown as TwelvefoldError;
}

/** Array.fromAsync, which Node 20 has not. */
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const text = (s: string) => new TextEncoder().encode(s);

test('lists the engines', async () => {
  const { engines, schema_hash } = await tf.engines();
  expect(engines.map((e) => e.name).sort()).toEqual(['amqp', 'bitcask', 'lox', 'lru', 'quant', 'redis']);
  expect(schema_hash).toBe(SCHEMA_HASH);
  expect(engines.find((e) => e.name === 'redis')?.listeners.map((l) => l.protocol)).toContain('redis');
  expect(await tf.ready()).toBe(true);
});

test('reads statistics', async () => {
  await tf.lru.put('k', 'value');
  await tf.lru.get('k');
  expect(await tf.lru.stats()).toMatchObject({ engine: 'lru', entries: 1, bytes: 6, hits: 1 });
  await tf.redis.set('k', 'v');
  expect((await tf.stats('redis')).keys).toBe(1);
  await tf.bitcask.put('k', 'v');
  expect((await tf.stats('bitcask')).puts).toBeGreaterThan(0);
});

// Keys that URLs and fetch would change on the way.
const keys = ['k', 'a/b', '..', '.', 'a b+c%2F?x=1#y', 'ключ', '💾', new Uint8Array([0, 255, 254, 37])];

test.each(keys.map((key) => [key] as const))('key %j', async (key) => {
  const value = new Uint8Array([0, 1, 255]);
  for (const store of [tf.lru, tf.bitcask]) {
    expect(await store.get(key)).toBeUndefined();
    expect(await store.has(key)).toBe(false);
    await store.put(key, value);
    expect(await store.get(key)).toEqual(value);
    expect(await store.has(key)).toBe(true);
  }
  expect(await tf.lru.keys({ prefix: key })).toEqual([key]);
  expect(await all(tf.bitcask.keys({ prefix: key }))).toEqual([key]);
  await tf.redis.set(key, value);
  expect(await tf.redis.command('GET', key)).toEqual(value);
  expect((await tf.redis.get(key))?.type).toBe('string');
  expect(await tf.lru.delete(key)).toBe(true);
  expect(await tf.lru.delete(key)).toBe(false);
  expect(await tf.redis.delete(key)).toBe(true);
});

test('the empty key, where an engine has it', async () => {
  await tf.lru.put('', 'v');
  expect(await tf.lru.getText('')).toBe('v');
  await refused(tf.bitcask.put('', 'v'), 'invalid_argument');
});

test('values of every size', async () => {
  for (const size of [0, 1, 70_000, 2_000_000]) {
    const value = new Uint8Array(size).fill(7);
    await tf.bitcask.put('k', value);
    expect((await tf.bitcask.get('k'))?.length).toBe(size);
  }
});

test('keys of bitcask come in pages', async () => {
  const wanted = Array.from({ length: 25 }, (_, i) => `k/${String(i).padStart(2, '0')}`);
  for (const key of [...wanted, 'other']) await tf.bitcask.put(key, '');
  expect(await all(tf.bitcask.keys({ prefix: 'k/', limit: 10 }))).toEqual(wanted);
  await tf.bitcask.sync();
  await tf.bitcask.merge();
});

test('the cache evicts the least recent', async () => {
  for (const key of ['a', 'b', 'c']) await tf.lru.put(key, key);
  await tf.lru.get('a');
  await tf.lru.peek('b');
  expect(await tf.lru.resize(1)).toBe(2);
  expect(await tf.lru.keys()).toEqual(['a']);
  await refused(tf.lru.put('k', 'v', { ttl: -1 }), 'invalid_argument');
});

test('replies of redis as plain values', async () => {
  const { redis } = tf;
  expect(await redis.command('SET', 'k', 'v')).toBe('OK');
  expect(await redis.command('GET', 'none')).toBeNull();
  expect(await redis.command('INCRBY', 'n', 9007199254740993n)).toBe(9007199254740993n);
  expect(await redis.command('MGET', 'k', 'none')).toEqual(['v', null]);
  expect(await redis.pipeline([['GET', 'k'], ['INCR', 'k'], ['PING']])).toEqual([
    'v',
    expect.objectContaining({ code: 'invalid_argument' }),
    'PONG',
  ]);
});

test('maps and sets in RESP3', async () => {
  await tf.redis.command('HSET', 'h', 'f', 'v');
  await tf.redis.command('SADD', 's', 'm');
  expect(
    await tf.redis.pipeline(
      [
        ['HGETALL', 'h'],
        ['SMEMBERS', 's'],
      ],
      { protocol: 3 },
    ),
  ).toEqual([new Map([['f', 'v']]), new Set(['m'])]);
  expect((await tf.redis.get('h'))?.value.type).toBe('map');
});

test('errors carry codes and the text of the engine', async () => {
  await tf.redis.command('RPUSH', 'list', 'a');
  const wrong = await refused(tf.redis.command('GET', 'list'), 'wrong_type');
  expect(wrong.message).toBe('WRONGTYPE Operation against a key holding the wrong kind of value');
  expect(wrong.status).toBe(409);
  await refused(tf.redis.command('NOSUCH'), 'unknown_command');
  await refused(tf.redis.command('GET'), 'wrong_arity');
  await refused(tf.quant.rollingMean([1], 0), 'invalid_argument');
  await refused(new TwelvefoldClient('http://127.0.0.1:1').engines(), 'io');
  expect(() => new TwelvefoldClient('nowhere')).toThrow(TwelvefoldError);
});

test('a session remembers', async () => {
  await using session = await tf.redis.session();
  await session.command('WATCH', 'k');
  await tf.redis.command('SET', 'k', 'other');
  await session.command('MULTI');
  expect(await session.command('SET', 'k', 'mine')).toBe('QUEUED');
  expect(await session.command('EXEC')).toBeNull();
  expect(await tf.redis.command('GET', 'k')).toBe('other');
});

test('a session of the broker keeps what is not acknowledged', async () => {
  const session = await tf.amqp.session();
  expect(await session.call('queue.declare', { queue: 'client' })).toMatchObject({ queue: 'client', message_count: 0 });
  await tf.amqp.call('basic.publish', { routing_key: 'client', body: 'hello' });
  expect(await session.call('basic.get', { queue: 'client' })).toMatchObject({ body: 'hello', redelivered: false });
  expect((await tf.amqp.stats()).messages_unacknowledged).toBe(1);
  await session.close();
  expect(await tf.amqp.call('basic.get', { queue: 'client' })).toMatchObject({ body: 'hello', redelivered: true });
  await expect(tf.amqp.call('basic.get', { queue: 'none' })).rejects.toMatchObject({
    code: 'not_found',
    message: "NOT_FOUND - no queue 'none' in vhost '/'",
  });
});

test('a program of Lox, and how it ended', async () => {
  expect(await tf.lox.run('print 1; 1 / 0;')).toMatchObject({ value: Infinity, output: '1\n', usage: { steps: 1 } });
  const failed = await tf.lox.run('fun f() { return -nil; }\nf();', { name: 'f.lox', engine: 'tree' });
  expect(failed.error).toMatchObject({ kind: 'runtime', message: 'Operand must be a number.', line: 1 });
  expect(failed.error?.trace.map((frame) => frame.function)).toEqual(['f', '']);
  const endless = await tf.lox.run('while (true) {}', { max_steps: 1000 });
  expect(endless).toMatchObject({
    value: null,
    usage: { steps: 1000 },
    error: { kind: 'steps', code: 'limit_exceeded' },
  });
  expect((await tf.lox.check('print 1')).diagnostics[0]?.text).toBe("[line 1] Error at end: Expect ';' after value.");
  expect((await tf.lox.check('print 1;')).diagnostics).toEqual([]);
  expect(await tf.lox.format('print  1 ;// one')).toBe('print 1; // one\n');
  expect(await tf.lox.operation('disasm', { source: '1;' })).toHaveProperty('text');
});

test('a session of Lox keeps globals and objects', async () => {
  const session = await tf.lox.session({ max_steps: 10_000 });
  await session.run('class A { init(n) { this.n = n; } add(m) { return this.n + m; } }');
  const a = await session.call('A', [3]);
  expect(a).toEqual({ object: 'A instance', id: 1 });
  await session.set('a', a);
  expect(await session.call('a.add', [4])).toBe(7);
  await session.set('a.n', -Infinity);
  expect(await session.get('a.n')).toBe(-Infinity);
  await session.set('bytes', Uint8Array.of(255));
  expect(await session.get('bytes')).toEqual(Uint8Array.of(255));
  expect(await session.eval('nil;')).toBe(null);
  expect(await session.globals()).toEqual(['A', 'a', 'bytes']);
  await expect(session.eval('while (true) {}')).rejects.toMatchObject({ code: 'limit_exceeded' });
  await expect(session.eval('-nil;')).rejects.toMatchObject({
    code: 'runtime_error',
    message: 'Operand must be a number. [line 1]',
  });
  await session.reset();
  expect(await session.globals()).toEqual([]);
  expect((await tf.lox.stats()).runs).toBeGreaterThan(0);
  await session.close();
  await expect(session.globals()).rejects.toMatchObject({ code: 'not_found' });
});

test('a program of Lox ends when its client gives it up', async () => {
  const controller = new AbortController();
  const run = tf.lox.run('while (true) {}', { signal: controller.signal });
  controller.abort();
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
});

test('keys of redis by SCAN', async () => {
  for (let i = 0; i < 30; i++) await tf.redis.set(`k${i}`, 'v', { ttl: 60_000 });
  await tf.redis.command('RPUSH', 'list', 'a');
  const found = new Set(await all(tf.redis.keys({ limit: 5, type: 'string', match: 'k*' })));
  expect(found.size).toBe(30);
  expect((await tf.redis.get('k0'))?.ttl_ms).toBeGreaterThan(0);
});

test('kernels, with what JSON has no word for', async () => {
  expect(await tf.quant.rollingMean([1, 3, 5], 2)).toEqual(Float64Array.of(NaN, 2, 4));
  expect(await tf.quant.sum(Float64Array.of(1, Infinity))).toBe(Infinity);
  const product = await tf.quant.matMul({ rows: 1, cols: 2, data: [1, 2] }, { rows: 2, cols: 1, data: [3, 4] });
  expect(product).toEqual({ rows: 1, cols: 1, data: Float64Array.of(11) });
  const fit = await tf.quant.ols([3, 5, 7], { rows: 3, cols: 1, data: [1, 2, 3] });
  expect(fit.coefficients[0]).toBeCloseTo(1);
  expect(fit.coefficients[1]).toBeCloseTo(2);
});

test('a call can be given up', async () => {
  const signal = AbortSignal.abort();
  await expect(tf.lru.put('k', text('v'), { signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(await tf.lru.has('k')).toBe(false);
});
