import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, inject, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

import { TwelvefoldClient, type EngineEvent, type EventNotice } from '../src/index.js';

const tf = new TwelvefoldClient(inject('baseUrl'));

/** The first `count` notices. */
async function take(events: AsyncIterable<EventNotice>, count: number): Promise<EventNotice[]> {
  const got: EventNotice[] = [];
  for await (const notice of events) {
    got.push(notice);
    if (got.length === count) break;
  }
  return got;
}

test('tells what happens, numbered without gaps', async () => {
  await tf.reset('redis');
  const events = tf.events({ engine: 'redis' });
  const connected = await events.next();
  expect(connected.value).toMatchObject({ kind: 'connected', restarted: false });
  const first = (connected.value as { seq: number }).seq;
  await tf.redis.set('k', 'v');
  await tf.redis.delete('k');
  await tf.redis.set('short', 'v', { ttl: 1 });
  const got = (await take(events, 4)) as EngineEvent[];
  expect(got.map((e) => [e.type, e.key])).toEqual([
    ['set', 'k'],
    ['deleted', 'k'],
    ['set', 'short'],
    ['expired', 'short'],
  ]);
  expect(got.map((e) => e.seq - first)).toEqual([1, 2, 3, 4]);
  expect(got[0]!.time).toBeInstanceOf(Date);
});

test('tells of evictions to a callback', async () => {
  await tf.reset('lru');
  const got: EventNotice[] = [];
  const { done, stop } = tf.onEvent(
    (notice) => {
      got.push(notice);
      if (notice.kind === 'connected') void fill();
      if (notice.kind === 'event') stop();
    },
    { engine: 'lru', type: 'evicted' },
  );
  const fill = async () => {
    for (const key of ['a', 'b']) await tf.lru.put(key, 'v');
    await tf.lru.resize(1);
  };
  await done;
  expect(got.at(-1)).toMatchObject({ kind: 'event', type: 'evicted', key: 'a' });
  await tf.reset('lru');
});

test('a signal ends the iteration', async () => {
  const controller = new AbortController();
  const events = tf.events({ signal: controller.signal });
  await events.next();
  const rest = take(events, 1);
  controller.abort();
  expect(await rest).toEqual([]);
});

// From here on a server of our own plays what the real one does rarely.
let http: Server | undefined;
afterEach(() => {
  http?.closeAllConnections();
  http?.close();
  http = undefined;
});

async function scripted(script: (socket: WebSocket, connection: number) => void): Promise<TwelvefoldClient> {
  http = createServer();
  const sockets = new WebSocketServer({ server: http });
  let connections = 0;
  sockets.on('connection', (socket) => {
    script(socket, ++connections);
  });
  const listening = http;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return new TwelvefoldClient(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
}

const say = (socket: WebSocket, message: object) => {
  socket.send(JSON.stringify(message));
};
const hello = (seq: number) => ({ type: 'hello', seq, version: '1', schema_hash: '' });
const event = (seq: number) => ({
  type: 'event',
  seq,
  time: '2026-01-01T00:00:00Z',
  engine: 'lru',
  event: 'set',
  key: 'k',
});

test('connects again, and tells what it missed meanwhile', async () => {
  const client = await scripted((socket, connection) => {
    say(socket, hello(connection === 1 ? 5 : 9));
    if (connection > 1) return;
    say(socket, event(6));
    socket.close(1001);
  });
  const got = await take(client.events({ reconnect: { delay: 1 } }), 4);
  expect(got.map((n) => [n.kind, n.seq])).toEqual([
    ['connected', 5],
    ['event', 6],
    ['connected', 9],
    ['missed', 9],
  ]);
  expect(got[3]).toMatchObject({ count: 3 });
});

test('knows a server that was started anew', async () => {
  const client = await scripted((socket, connection) => {
    say(socket, hello(connection === 1 ? 50 : 2));
    if (connection === 1) socket.close();
  });
  const got = await take(client.events({ reconnect: { delay: 1 } }), 3);
  expect(got[1]).toMatchObject({ kind: 'connected', seq: 2, restarted: true });
  expect(got[2]).toMatchObject({ kind: 'missed', count: 2 });
});

test('without reconnect the end is an error', async () => {
  const client = await scripted((socket) => {
    say(socket, hello(0));
    socket.close();
  });
  await expect(take(client.events({ reconnect: false }), 2)).rejects.toMatchObject({ code: 'io' });
});

test('gives up after so many tries', async () => {
  const client = new TwelvefoldClient('http://127.0.0.1:1');
  await expect(take(client.events({ reconnect: { delay: 1, tries: 2 } }), 1)).rejects.toMatchObject({ code: 'io' });
});

test('a program that is slower than its buffer is told', async () => {
  let told: () => void;
  const allCame = new Promise<void>((resolve) => (told = resolve));
  const client = await scripted((socket) => {
    say(socket, hello(0));
    for (let seq = 1; seq <= 100; seq++) say(socket, event(seq));
    socket.close();
    socket.on('close', () => {
      told(); // the client has answered the close, and so seen all before it
    });
  });
  const events = client.events({ buffer: 10, reconnect: false });
  await events.next();
  await allCame;
  let last = 0;
  let missed = 0;
  await expect(async () => {
    for await (const notice of events) {
      if (notice.kind === 'missed') missed += notice.count;
      if (notice.kind === 'missed') expect(notice.seq).toBe(last + notice.count);
      else expect(notice.seq).toBe(last + 1);
      last = notice.seq;
    }
  }).rejects.toMatchObject({ code: 'io' });
  expect(last).toBe(100);
  expect(missed).toBeGreaterThan(0);
});
