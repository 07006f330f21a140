import { open, RedisError, type EvictReason, type Twelvefold } from 'twelvefold';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let tf: Twelvefold;

beforeEach(async () => {
  tf = await open({ clock: 'manual', start: new Date('2026-01-01T00:00:00Z'), seed: 1 });
});
afterEach(() => {
  tf.close();
});

/** Runs f and gives the error that it throws. */
function thrownBy(f: () => unknown): unknown {
  try {
    f();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

describe('open, called without types', () => {
  test('names the engines that there are', async () => {
    const wrong = open({ engines: ['rabbit' as 'redis'] });
    await expect(wrong).rejects.toThrow('there is no such engine: "rabbit"; the engines are redis, lru');
  });

  test('says what files are', async () => {
    await expect(open({ files: './data' as 'memory' })).rejects.toThrow('nodeFs(folder) in Node');
  });
});

describe('LRU', () => {
  test('keeps the most recent and tells what leaves', () => {
    const left: [string, string, EvictReason][] = [];
    const cache = tf.lru({
      maxEntries: 2,
      onEvict: (key, value, reason) => left.push([key, Buffer.from(value).toString(), reason]),
    });
    cache.put('a', '1');
    cache.put('b', new Uint8Array([50]));
    cache.get('a');
    cache.put('c', '3');
    cache.delete('c');
    expect(left).toEqual([
      ['b', '2', 'capacity'],
      ['c', '3', 'deleted'],
    ]);
    expect(cache.keys()).toEqual(['a']);
    expect(cache.stats()).toMatchObject({ hits: 1, evictions: 1, entries: 1, maxEntries: 2 });
  });

  test('a tick tells of entries whose time is over', () => {
    const left: string[] = [];
    const cache = tf.lru({ ttl: 1000, onEvict: (key, _value, reason) => left.push(`${key} ${reason}`) });
    cache.put('short', '');
    cache.put('own', '', 5000);
    tf.advance(1000);
    expect(left).toEqual(['short expired']);
    expect(cache.has('own')).toBe(true);
  });

  test('onEvict may use its cache, and caches do not mix', () => {
    const other = tf.lru({
      maxEntries: 1,
      onEvict: () => {
        throw new Error('nothing has left this one');
      },
    });
    other.put('x', 'y');
    const cache = tf.lru({
      maxEntries: 1,
      onEvict: (key) => {
        if (key === 'a') cache.put('again', key);
      },
    });
    cache.put('a', '');
    cache.put('b', '');
    expect(cache.keys()).toEqual(['again']);
  });

  test('text and bytes of any kind', () => {
    const cache = tf.lru();
    const long = 'ü'.repeat(100_000); // more than the first scratch buffer
    cache.put(new Uint8Array([0, 255]), long);
    expect(cache.getText(new Uint8Array([0, 255]))).toBe(long);
    expect(cache.rawKeys()).toEqual([new Uint8Array([0, 255])]);
    cache.put('', '');
    expect(cache.get('')).toEqual(new Uint8Array(0));
    expect(cache.get('none')).toBeUndefined();
  });

  test.each([
    ['a limit that is no whole number', () => tf.lru({ maxEntries: 1.5 })],
    ['a negative limit', () => tf.lru({ maxEntries: -1 })],
    [
      'a negative time to live',
      () => {
        tf.lru().put('k', 'v', -1);
      },
    ],
    [
      'a key that is neither text nor bytes',
      () => {
        tf.lru().put(7 as unknown as string, 'v');
      },
    ],
  ])('%s is refused', (_name, f) => {
    expect(thrownBy(f)).toMatchObject({ name: 'TwelvefoldError', code: 'invalid_argument' });
  });

  test('after close every call says closed', () => {
    const cache = tf.lru();
    cache.close();
    cache.close();
    expect(thrownBy(() => cache.get('k'))).toMatchObject({ code: 'closed', message: 'lru: cache is closed' });
  });
});

describe('Redis', () => {
  test('replies in native types', () => {
    const redis = tf.redis();
    expect(redis.command('SET', 'n', 41)).toBe('OK');
    expect(redis.command('INCR', 'n')).toBe(42);
    expect(redis.command('GET', 'none')).toBeNull();
    expect(redis.command('RPUSH', 'l', 'a', 'ü')).toBe(2);
    expect(redis.command('LRANGE', 'l', 0, -1)).toEqual(['a', 'ü']);
    redis.command('SET', 'n', '9223372036854775806');
    expect(redis.command('INCR', 'n')).toBe(9223372036854775807n);
    const bytes = new Uint8Array([0, 13, 10, 255]);
    redis.command('SET', 'b', bytes);
    expect(redis.commandBytes('GET', 'b')).toEqual(bytes);
  });

  test('RESP3 gives maps', () => {
    const connection = tf.redis().connect();
    connection.command('HELLO', 3);
    connection.command('HSET', 'h', 'f', 'v');
    expect(connection.command('HGETALL', 'h')).toEqual(new Map([['f', 'v']]));
  });

  test.each([
    [['GET'], 'wrong_arity', "ERR wrong number of arguments for 'get' command"],
    [['NOPE'], 'unknown_command', "ERR unknown command 'NOPE', with args beginning with: "],
    [['LPUSH', 's', 'x'], 'wrong_type', 'WRONGTYPE Operation against a key holding the wrong kind of value'],
    [['INCR', 's'], 'invalid_argument', 'ERR value is not an integer or out of range'],
  ])('%s is a RedisError with code %s', (command, code, message) => {
    const redis = tf.redis();
    redis.command('SET', 's', 'text');
    const thrown = thrownBy(() => redis.command(...command));
    expect(thrown).toBeInstanceOf(RedisError);
    expect(thrown).toMatchObject({ code, message });
  });

  test('transactions and watched keys of two connections', () => {
    const redis = tf.redis();
    const other = redis.connect();
    redis.command('WATCH', 'k');
    redis.command('MULTI');
    expect(redis.command('SET', 'k', 'mine')).toBe('QUEUED');
    other.command('SET', 'k', 'theirs');
    expect(redis.command('EXEC')).toBeNull();
    const replies = redis.pipeline([['MULTI'], ['SET', 'k', 'text'], ['LPUSH', 'k', 'x'], ['EXEC']]);
    expect(replies[3]).toEqual(['OK', expect.any(RedisError)]);
  });

  test('a reply larger than the output limit comes whole', () => {
    const redis = tf.redis();
    const big = 'x'.repeat(3 << 20);
    redis.command('SET', 'big', big);
    const replies = redis.pipeline(Array.from({ length: 5 }, () => ['GET', 'big']));
    expect(replies.every((reply) => reply === big)).toBe(true);
  });

  test('raw bytes in and out', () => {
    const connection = tf.redis().connect();
    expect(Buffer.from(connection.feed('PING\r\n*1\r\n$4\r\nPI')).toString()).toBe('+PONG\r\n');
    expect(Buffer.from(connection.feed('NG\r\n')).toString()).toBe('+PONG\r\n');
    expect(Buffer.from(connection.feed('*9999999999\r\n')).toString()).toBe(
      '-ERR Protocol error: invalid multibulk length\r\n',
    );
    expect(connection.ended).toBe(true);
    expect(thrownBy(() => connection.command('PING'))).toMatchObject({ code: 'closed' });
  });

  test('keys expire by the manual clock', () => {
    const redis = tf.redis();
    redis.command('SET', 'k', 'v', 'PX', 500);
    tf.advance(499);
    expect(redis.command('EXISTS', 'k')).toBe(1);
    tf.advance(1);
    expect(redis.command('DBSIZE')).toBe(0);
  });
});

describe('quant', () => {
  test('works on vectors where they lie', () => {
    using v = tf.quant.vector([1, 2, 3, 4]);
    using out = tf.quant.vector(4);
    const means = tf.quant.rollingMean(v, 2, out);
    expect([...means]).toEqual([NaN, 1.5, 2.5, 3.5]);
    expect(means.buffer).toBe(v.values.buffer);
    expect([...tf.quant.ewma(v, 0.5, v)]).toEqual([1, 1.5, 2.25, 3.125]);
  });

  test('a view of the module is read although the memory grows meanwhile', () => {
    const view = tf.quant.vector([1, 2, 3]).values;
    const large = new Float64Array(8 << 20).fill(1); // 64 MiB
    expect(tf.quant.sum(large)).toBe(8 << 20);
    expect(view.length === 0 || tf.quant.sum(view) === 6).toBe(true);
    const fresh = tf.quant.vector([1, 2, 3]).values;
    expect(() => tf.quant.correlation(fresh, large)).toThrow('quant: inputs differ in length');
  });

  test('bad shapes and freed vectors are errors', () => {
    const { quant } = tf;
    const v = quant.vector(3);
    expect(thrownBy(() => quant.rollingMean([1, 2], 2, v))).toMatchObject({
      code: 'invalid_argument',
      message: 'quant: output has the wrong length',
    });
    v.free();
    v.free();
    expect(thrownBy(() => quant.sum(v))).toMatchObject({ code: 'closed' });
    expect(thrownBy(() => quant.rollingMean([1], 1.5))).toMatchObject({ code: 'invalid_argument' });
    expect(thrownBy(() => quant.vector(2 ** 40))).toMatchObject({ code: 'out_of_range' });
  });
});

describe('events', () => {
  test('come from all engines, numbered', () => {
    const events = tf.events();
    tf.redis().command('SET', 'k', 'v');
    const cache = tf.lru({ maxEntries: 1 });
    cache.put('a', '');
    cache.put('b', '');
    const { events: got, missed } = events.poll();
    expect(missed).toBe(0);
    expect(got.map(({ seq, engine, type, key }) => [seq, engine, type, key])).toEqual([
      [1, 'redis', 'set', 'k'],
      [2, 'lru', 'set', 'a'],
      [3, 'lru', 'evicted', 'a'],
      [4, 'lru', 'set', 'b'],
    ]);
    expect(got[0]?.time).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(events.poll().events).toEqual([]);
  });

  test('a slow reader is told how many it missed', () => {
    const events = tf.events();
    const cache = tf.lru();
    for (let i = 0; i < 5000; i++) cache.put('k', 'v');
    const { events: got, missed } = events.poll(1);
    expect(missed).toBe(5000 - 4096);
    expect(got[0]?.seq).toBe(missed + 1);
  });
});
