/**
 * twelvefold in Node.
 *
 *     import { open, nodeFs } from 'twelvefold';
 *     using tf = await open({ files: nodeFs('./data') });
 *     tf.redis().command('SET', 'greeting', 'hello');
 *
 * @module
 */
import { readFile } from 'node:fs/promises';

import { NodeFiles } from './nodefs.js';
import { noSuchFiles, opener, type Platform } from './open.js';

export * from './api.js';

const platform: Platform = {
  modules: {
    core: new URL('./core.wasm', import.meta.url),
    redis: new URL('./redis.wasm', import.meta.url),
    amqp: new URL('./amqp.wasm', import.meta.url),
    light: new URL('./light.wasm', import.meta.url),
    lox: new URL('./lox.wasm', import.meta.url),
  },
  async compile(url) {
    const bytes = url.protocol === 'file:' ? await readFile(url) : await (await fetch(url)).arrayBuffer();
    return WebAssembly.compile(new Uint8Array(bytes));
  },
  openFiles(files) {
    if (files.kind === 'node') return Promise.resolve(new NodeFiles(files.dir));
    if (files.kind === 'own') return Promise.resolve(files.backend);
    return Promise.reject(noSuchFiles(files.kind, 'Node'));
  },
};

/** Starts an instance of the engines. */
export const open = opener(platform);
