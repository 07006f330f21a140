// amqplib's promises: publishing, exchanges, queues, consuming, dead letters.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import callbacks from 'amqplib/callback_api';
import * as harness from './harness.mjs';

const { AMQP_URL, TLS_URL, CA_FILE, amqp, assert, bodies, eventually, get, refused, sleep, test, unique } = harness;

const exclusive = async (channel, options) =>
  (await channel.assertQueue('', { exclusive: true, ...options })).queue;

test('confirm channel', async (connection) => {
  const channel = await connection.createConfirmChannel();
  const queue = await exclusive(channel);
  for (let i = 0; i < 500; i++) channel.sendToQueue(queue, Buffer.from(String(i)), { persistent: true });
  await channel.waitForConfirms();
  assert.equal((await channel.checkQueue(queue)).messageCount, 500);
  assert.equal((await channel.purgeQueue(queue)).messageCount, 500);
});

test('mandatory is returned', async (connection) => {
  const channel = await connection.createConfirmChannel();
  const returned = new Promise((resolve) => channel.on('return', resolve));
  channel.publish('', unique('nowhere'), Buffer.from('back'), { mandatory: true });
  await channel.waitForConfirms();
  const message = await returned;
  assert.equal(message.content.toString(), 'back');
  assert.equal(message.fields.replyCode, 312);
});

test('properties and headers', async (connection) => {
  const channel = await connection.createChannel();
  const queue = await exclusive(channel);
  const headers = { text: 'grüß', number: 1, double: 1.5, large: 2 ** 40, yes: true, nothing: null, list: [1, 'a'], table: { x: { y: 1 } } };
  const sent = { headers, contentType: 'a/b', contentEncoding: 'c', priority: 2, correlationId: 'd', replyTo: 'e', expiration: '60000', messageId: 'f', timestamp: 1_700_000_000, type: 'g', userId: 'guest', appId: 'h' };
  channel.sendToQueue(queue, Buffer.alloc(300_000, 'z'), { ...sent, persistent: true });
  const { content, properties } = await get(channel, queue, { noAck: true });
  assert.equal(content.length, 300_000);
  assert.equal(properties.deliveryMode, 2);
  for (const [name, value] of Object.entries(sent)) assert.deepEqual(properties[name], value, name);
});

for (const [type, key, other] of [['direct', 'k', 'other'], ['fanout', '', null], ['topic', 'a.#', 'b']]) {
  test(`${type} exchange`, async (connection) => {
    const channel = await connection.createChannel();
    const { exchange } = await channel.assertExchange(unique('x'), type, { autoDelete: true });
    const queue = await exclusive(channel);
    await channel.bindQueue(queue, exchange, key);
    channel.publish(exchange, key.replace('.#', '.b.c'), Buffer.from('in'));
    if (other) channel.publish(exchange, other, Buffer.from('out'));
    assert.deepEqual(await bodies(channel, queue, 1), ['in']);
  });
}

test('headers exchange', async (connection) => {
  const channel = await connection.createChannel();
  const { exchange } = await channel.assertExchange(unique('x'), 'headers', { autoDelete: true });
  const queue = await exclusive(channel);
  await channel.bindQueue(queue, exchange, '', { 'x-match': 'any', a: 1, b: 2 });
  channel.publish(exchange, '', Buffer.from('in'), { headers: { b: 2, c: 3 } });
  channel.publish(exchange, '', Buffer.from('out'), { headers: { b: 3 } });
  assert.deepEqual(await bodies(channel, queue, 1), ['in']);
});

test('alternate exchange, and bindings of exchanges', async (connection) => {
  const channel = await connection.createChannel();
  const { exchange: rest } = await channel.assertExchange(unique('rest'), 'fanout', { autoDelete: true });
  const { exchange } = await channel.assertExchange(unique('x'), 'direct', { alternateExchange: rest });
  const queue = await exclusive(channel);
  await channel.bindQueue(queue, rest, '');
  const { exchange: front } = await channel.assertExchange(unique('front'), 'topic', { autoDelete: true });
  await channel.bindExchange(exchange, front, '#');
  channel.publish(front, 'unknown', Buffer.from('by the way'));
  assert.deepEqual(await bodies(channel, queue, 1), ['by the way']);
  await channel.deleteExchange(exchange);
});

