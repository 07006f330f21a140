// Prints what the modules weigh, and fails where one is over its budget. With
// --brotli it also prints what they weigh by brotli -11, which takes a while.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Compressed by gzip -9, in KB of 1000 bytes. See docs/adr/0006. */
const BUDGETS = { 'light.wasm': 900, 'redis.wasm': 1350, 'amqp.wasm': 1650, 'lox.wasm': 1150, 'core.wasm': 2320 };

const kb = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;

function brotliSize(module) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: module.length };
  return brotliCompressSync(module, { params }).length;
}

for (const [name, budget] of Object.entries(BUDGETS)) {
  const module = readFileSync(path.resolve(import.meta.dirname, '../dist', name));
  const gzip = gzipSync(module, { level: 9 }).length;
  const brotli = process.argv.includes('--brotli') ? `, brotli ${kb(brotliSize(module))}` : '';
  console.log(`${name}: raw ${kb(module.length)}, gzip ${kb(gzip)}${brotli}; budget ${budget} KB gzip`);
  if (gzip > budget * 1000) {
    console.error(`${name} is ${kb(gzip - budget * 1000)} over its budget: see README.md, "Size"`);
    process.exitCode = 1;
  }
}
