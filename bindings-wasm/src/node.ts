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
  async fetchModule(url = new URL('./core.wasm', import.meta.url)) {
    if (url.protocol !== 'file:') return WebAssembly.compile(await (await fetch(url)).arrayBuffer());
    return WebAssembly.compile(new Uint8Array(await readFile(url)));
  },
  openFiles(files) {
    if (files.kind === 'node') return Promise.resolve(new NodeFiles(files.dir));
    if (files.kind === 'own') return Promise.resolve(files.backend);
    return Promise.reject(noSuchFiles(files.kind, 'Node'));
  },
};

/** Starts an instance of the engines. */
export const open = opener(platform);
