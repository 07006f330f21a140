// What a user's Node program does, in memory and on disk.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { LoxError, nodeFs, open, RedisError, TwelvefoldError } from 'twelvefold';

const dir = mkdtempSync(path.join(tmpdir(), 'twelvefold-'));
try {
  const tf = await open({ files: nodeFs(dir) });
  const db = tf.bitcask();
  db.put('greeting', 'hello');
  const jobs = tf.amqp().session();
  jobs.queueDeclare('jobs', { durable: true });
  jobs.publish({ routingKey: 'jobs', body: 'hello', properties: { deliveryMode: 2 }, confirm: true });
  tf.close();

  const again = await open({ files: nodeFs(dir) });
  assert.equal(again.bitcask().getText('greeting'), 'hello');
  assert.equal(again.amqp().session().get('jobs').text, 'hello');

  const evicted = [];
  const cache = again.lru({ maxEntries: 1, onEvict: (key, _value, reason) => evicted.push([key, reason]) });
  cache.put('a', '1');
  cache.put('b', '2');
  assert.deepEqual(evicted, [['a', 'capacity']]);

  const redis = again.redis();
  redis.command('SET', 'k', 'värde');
  assert.equal(redis.command('GET', 'k'), 'värde');
  assert.throws(
    () => redis.command('GET'),
    (e) => e instanceof RedisError && e.code === 'wrong_arity',
  );

  assert.deepEqual([...again.quant.rollingMean([1, 2, 3], 2)].slice(1), [1.5, 2.5]);
  const lox = again.lox({ maxSteps: 1000 });
  lox.define('twice', (n) => 2 * n, ['number']);
  assert.equal(lox.eval('twice(21);'), 42);
  assert.throws(
    () => lox.eval('while (true) {}'),
    (e) => e instanceof LoxError && e.kind === 'steps',
  );
  again.close();
  assert.throws(
    () => cache.get('b'),
    (e) => e instanceof TwelvefoldError && e.code === 'closed',
  );
  console.log('LRU, Bitcask and AMQP on disk, Redis, Lox and quant work');
} finally {
  rmSync(dir, { recursive: true, force: true });
}
