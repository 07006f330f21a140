// Drives the built page of tests/consumer in headless Chromium: in memory on
// the page, and in a worker on OPFS, across a reload.
//
//   node tests/browser/run.mjs FOLDER      FOLDER is what `vite build` made
//
// CHROMIUM names the browser; the default is Debian's.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [folder] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

// --no-sandbox because CI runs as root; the others keep the browser from
// calling home.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const profile = mkdtempSync(path.join(tmpdir(), 'chromium-'));
const patience = 120_000; // ms for anything, on a machine that has much else to do
async function launch() {
  const launched = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args,
    timeout: patience,
  });
  launched.setDefaultTimeout(patience);
  return launched;
}
let context = await launch();

const problems = [];
async function newPage() {
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction('window.actions !== undefined');
  return page;
}
const run = (page, action, argument) => page.evaluate(([a, x]) => window.actions[a](x), [action, argument]);

try {
  let page = await newPage();
  assert.deepEqual(await run(page, 'memory'), {
    amqp: 'värld',
    redis: 'värde',
    evicted: ['a capacity'],
    bitcask: 'v',
    means: [1.5, 2.5],
  });
  console.log('in memory: passed');

  assert.deepEqual(await run(page, 'lox'), {
    value: 'hello, world',
    printed: ['värld\n'],
    errors: [
      ['host', 'RangeError'],
      ['depth', undefined],
      ['depth', undefined],
      ['runtime', undefined],
    ],
  });
  assert.equal(await run(page, 'loxWorker'), 'cancelled');
  console.log('Lox on the page and in a worker: passed');

  assert.equal(await run(page, 'onThePage'), 'unsupported');
  assert.equal(await run(page, 'write', 100), 99);
  assert.equal(await run(await newPage(), 'second'), 'locked');
  console.log('a second worker: refused');

  await page.reload();
  await page.waitForFunction('window.actions !== undefined');
  assert.deepEqual(await run(page, 'read'), { size: 99, last: 'value:99', first: undefined });
  console.log('OPFS after a reload: passed');

  await context.close();
  context = await launch();
  page = await newPage();
  assert.deepEqual(await run(page, 'read'), { size: 99, last: 'value:99', first: undefined });
  console.log('OPFS after a restart of the browser: passed');

  console.log('ns per call:', JSON.stringify(await run(page, 'speed')));
  assert.deepEqual(problems, []);
} finally {
  await context.close();
  server.close();
  // A process of the browser may still be writing there.
  rmSync(profile, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
}
