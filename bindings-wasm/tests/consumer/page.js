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

/** Lox on the page: a function of the page called by a program, whose error comes back as the cause. */
async function lox() {
  const tf = await open({ engines: ['lox'] });
  const printed = [];
  const interpreter = tf.lox({ output: (text) => printed.push(text) });
  interpreter.define('greet', (name) => `hello, ${name}`, ['string']);
  interpreter.define('fail', () => {
    throw new RangeError('out of apples');
  });
  interpreter.define('nest', (n) => interpreter.eval(`nest(${n + 1});`), ['number']);
  const value = interpreter.eval('print "värld"; greet("world");');
  const errors = [
    'fail();',
    'nest(0);',
    'fun f(n) { return 1 + f(n + 1); } f(0);',
    `1${' + 1'.repeat(9000)} + nil;`,
  ].map((source) => {
    try {
      return interpreter.eval(source);
    } catch (error) {
      return [error.kind, error.cause?.name];
    }
  });
  tf.close();
  return { value, printed, errors };
}

/** Lox in a worker: an endless program is stopped. */
async function loxWorker() {
  const tf = await openWorker({ engines: ['lox'] });
  const interpreter = await tf.lox({ output: () => controller.abort() });
  const controller = new AbortController();
  const run = interpreter.eval('while (true) print "................................";', { signal: controller.signal });
  const ended = await run.catch((error) => error.code);
  await tf.close().catch(() => undefined); // a signal without shared memory has closed it
  return ended;
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

window.actions = { memory, lox, loxWorker, write, read, second, onThePage, speed };