test('dead letter after two hops', async (connection) => {
  const channel = await connection.createChannel();
  const grave = await exclusive(channel);
  const middle = await exclusive(channel, { deadLetterExchange: '', deadLetterRoutingKey: grave, messageTtl: 20 });
  const first = await exclusive(channel, { deadLetterExchange: '', deadLetterRoutingKey: middle });
  channel.sendToQueue(first, Buffer.from('x'));
  channel.nack(await get(channel, first), false, false);
  const { properties } = await get(channel, grave, { noAck: true });
  const way = properties.headers['x-death'].map((d) => [d.queue, d.reason, d.count]);
  assert.deepEqual(way, [[middle, 'expired', 1], [first, 'rejected', 1]]);
});

test('expires, max length, priority', async (connection) => {
  const channel = await connection.createChannel();
  const short = await exclusive(channel, { maxLength: 2, maxPriority: 5 });
  for (const priority of [1, 5, 3]) channel.sendToQueue(short, Buffer.from(String(priority)), { priority });
  // The head that is dropped is the first of the highest priority.
  assert.deepEqual(await bodies(channel, short, 2), ['3', '1']);
  const { queue } = await channel.assertQueue(unique('gone'), { expires: 50 });
  await sleep(500);
  await refused(connection, 404, 'NOT_FOUND', (c) => c.checkQueue(queue));
});

test('prefetch, ack of all, requeue', async (connection) => {
  const channel = await connection.createChannel();
  const queue = await exclusive(channel);
  for (const body of 'abcd') channel.sendToQueue(queue, Buffer.from(body));
  await channel.prefetch(2);
  const got = [];
  const { consumerTag } = await channel.consume(queue, (message) => got.push(message));
  await eventually('two', () => got.length === 2);
  await sleep(100);
  assert.equal(got.length, 2);
  channel.nack(got[1], false, true);
  await eventually('b again', () => got.length === 3);
  assert.equal(got[2].content.toString(), 'b');
  assert.equal(got[2].fields.redelivered, true);
  channel.ackAll();
  await eventually('the rest', () => got.length === 5);
  await channel.cancel(consumerTag);
});

test('recover', async (connection) => {
  const channel = await connection.createChannel();
  const queue = await exclusive(channel);
  channel.sendToQueue(queue, Buffer.from('again'));
  const got = [];
  await channel.consume(queue, (message) => got.push(message));
  await eventually('once', () => got.length === 1);
  await channel.recover();
  await eventually('twice', () => got.length === 2);
  assert.deepEqual(got.map((m) => m.fields.redelivered), [false, true]);
});

test('consumer cancel notification', async (connection) => {
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue(unique('q'), { durable: false });
  const cancelled = new Promise((resolve) => channel.consume(queue, (message) => message ?? resolve('null')));
  await sleep(50);
  await channel.deleteQueue(queue);
  assert.equal(await cancelled, 'null');
});

test('single active consumer', async (connection) => {
  const channel = await connection.createChannel();
  const queue = await exclusive(channel, { arguments: { 'x-single-active-consumer': true } });
  const got = { first: [], second: [] };
  const { consumerTag } = await channel.consume(queue, (m) => m && got.first.push(m), { noAck: true });
  await channel.consume(queue, (m) => m && got.second.push(m), { noAck: true });
  channel.sendToQueue(queue, Buffer.from('a'));
  await eventually('the first', () => got.first.length === 1);
  await channel.cancel(consumerTag);
  channel.sendToQueue(queue, Buffer.from('b'));
  await eventually('the second', () => got.second.length === 1);
});

