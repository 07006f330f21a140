// Type-checked only: the types that a strict user relies on.
import { TwelvefoldClient } from 'twelvefold/client';
import { openWorker } from 'twelvefold/worker';
import { open, opfs, nodeFs, type EngineEvent, type Files, type Reply, TwelvefoldError } from 'twelvefold';

const files: Files[] = ['memory', nodeFs('data'), opfs('data', { reserve: 8 })];

export async function main(): Promise<Reply> {
  using tf = await open({ files: files[0] ?? 'memory', clock: 'manual', seed: 1 });
  using db = tf.bitcask({ sync: 'interval' });
  const value: Uint8Array | undefined = db.get('k');
  if (value === undefined) db.put('k', new Uint8Array([1]));
  const cache = tf.lru({
    maxEntries: 10,
    onEvict: (key, _value, reason) => {
      console.log(key, reason);
    },
  });
  cache.put('k', 'v', 1000);
  using session = tf.amqp({ memoryLimit: 1 << 20 }).session({ name: 'strict' });
  session.queueDeclare('q', { durable: true, arguments: { 'x-max-length': 1 } });
  session.publish({ routingKey: 'q', body: 'x', properties: { headers: { n: 1 } } });
  for await (const message of session.consume('q')) {
    const text: string = message.text;
    if (text === 'x') session.ack(message);
    break;
  }
  const means: Float64Array = tf.quant.rollingMean(new Float64Array(10), 3);
  const events: EngineEvent[] = tf.events().poll().events;
  try {
    return tf.redis().command('INCRBY', 'n', means.length + events.length);
  } catch (error) {
    if (error instanceof TwelvefoldError && error.code === 'wrong_type') return null;
    throw error;
  }
}

/** In a worker: the same, with promises. */
export async function inWorker(): Promise<number> {
  const tf = await openWorker({ files: files[2] ?? 'memory' });
  const db = await tf.bitcask({ sync: 'none' });
  await db.put('k', 'v');
  const text: string | undefined = await db.getText('k');
  const session = await (await tf.amqp()).session();
  await session.queueDeclare('q');
  const next = await (await session.consume('q')).next();
  return (await db.size()) + (text?.length ?? 0) + (next.value?.body.length ?? 0);
}

/** A server elsewhere. */
export const client = (url: string): TwelvefoldClient => new TwelvefoldClient(url);
