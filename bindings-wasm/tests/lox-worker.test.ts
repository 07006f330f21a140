import { LoxError, open } from 'twelvefold';
import { openWorker } from 'twelvefold/worker';
import { afterAll, expect, test } from 'vitest';

const tf = await openWorker({ engines: ['lox'] });
afterAll(() => tf.close());

const functions = new URL('./lox-functions.mjs', import.meta.url).href;

test('programs run, and print as they go', async () => {
  const printed: string[] = [];
  const lox = await tf.lox({ output: (text) => printed.push(text) });
  expect(await lox.eval('print "a"; fun f(x) { return x; } 1 + 1;')).toBe(2);
  expect(printed.join('')).toBe('a\n');
  expect(await lox.call('f', 'x')).toBe('x');
  expect(await lox.usage()).toMatchObject({ steps: 1, output: 0 });
  await lox.close();
});

test('objects stay there, and go back in', async () => {
  const lox = await tf.lox();
  await lox.eval('class Box { init(v) { this.v = v; } get() { return this.v; } } fun same(x) { return x; }');
  const box = await lox.call('Box', 3);
  if (box === null || typeof box !== 'object') throw new Error('no object');
  expect(await box.get('v')).toBe(3);
  expect(await lox.call('same', box)).toBe(box);
  expect(await lox.callWith('same', [box])).toBe(box);
  await box.set('v', box);
  expect(await box.get('v')).toBe(box);
  await box.close();
  await expect(box.get('v')).rejects.toMatchObject({ code: 'closed' });
});

test('functions come from a module, and errors go with their cause', async () => {
  const lox = await tf.lox();
  expect((await lox.defineModule(functions)).sort()).toEqual(['double', 'fail']);
  expect(await lox.eval('double(21);')).toBe(42);
  const error = await lox.eval('fun f() { fail(); }\nf();').catch((thrown: unknown) => thrown as LoxError);
  expect(error).toBeInstanceOf(LoxError);
  expect(error).toMatchObject({ kind: 'host', line: 1, cause: { name: 'RangeError', message: 'out of apples' } });
  expect((error as LoxError).trace).toHaveLength(2);
  expect(((error as LoxError).cause as Error).stack).toContain('lox-functions.mjs');
  await expect(lox.eval('double("x");')).rejects.toMatchObject({ kind: 'runtime' });
});

test('a signal ends an endless program, and the interpreter goes on', async () => {
  const printed: string[] = [];
  const controller = new AbortController();
  const lox = await tf.lox({
    output: (text) => {
      printed.push(text);
      controller.abort(); // it has begun
    },
  });
  const run = lox.eval('while (true) print "................................";', { signal: controller.signal });
  await expect(run).rejects.toMatchObject({ kind: 'cancelled', code: 'cancelled' });
  expect(printed.length).toBeGreaterThan(0);
  expect(await lox.eval('1;')).toBe(1);
});

test('without shared memory a signal ends the worker', async () => {
  const own = await openWorker({ engines: ['lox'] });
  const lox = await own.lox();
  const controller = new AbortController();
  const shared = globalThis.SharedArrayBuffer;
  try {
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    const run = lox.eval('while (true) {}', { signal: controller.signal });
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  } finally {
    globalThis.SharedArrayBuffer = shared;
  }
  await expect(lox.eval('1;')).rejects.toMatchObject({ code: 'cancelled' });
});

test('a module defines functions on the page as well', async () => {
  using here = await open({ engines: ['lox'] });
  const lox = here.lox();
  await lox.defineModule(functions);
  expect(lox.eval('double(2);')).toBe(4);
});
