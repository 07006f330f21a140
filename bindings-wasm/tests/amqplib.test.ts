// amqplib, as it is, on a broker in this process: both of its APIs, no socket.
import net from 'node:net';

import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Connection as CallbackConnection } from 'amqplib/callback_api';
import { open, type Amqp, type Twelvefold } from 'twelvefold';
import { amqpStream, connect, connectCallback, type StreamBroker } from 'twelvefold/amqplib';
import { openWorker } from 'twelvefold/worker';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** How long what must happen may take, on a machine that has much else to do. */
const patience = { timeout: 60_000 };

let tf: Twelvefold;
let broker: Amqp;

beforeEach(async () => {
  vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
    throw new Error('a socket was opened');
  });
  tf = await open({ engines: ['amqp'] });
  broker = tf.amqp();
});
afterEach(() => {
  tf.close();
  vi.restoreAllMocks();
});

/** Consumes until `count` messages have come. */
async function take(channel: Channel, queue: string, count: number): Promise<string[]> {
  const got: string[] = [];
  await new Promise<void>((resolve) => {
    void channel.consume(queue, (message) => {
      channel.ack(message!);
      if (got.push(message!.content.toString()) === count) resolve();
    });
  });
  return got;
}

describe('promises', () => {
  let connection: ChannelModel;
  let channel: Channel;
  beforeEach(async () => {
    connection = await connect(broker);
    channel = await connection.createChannel();
  });

  test('publish, consume, acknowledge', async () => {
    await channel.assertExchange('news', 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, 'news', 'sport.#');
    channel.publish('news', 'sport.tennis', Buffer.from('a'), { headers: { n: 1 }, persistent: true });
    channel.publish('news', 'weather', Buffer.from('not for us'));
    channel.publish('news', 'sport', Buffer.from('b'));
    expect(await take(channel, queue, 2)).toEqual(['a', 'b']);
    await channel.close();
    expect(broker.stats()).toMatchObject({ messagesReady: 0, messagesUnacked: 0 });
  });

  test('confirms, and a message larger than a frame', async () => {
    const confirming = await connection.createConfirmChannel();
    await confirming.assertQueue('q');
    const large = Buffer.alloc(1 << 20, 'x');
    const confirmed = new Promise((resolve) => confirming.sendToQueue('q', large, {}, resolve));
    expect(await confirmed).toBeNull();
    for (let i = 0; i < 100; i++) confirming.sendToQueue('q', Buffer.from(`${i}`));
    await confirming.waitForConfirms();
    const message = await channel.get('q');
    expect(message && message.content.equals(large)).toBe(true);
    expect((await channel.checkQueue('q')).messageCount).toBe(100);
  });

  test('RPC over direct reply-to', async () => {
    await channel.assertQueue('double');
    await channel.consume('double', (request) => {
      const { replyTo, correlationId } = request!.properties as { replyTo: string; correlationId: string };
      channel.sendToQueue(replyTo, Buffer.from(`${2 * Number(request!.content)}`), { correlationId });
      channel.ack(request!);
    });
    const caller = await connection.createChannel();
    const answer = new Promise<ConsumeMessage>((resolve) => {
      void caller.consume(
        'amq.rabbitmq.reply-to',
        (message) => {
          resolve(message!);
        },
        { noAck: true },
      );
    });
    caller.sendToQueue('double', Buffer.from('21'), { replyTo: 'amq.rabbitmq.reply-to', correlationId: 'c1' });
    const { content, properties } = await answer;
    expect([content.toString(), properties.correlationId]).toEqual(['42', 'c1']);
  });

  test('prefetch bounds what is delivered, nack gives it back', async () => {
    await channel.assertQueue('q');
    for (const text of ['a', 'b', 'c']) channel.sendToQueue('q', Buffer.from(text));
    await channel.prefetch(2);
    const got: ConsumeMessage[] = [];
    await channel.consume('q', (message) => got.push(message!));
    await vi.waitFor(() => {
      expect(got.length).toBe(2);
    }, patience);
    expect((await channel.checkQueue('q')).messageCount).toBe(1);
    channel.nack(got[0]!);
    await vi.waitFor(() => {
      expect(got.length).toBe(3);
    }, patience);
    expect(got[2]).toMatchObject({ content: Buffer.from('a'), fields: { redelivered: true } });
  });

  test('a mandatory message that no queue takes comes back', async () => {
    const back = new Promise<Buffer>((resolve) =>
      channel.on('return', ({ content }) => {
        resolve(content);
      }),
    );
    channel.publish('', 'nobody', Buffer.from('x'), { mandatory: true });
    expect((await back).toString()).toBe('x');
  });

  test('a refusal closes the channel, not the connection', async () => {
    const failed = new Promise<Error>((resolve) =>
      channel.on('error', (error: Error) => {
        resolve(error);
      }),
    );
    await expect(channel.checkQueue('none')).rejects.toThrow('404 (NOT-FOUND)');
    expect(await failed).toMatchObject({ code: 404 });
    await (await connection.createChannel()).assertQueue('q');
  });

  test('a message that another connection publishes', async () => {
    await channel.assertQueue('q');
    const taken = take(channel, 'q', 1);
    broker.session().publish({ routingKey: 'q', body: 'from a session' });
    expect(await taken).toEqual(['from a session']);
  });

  test('the end of either side', async () => {
    await connection.close();
    expect(broker.stats().connections).toBe(0);
    const other = await connect(broker);
    const ended = new Promise<Error | undefined>((resolve) => {
      other.on('close', resolve);
    });
    broker.reset();
    expect((await ended)?.message).toContain('CONNECTION_FORCED');
  });
});

