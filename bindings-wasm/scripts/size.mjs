// Prints what the module weighs, and fails where it is over its budget.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Of the module, compressed by gzip -9, in KB of 1000 bytes. */
const BUDGET = 900;

const module = readFileSync(path.resolve(import.meta.dirname, '../dist/core.wasm'));
const gzip = gzipSync(module, { level: 9 }).length;
const brotli = brotliCompressSync(module, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: module.length },
}).length;

const kb = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
console.log(`core.wasm: raw ${kb(module.length)}, gzip ${kb(gzip)}, brotli ${kb(brotli)}; budget ${BUDGET} KB gzip`);
if (gzip > BUDGET * 1000) {
  console.error(`core.wasm is ${kb(gzip - BUDGET * 1000)} over its budget: see README.md, "Size"`);
  process.exitCode = 1;
}
