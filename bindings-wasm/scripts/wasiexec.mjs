#!/usr/bin/env -S node --no-warnings --stack-size=8192 --no-turbo-fast-api-calls
// Runs a Go test binary for wasip1 with the package's own host files, for
// `go test -exec`: stock runners refuse a module that imports "twelvefold".
// The files are in a temporary folder; with --opfs first, in the OPFS pool over
// a file system in memory.
//
// needs: scripts/build.sh
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WASI } from 'node:wasi';

import { hostFiles } from '../dist/hostfs.js';
import { NodeFiles } from '../dist/nodefs.js';
import { OpfsPool } from '../dist/opfs.js';
import { installFakeOpfs } from '../tests/fake-opfs.mjs';

const opfs = process.argv[2] === '--opfs';
const args = process.argv.slice(opfs ? 3 : 2);
const scratch = mkdtempSync(path.join(tmpdir(), 'wasiexec-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

// V8 calls node:wasi's functions by a short cut, during which nothing may be
// collected; but they make it collect, and the process ends in a segmentation
// fault now and then (nodejs/node#46777). A function of JavaScript between,
// compiled without that short cut (the flag above), takes the long way.
function slowly(imports) {
  return Object.fromEntries(Object.entries(imports).map(([name, call]) => [name, (...args) => call(...args)]));
}

const wasi = new WASI({
  version: 'preview1',
  args,
  env: { PWD: process.cwd() },
  preopens: { '/': '/' },
  // Returning would be by an exception through frames that have seen many
  // collections: there V8 of Node 20 has crashed, when all tests had passed.
  returnOnExit: false,
});
let memory;

// The kit makes many files, and cannot wait for more slots in between.
const SLOTS = 4096;
async function pool() {
  installFakeOpfs();
  return OpfsPool.open('test', SLOTS);
}
const files = hostFiles(opfs ? await pool() : new NodeFiles(scratch), () => memory.buffer);
const module = await WebAssembly.compile(readFileSync(args[0]));
const instance = await WebAssembly.instantiate(module, {
  wasi_snapshot_preview1: slowly(wasi.wasiImport),
  twelvefold: files.imports,
});
memory = instance.exports.memory;
process.on('exit', () => {
  files.release();
});
wasi.start(instance);
