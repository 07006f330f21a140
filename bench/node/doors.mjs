// The tasks of bench/doors.go through the WebAssembly module in Node.
//
//   node doors.mjs SECONDS_PER_TASK
import { open } from 'twelvefold';

const seconds = Number(process.argv[2]);
const ROUNDS = 3;
const SERIES = 1_000_000;
const SIDE = 256;

/** Nanoseconds per operation of run(n): the median of rounds, as bench/measure.go does. */
function measure(run) {
  const time = (n) => {
    const begin = performance.now();
    run(n);
    return (performance.now() - begin) * 1e6;
  };
  let n = 1;
  let took = time(n);
  while (took < (seconds / 8) * 1e9) took = time((n *= 4));
  n = Math.max(1, Math.floor((n * seconds * 1e9) / took));
  const figures = Array.from({ length: ROUNDS }, () => time(n) / n).sort((a, b) => a - b);
  return figures[Math.floor(ROUNDS / 2)];
}

const box = await open();
const keys = Array.from({ length: 1000 }, (_, i) => `key:${i}`);
const short = new Uint8Array(100);
const long = new Uint8Array(1024);
const cache = box.lru({ maxEntries: 2000 });
const small = box.lru({ maxEntries: 500 });
const disk = box.bitcask({ sync: 'none' });
const redis = box.redis();
for (const key of keys) {
  cache.put(key, short);
  disk.put(key, long);
  redis.command('SET', key, short);
}
const series = () => box.quant.vector(Float64Array.from({ length: SERIES }, () => 1 + Math.random()));
const [x, y, out] = [series(), series(), box.quant.vector(SERIES)];
const square = { rows: SIDE, cols: SIDE, data: Float64Array.from({ length: SIDE * SIDE }, () => 1 + Math.random()) };

const keyed = (f) => (n) => {
  for (let i = 0; i < n; i++) f(keys[i % 1000]);
};
const repeated = (f) => (n) => {
  for (let i = 0; i < n; i++) f();
};

const tasks = {
  'lru get, 100 bytes': keyed((k) => cache.get(k)),
  'lru put, 100 bytes, evicting': keyed((k) => small.put(k, short)),
  'bitcask put, 1 KiB, in memory': keyed((k) => disk.put(k, long)),
  'bitcask get, 1 KiB, in memory': keyed((k) => disk.get(k)),
  'redis SET, 100 bytes': keyed((k) => redis.command('SET', k, short)),
  'redis GET, 100 bytes': keyed((k) => redis.commandBytes('GET', k)),
  'quant rolling mean, 1e6 numbers, window 50': repeated(() => box.quant.rollingMean(x, 50, out)),
  'quant EWMA, 1e6 numbers': repeated(() => box.quant.ewma(x, 0.1, out)),
  'quant correlation, 1e6 pairs': repeated(() => box.quant.correlation(x, y)),
  'quant matrix product, 256 x 256': repeated(() => box.quant.matMul(square, square)),
};
console.log(JSON.stringify(Object.fromEntries(Object.entries(tasks).map(([name, run]) => [name, measure(run)]))));
box.close();
