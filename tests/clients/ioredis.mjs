// Uses ioredis as its users do. Usage: node ioredis.mjs URL.
import assert from 'node:assert/strict';
import Redis from 'ioredis';

const client = new Redis(process.argv[2], { maxRetriesPerRequest: 1 });
try {
  await client.flushall();
  assert.equal(await client.set('text', 'grüß dich'), 'OK');
  assert.equal(await client.get('text'), 'grüß dich');
  assert.equal(await client.get('nothing'), null);

  assert.equal(await client.rpush('list', 'a', 'b', 'c'), 3);
  assert.deepEqual(await client.lrange('list', 0, -1), ['a', 'b', 'c']);
  await client.hset('hash', { x: 1, y: 2 });
  assert.deepEqual(await client.hgetall('hash'), { x: '1', y: '2' });
  await client.sadd('set', 'm', 'n');
  assert.deepEqual((await client.smembers('set')).sort(), ['m', 'n']);

  const replies = await client.multi().incr('counter').incrby('counter', 41).get('counter').exec();
  assert.deepEqual(replies, [[null, 1], [null, 42], [null, '42']]);
  await assert.rejects(client.lpush('text', 'x'), /WRONGTYPE/);

  const many = Array.from({ length: 1000 }, (_, i) => client.set(`key:${i}`, i)); // one pipeline by itself
  assert.ok((await Promise.all(many)).every((r) => r === 'OK'));
  const found = [];
  for await (const keys of client.scanStream({ match: 'key:*', count: 100 })) found.push(...keys);
  assert.equal(new Set(found).size, 1000);
  console.log('ioredis: ok');
} finally {
  client.disconnect();
}
