// What a user's page does. The browser test calls these functions, one by one.
import { open, opfs } from 'twelvefold';
import { openWorker } from 'twelvefold/worker';

/** On the page itself, in memory. */
async function memory() {
  const tf = await open();
  const redis = tf.redis();
  redis.command('SET', 'k', 'värde');
  const evicted = [];
  const cache = tf.lru({ maxEntries: 1, onEvict: (key, _value, reason) => evicted.push(`${key} ${reason}`) });
  cache.put('a', '1');
  cache.put('b', '2');
  const db = tf.bitcask();
  db.put('k', 'v');
  const session = tf.amqp().session();
  session.queueDeclare('q');
  const consumer = session.consume('q');
  const next = consumer.next();
  session.publish({ routingKey: 'q', body: 'värld' });
  const result = {
    amqp: (await next).value.text,
    redis: redis.command('GET', 'k'),
    evicted,
    bitcask: db.getText('k'),
    means: [...tf.quant.rollingMean([1, 2, 3], 2)].slice(1),
  };
  tf.close();
  return result;
}

let held;

/** In a worker, with files in OPFS; the worker stays. */
async function write(count) {
  held = await openWorker({ files: opfs('test') });
  const db = await held.bitcask({ maxFileSize: 4096, sync: 'none' });
  for (let i = 0; i < count; i++) await db.put(`key:${i}`, `value:${i}`);
  await db.delete('key:0');
  await db.sync();
  return await db.size();
}

/** What an earlier page has written. Nothing was closed in between. */
async function read() {
  held = await openWorker({ files: opfs('test') });
  const db = await held.bitcask();
  return { size: await db.size(), first: await db.getText('key:0'), last: await db.getText('key:99') };
}

/** A second worker on the folder that `held` has open. */
async function second() {
  try {
    await openWorker({ files: opfs('test') });
    return 'opened';
  } catch (error) {
    return error.code;
  }
}

/** Files that only a worker can open. */
async function onThePage() {
  try {
    await open({ files: opfs('test2') });
    return 'opened';
  } catch (error) {
    return error.code;
  }
}

/** Nanoseconds per call, on the page. */
async function speed() {
  const tf = await open();
  const cache = tf.lru({ maxEntries: 1000 });
  cache.put('key', 'value');
  const redis = tf.redis();
  redis.command('SET', 'key', 'value');
  const measure = (f, count) => {
    for (let i = 0; i < count / 4; i++) f();
    const start = performance.now();
    for (let i = 0; i < count; i++) f();
    return Math.round(((performance.now() - start) * 1e6) / count);
  };
  return {
    'lru get': measure(() => cache.getText('key'), 100_000),
    'redis GET': measure(() => redis.command('GET', 'key'), 50_000),
  };
}

window.actions = { memory, write, read, second, onThePage, speed };
