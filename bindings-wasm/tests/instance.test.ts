import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { open, TwelvefoldError, version, type EngineName } from 'twelvefold';
import { openWorker } from 'twelvefold/worker';
import { expect, test } from 'vitest';

const modulePath = fileURLToPath(import.meta.resolve('twelvefold/core.wasm'));

/** A module with `text` in the place of every `old` of the same length. */
function patched(old: string, text: string): Uint8Array {
  const bytes = readFileSync(modulePath);
  let found = 0;
  for (let at = bytes.indexOf(old); at >= 0; at = bytes.indexOf(old, at + 1)) {
    bytes.write(text, at, 'latin1');
    found++;
  }
  expect(found).toBeGreaterThan(0);
  return bytes;
}

test('the module states its version', async () => {
  using tf = await open();
  expect(tf.version).toBe(version);
  expect(tf.now().getTime()).toBeGreaterThan(Date.UTC(2020, 0));
});

test('a module of another schema is refused', async () => {
  const schema = /SchemaHash = "([0-9a-f]+)"/.exec(
    readFileSync(new URL('../../core/engine/schema_gen.go', import.meta.url), 'utf8'),
  )?.[1];
  const module = patched(schema!, 'f'.repeat(schema!.length));
  await expect(open({ module })).rejects.toMatchObject({ code: 'incompatible' });
});

test('a module that is not ours is refused', async () => {
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  await expect(open({ module: empty })).rejects.toMatchObject({ code: 'incompatible' });
});

test('a module from bytes, a URL and compiled', async () => {
  const bytes = readFileSync(modulePath);
  for (const module of [bytes, new URL(`file://${modulePath}`), await WebAssembly.compile(bytes)]) {
    using tf = await open({ module });
    expect(tf.redis().command('PING')).toBe('PONG');
  }
});

test.each<{ engines: EngineName[]; redis: boolean; amqp: boolean }>([
  { engines: ['lru', 'bitcask'], redis: false, amqp: false },
  { engines: ['redis', 'lru'], redis: true, amqp: false },
  { engines: ['amqp'], redis: false, amqp: true },
  { engines: ['amqp', 'redis'], redis: true, amqp: true },
])('the smallest module with $engines is loaded', async ({ engines, redis, amqp }) => {
  using tf = await open({ engines });
  const cache = tf.lru(); // in all of them
  cache.put('k', 'v');
  expect(cache.getText('k')).toBe('v');
  const there = (f: () => unknown): boolean => {
    try {
      f();
      return true;
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'unsupported' });
      return false;
    }
  };
  expect({ redis: there(() => tf.redis()), amqp: there(() => tf.amqp()) }).toEqual({ redis, amqp });
});

test('Lox alone is a module of its own, with others it is in the one with all', async () => {
  using alone = await open({ engines: ['lox'] });
  expect(alone.lox().eval('1 + 1;')).toBe(2);
  expect(() => alone.lru()).toThrow(expect.objectContaining({ code: 'unsupported' }));
  using all = await open({ engines: ['lox', 'lru'] });
  all.lru().put('k', 'v');
  expect(all.lox().eval('1 + 1;')).toBe(2);
  using light = await open({ engines: ['lru'] });
  expect(() => light.lox()).toThrow(expect.objectContaining({ code: 'unsupported' }));
});

test('an instance that has trapped says so, to every call', async () => {
  const printed: string[] = [];
  using tf = await open({ stderr: (text) => printed.push(text) });
  const cache = tf.lru();
  const fillMemory = () => {
    for (let i = 0; i < 4; i++) tf.quant.vector(2 ** 28); // 2 GiB each, of 4
  };
  expect(fillMemory).toThrow(expect.objectContaining({ code: 'dead' }));
  expect(tf.dead).toBe(true);
  expect(() => cache.get('k')).toThrow(TwelvefoldError);
  expect(() => cache.get('k')).toThrow(expect.objectContaining({ code: 'dead' }));
  expect(printed.join('')).toContain('out of memory');
});

test('a closed instance says closed', async () => {
  const tf = await open();
  const cache = tf.lru();
  tf.close();
  tf.close();
  expect(() => cache.get('k')).toThrow(expect.objectContaining({ code: 'closed' }));
});

test('only a manual clock can be moved', async () => {
  using tf = await open();
  expect(() => {
    tf.advance(1);
  }).toThrow(expect.objectContaining({ code: 'not_allowed' }));
});

test('the same seed gives the same randomness', async () => {
  const pick = async (seed: number) => {
    using tf = await open({ seed });
    const redis = tf.redis();
    for (let i = 0; i < 100; i++) redis.command('SADD', 's', i);
    return redis.command('SRANDMEMBER', 's', 10);
  };
  expect(await pick(7)).toEqual(await pick(7));
  expect(await pick(7)).not.toEqual(await pick(8));
});

test('a worker has the engines by promises', async () => {
  const tf = await openWorker({ clock: 'manual' });
  const left: string[] = [];
  const cache = await tf.lru({ maxEntries: 1, onEvict: (key, _value, reason) => left.push(`${key} ${reason}`) });
  await cache.put('a', '1');
  await cache.put('b', '2');
  expect(await cache.size()).toBe(1);
  expect(left).toEqual(['a capacity']);
  const redis = await tf.redis();
  await expect(redis.command('GET')).rejects.toMatchObject({ name: 'RedisError', code: 'wrong_arity' });
  const quant = await tf.quant();
  expect([...(await quant.rollingMean(new Float64Array([1, 2]), 1))]).toEqual([1, 2]);
  await tf.close();
  await expect(redis.command('PING')).rejects.toMatchObject({ code: 'closed' });
});