test('direct reply-to', async (connection) => {
  const [client, server] = await Promise.all([connection.createChannel(), connection.createChannel()]);
  const queue = await exclusive(server);
  await server.consume(queue, (m) => server.sendToQueue(m.properties.replyTo, Buffer.from(`re: ${m.content}`)), { noAck: true });
  const reply = new Promise((resolve) => client.consume('amq.rabbitmq.reply-to', resolve, { noAck: true }));
  client.sendToQueue(queue, Buffer.from('hello'), { replyTo: 'amq.rabbitmq.reply-to' });
  assert.equal((await reply).content.toString(), 're: hello');
});

test('channel errors', async (connection) => {
  const name = unique('none');
  await refused(connection, 404, `NOT_FOUND - no queue '${name}' in vhost '/'`, (c) => c.checkQueue(name));
  await refused(connection, 404, `NOT_FOUND - no exchange '${name}' in vhost '/'`, (c) => c.publish(name, '', Buffer.from('')));
  await refused(connection, 403, "ACCESS_REFUSED - queue name 'amq.x' contains reserved prefix 'amq.*'", (c) => c.assertQueue('amq.x'));
  await refused(connection, 406, 'PRECONDITION_FAILED - unknown delivery tag 9', (c) => c.ack({ fields: { deliveryTag: 9 } }));
  await refused(connection, 406, "inequivalent arg 'type' for exchange 'amq.topic'", (c) => c.assertExchange('amq.topic', 'fanout'));
});

test('quorum queue', async (connection) => {
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue(unique('quorum'), { arguments: { 'x-queue-type': 'quorum' } });
  channel.sendToQueue(queue, Buffer.from('safe'));
  await channel.waitForConfirms();
  channel.nack(await get(channel, queue));
  const again = await get(channel, queue);
  assert.equal(again.properties.headers['x-delivery-count'], 1);
  await channel.deleteQueue(queue);
});

test('heartbeats keep an idle connection', async () => {
  const connection = await amqp.connect(`${AMQP_URL}?heartbeat=2`);
  await sleep(7000);
  await (await connection.createChannel()).close();
  await connection.close();
});

test('TLS, and a wrong password in it', async () => {
  const options = { ca: [readFileSync(CA_FILE)] };
  const connection = await amqp.connect(TLS_URL, options);
  const channel = await connection.createChannel();
  const queue = await exclusive(channel);
  channel.sendToQueue(queue, Buffer.from('secret'));
  assert.deepEqual(await bodies(channel, queue, 1), ['secret']);
  await connection.close();
  await assert.rejects(amqp.connect(TLS_URL.replace('guest:guest', 'guest:wrong'), options), /ACCESS_REFUSED/);
  await assert.rejects(amqp.connect(TLS_URL), /certificate/);
});

test('the callback API', async () => {
  const body = await new Promise((resolve, reject) => {
    callbacks.connect(AMQP_URL, (error, connection) => {
      if (error) return reject(error);
      connection.createChannel((error, channel) => {
        if (error) return reject(error);
        channel.assertQueue('', { exclusive: true }, (error, { queue }) => {
          channel.consume(queue, (message) => resolve(message.content.toString()) || connection.close(), { noAck: true });
          channel.sendToQueue(queue, Buffer.from('called'));
        });
      });
    });
  });
  assert.equal(body, 'called');
});

test('durable messages after a kill', async (connection) => {
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue(unique('durable'), { durable: true });
  for (let i = 0; i < 50; i++) channel.sendToQueue(queue, Buffer.from(String(i)), { persistent: true });
  await channel.waitForConfirms();
  const lost = new Promise((resolve) => connection.on('close', resolve));
  await harness.restartBroker();
  await lost;
  const again = await amqp.connect(AMQP_URL);
  const found = await again.createChannel();
  assert.deepEqual(await bodies(found, queue, 50), Array.from({ length: 50 }, (_, i) => String(i)));
  await found.deleteQueue(queue);
  await again.close();
});

await harness.run();
