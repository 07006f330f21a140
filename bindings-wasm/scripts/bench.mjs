// Nanoseconds per call in Node, of the calls that users make most.
//
// needs: scripts/build.sh
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeFs, open } from 'twelvefold';

import { Instance } from '../dist/instance.js';
import { readFileSync } from 'node:fs';

/** The best of five rounds: the others were disturbed. */
function measure(name, count, call) {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) call(i);
    best = Math.min(best, ((performance.now() - start) * 1e6) / count);
  }
  console.log(`${name.padEnd(34)} ${best.toFixed(0).padStart(9)} ns`);
}

const dir = mkdtempSync(path.join(tmpdir(), 'bench-'));
const modulePath = path.resolve(import.meta.dirname, '../dist/core.wasm');
const bare = await Instance.start(await WebAssembly.compile(readFileSync(modulePath)), {});
const tf = await open({ tick: 'manual' });
const onDisk = await open({ files: nodeFs(dir), tick: 'manual' });
try {
  const nop = bare.export('abi_nop');
  measure('nop', 1_000_000, () => bare.run(nop));

  const cache = tf.lru({ maxEntries: 1000 });
  cache.put('key:1', 'value');
  measure('lru get', 200_000, () => cache.get('key:1'));
  measure('lru put', 100_000, (i) => cache.put(`key:${i % 2000}`, 'value'));

  const redis = tf.redis();
  redis.command('SET', 'key', 'value');
  measure('redis GET', 100_000, () => redis.command('GET', 'key'));
  measure('redis SET', 100_000, () => redis.command('SET', 'key', 'value'));
  const hundred = Array.from({ length: 100 }, () => ['GET', 'key']);
  measure('redis GET, 100 in a pipeline', 1000, () => redis.pipeline(hundred));

  const memory = tf.bitcask();
  measure('bitcask put, memory', 50_000, (i) => memory.put(`key:${i % 1000}`, 'value'));
  measure('bitcask get, memory', 100_000, () => memory.get('key:1'));
  const disk = onDisk.bitcask({ sync: 'none' });
  measure('bitcask put, disk, no sync', 20_000, (i) => disk.put(`key:${i % 1000}`, 'value'));
  measure('bitcask get, disk', 50_000, () => disk.get('key:1'));
  const synced = onDisk.bitcask({ dir: 'synced' });
  measure('bitcask put, disk, synced', 200, (i) => synced.put(`key:${i}`, 'value'));

  const numbers = Float64Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i));
  measure('rolling mean of 1M, copied', 3, () => tf.quant.rollingMean(numbers, 20));
  const vector = tf.quant.vector(numbers);
  const out = tf.quant.vector(numbers.length);
  measure('rolling mean of 1M, in place', 3, () => tf.quant.rollingMean(vector, 20, out));
} finally {
  tf.close();
  onDisk.close();
  rmSync(dir, { recursive: true, force: true });
}
