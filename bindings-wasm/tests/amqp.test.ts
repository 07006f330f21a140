import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { nodeFs, open, TwelvefoldError, type Amqp, type AmqpMessage, type Twelvefold } from 'twelvefold';
import { openWorker } from 'twelvefold/worker';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let tf: Twelvefold;

beforeEach(async () => {
  tf = await open({ engines: ['amqp'], clock: 'manual', start: new Date('2026-01-01T00:00:00Z'), seed: 1 });
});
afterEach(() => {
  tf.close();
});

const texts = (messages: AmqpMessage[]): string[] => messages.map(({ text }) => text);

describe('operations', () => {
  test('publish, get, acknowledge', () => {
    const session = tf.amqp().session();
    expect(session.queueDeclare('jobs', { durable: true, arguments: { 'x-max-length': 10 } })).toEqual({
      queue: 'jobs',
      messageCount: 0,
      consumerCount: 0,
    });
    const headers = { n: 1, blob: new Uint8Array([0, 255]), at: new Date(1_700_000_000_000), list: [1, 'b', null] };
    session.publish({
      routingKey: 'jobs',
      body: 'hällo',
      properties: { contentType: 'text/plain', deliveryMode: 2, timestamp: 1_700_000_000, headers },
      confirm: true,
    });
    const message = session.get('jobs')!;
    expect(message).toMatchObject({
      deliveryTag: 1,
      channel: 1,
      redelivered: false,
      exchange: '',
      routingKey: 'jobs',
      text: 'hällo',
      body: new Uint8Array(Buffer.from('hällo')),
      properties: { contentType: 'text/plain', deliveryMode: 2, timestamp: 1_700_000_000, headers },
    });
    session.nack(message);
    const again = session.get('jobs')!;
    expect(again.redelivered).toBe(true);
    session.ack(again);
    expect(session.get('jobs')).toBeUndefined();
  });

  test('bytes of any kind, and none', () => {
    const session = tf.amqp().session();
    session.queueDeclare('q');
    const bytes = new Uint8Array(300_000).fill(255);
    session.publish({ routingKey: 'q', body: bytes });
    session.publish({ routingKey: 'q', properties: { timestamp: 5 } });
    expect(session.get('q')?.body).toEqual(bytes);
    expect(session.get('q')).toMatchObject({ text: '', properties: { timestamp: 5 } });
  });

  test('any operation by its name', () => {
    const session = tf.amqp().session();
    session.exchangeDeclare('from', 'topic');
    session.exchangeDeclare('to', 'fanout');
    expect(session.call('exchange.bind', { source: 'from', destination: 'to', routing_key: 'a.#' })).toEqual({});
    const { queue } = session.queueDeclare('', { exclusive: true });
    expect(queue).toMatch(/^amq\.gen-/);
    session.queueBind(queue, 'to');
    session.publish({ exchange: 'from', routingKey: 'a.b', body: 'x' });
    session.publish({ exchange: 'from', routingKey: 'b', body: 'y' });
    expect(session.queuePurge(queue)).toBe(1);
    expect(session.queueDelete(queue)).toBe(0);
    expect(session.callText('basic.qos', '{"prefetch_count":1}')).toBe('{}');
  });

  test('refusals have their code and the text of RabbitMQ, and close the channel', () => {
    const session = tf.amqp().session();
    const refused = (f: () => unknown, code: string, message: string): void => {
      expect(f).toThrow(expect.objectContaining({ code, message }) as Error);
      expect(f).toThrow(TwelvefoldError);
    };
    const missing = "NOT_FOUND - no queue 'none' in vhost '/'";
    expect(() => session.queueDeclare('none', { passive: true })).toThrow(missing);
    refused(() => session.get('none'), 'closed', 'amqp: the broker, connection or channel has been closed');
    session.call('channel.open');
    expect(() => session.call('queue.rename')).toThrow(expect.objectContaining({ code: 'unknown_command' }) as Error);
    expect(() => tf.amqp().session({ vhost: 'none' })).toThrow(
      expect.objectContaining({ code: 'not_allowed' }) as Error,
    );
    expect(() => {
      session.publish({ routingKey: 'none', mandatory: true });
    }).toThrow('NO_ROUTE');
    session.close();
    session.close();
    refused(() => session.get('q'), 'closed', 'amqp: the connection has been closed');
  });

  test('time to live and dead letters by the manual clock', () => {
    const session = tf.amqp().session();
    session.queueDeclare('dead');
    session.queueDeclare('waiting', {
      arguments: { 'x-message-ttl': 500, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' },
    });
    session.publish({ routingKey: 'waiting', body: 'x' });
    tf.advance(499);
    expect(session.get('dead')).toBeUndefined();
    tf.advance(1);
    const { properties } = session.get('dead')!;
    expect(properties.headers?.['x-death']).toMatchObject([
      { count: 1, reason: 'expired', queue: 'waiting', time: new Date('2026-01-01T00:00:00Z') },
    ]);
  });

  test('stats and reset', () => {
    const broker = tf.amqp();
    const session = broker.session();
    session.queueDeclare('q');
    session.publish({ routingKey: 'q' });
    expect(broker.stats()).toMatchObject({ connections: 1, queues: 1, messagesReady: 1, published: 1 });
    broker.reset();
    expect(broker.stats()).toMatchObject({ connections: 0, queues: 0, messagesReady: 0 });
    expect(session.next()).toMatchObject({ event: 'connection.close', reply_code: 320 });
  });
});

describe('consumers', () => {
  let broker: Amqp;
  test('wait for messages, and take them in order', async () => {
    const session = tf.amqp().session();
    session.queueDeclare('q');
    const got: AmqpMessage[] = [];
    const consumed = (async () => {
      for await (const message of session.consume('q')) {
        got.push(message);
        session.ack(message);
        if (got.length === 3) break;
      }
    })();
    await Promise.resolve();
    for (const body of ['a', 'b', 'c', 'd']) session.publish({ routingKey: 'q', body });
    await consumed;
    expect(texts(got)).toEqual(['a', 'b', 'c']);
    expect(session.queueDeclare('q', { passive: true }).consumerCount).toBe(0);
  });

  test('messages of another session, shared fairly, bounded by the prefetch', async () => {
    const broker = tf.amqp();
    const publisher = broker.session();
    publisher.queueDeclare('q');
    const [one, two] = [broker.session(), broker.session()];
    one.qos(1);
    two.qos(1);
    const [first, second] = [one.consume('q'), two.consume('q', { consumerTag: 'two' })];
    const both = Promise.all([first.next(), second.next()]);
    for (const body of ['a', 'b', 'c']) publisher.publish({ routingKey: 'q', body });
    expect((await both).map(({ value }) => value?.text)).toEqual(['a', 'b']);
    const third = second.next();
    expect(publisher.queueDeclare('q', { passive: true }).messageCount).toBe(1);
    two.ack((await both)[1].value!);
    expect((await third).value?.text).toBe('c');
  });

  test('two on one session do not mix', async () => {
    const session = tf.amqp().session();
    session.queueDeclare('a');
    session.queueDeclare('b');
    const [a, b] = [session.consume('a'), session.consume('b', { channel: 2 })];
    session.publish({ routingKey: 'b', body: 'for b' });
    session.publish({ routingKey: 'a', body: 'for a' });
    expect((await a.next()).value?.text).toBe('for a');
    expect((await b.next()).value).toMatchObject({ text: 'for b', channel: 2, deliveryTag: 1 });
  });

  test('end when their queue goes', async () => {
    const broker = tf.amqp();
    const session = broker.session();
    session.queueDeclare('q');
    const consumer = session.consume('q', { consumerTag: 'c' });
    const waiting = consumer.next();
    broker.session().queueDelete('q');
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(session.next('basic.cancel')).toMatchObject({ consumer_tag: 'c' });
  });

  test.each<[string, () => void]>([
    [
      'the broker is reset',
      () => {
        broker.reset();
      },
    ],
    [
      'the instance is closed',
      () => {
        tf.close();
      },
    ],
  ])('fail when %s', async (_name, end) => {
    broker = tf.amqp();
    const session = broker.session();
    session.queueDeclare('q');
    const waiting = session.consume('q').next();
    end();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
  });
});

test('a durable queue outlives its instance', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'amqp-'));
  try {
    const files = nodeFs(dir);
    const first = await open({ engines: ['amqp'], files });
    const session = first.amqp().session();
    session.queueDeclare('q', { durable: true });
    session.publish({ routingKey: 'q', body: 'kept', properties: { deliveryMode: 2 }, confirm: true });
    session.publish({ routingKey: 'q', body: 'not kept', confirm: true });
    first.close();
    const second = await open({ engines: ['amqp'], files });
    const again = second.amqp().session();
    expect(again.get('q', { noAck: true })?.text).toBe('kept');
    expect(again.get('q')).toBeUndefined();
    second.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('with the real clock a timer fires what is due', async () => {
  using real = await open({ engines: ['amqp'] });
  const session = real.amqp().session();
  session.queueDeclare('dead');
  session.queueDeclare('waiting', { arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' } });
  const consumer = session.consume('dead');
  session.publish({ routingKey: 'waiting', body: 'x', properties: { expiration: '50' } });
  expect((await consumer.next()).value?.text).toBe('x');
});

test('a connection speaks AMQP', () => {
  let told = 0;
  const connection = tf.amqp().connection({ onOutput: () => told++ });
  const said = connection.feed('AMQP\0\0\x09\x01');
  expect([...said.subarray(0, 3)]).toEqual([1, 0, 0]); // a method frame on channel 0
  expect(Buffer.from(said).toString('latin1')).toContain('RabbitMQ');
  expect(connection.held).toBe(false);
  tf.advance(10_000); // a handshake has no longer
  expect(connection.output()).toEqual(new Uint8Array(0));
  expect(connection.ended).toBe(true);
  expect(() => connection.feed('x')).toThrow(expect.objectContaining({ code: 'closed' }) as Error);
  const other = tf.amqp().connection();
  expect(Buffer.from(other.feed('GET / HTTP/1.1\r\n')).toString('latin1')).toBe('AMQP\0\0\x09\x01');
  expect(other.ended).toBe(true);
});

test('in a worker', async () => {
  const remote = await openWorker({ engines: ['amqp'] });
  const session = await (await remote.amqp()).session();
  await session.queueDeclare('q');
  const consumer = await session.consume('q');
  const next = consumer.next();
  await session.publish({ routingKey: 'q', body: 'far' });
  const message = (await next).value!;
  expect(message.text).toBe('far');
  await session.ack(message);
  await remote.close();
});