test('callbacks', async () => {
  const connection = await new Promise<CallbackConnection>((resolve, reject) => {
    connectCallback(broker, { clientProperties: { connection_name: 'mine' } }, (error, made) => {
      if (error === null) resolve(made!);
      else reject(error);
    });
  });
  const text = await new Promise<string>((resolve, reject) => {
    connection.createChannel((error: Error | null, channel) => {
      if (error !== null) {
        reject(error);
        return;
      }
      channel.assertQueue('q', {}, () => {
        channel.consume('q', (message) => {
          resolve(message!.content.toString());
        });
        channel.sendToQueue('q', Buffer.from('x'));
      });
    });
  });
  expect(text).toBe('x');
  await new Promise<void>((resolve) => {
    connection.close(() => {
      resolve();
    });
  });
});

test.each([
  [{ password: 'wrong' }, '403 (ACCESS-REFUSED)'],
  [{ vhost: 'none' }, 'got <ConnectionClose'],
])('%j is refused', async (options, message) => {
  await expect(connect(broker, options)).rejects.toThrow(message);
  expect(broker.stats().connections).toBe(0);
  const refused = new Promise<Error | null>((resolve) => {
    connectCallback(broker, options, resolve);
  });
  expect((await refused)?.message).toContain(message);
});

test('a publisher waits while the broker is short of memory', async () => {
  const small = tf.amqp({ memoryAlarm: 1000 });
  const connection = await connect(small);
  const blocked = new Promise<unknown>((resolve) => connection.on('blocked', resolve));
  const freed = new Promise<void>((resolve) => connection.on('unblocked', resolve));
  const channel = await connection.createChannel();
  await channel.assertQueue('q');
  const session = small.session();
  const waiting = (): number => session.queueDeclare('q', { passive: true }).messageCount;
  channel.sendToQueue('q', Buffer.alloc(2000));
  await vi.waitFor(() => {
    expect(waiting()).toBe(1);
  }, patience);
  channel.sendToQueue('q', Buffer.from('one too many'));
  await blocked;
  channel.sendToQueue('q', Buffer.from('held'));
  await new Promise(setImmediate);
  expect(waiting()).toBe(2);
  session.queuePurge('q');
  await freed;
  expect((await session.consume('q').next()).value?.text).toBe('held');
});

test('a client that vanishes gives back what it had', async () => {
  const stream = await amqpStream(broker);
  stream.write('AMQP\0\0\x09\x01');
  await new Promise((resolve) => stream.once('readable', resolve));
  stream.destroy();
  await new Promise((resolve) => stream.once('close', resolve));
  expect(broker.stats().connections).toBe(0);
});

test('on a broker in a worker', async () => {
  const remote = await openWorker({ engines: ['amqp'] });
  const far: StreamBroker = await remote.amqp();
  const connection = await connect(far);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue('q');
  const taken = take(channel, 'q', 2);
  channel.sendToQueue('q', Buffer.from('a'));
  channel.sendToQueue('q', Buffer.from('b'));
  await channel.waitForConfirms();
  expect(await taken).toEqual(['a', 'b']);
  await connection.close();
  await remote.close();
});
