/**
 * twelvefold in browsers, on a page or in a worker.
 *
 *     import { open } from 'twelvefold';
 *     using tf = await open();
 *     tf.redis().command('SET', 'greeting', 'hello');
 *
 * @module
 */
import { TwelvefoldError } from './errors.js';
import { noSuchFiles, opener, type Platform } from './open.js';
import { OpfsPool } from './opfs.js';

export * from './api.js';

const platform: Platform = {
  // Bundlers find the assets by these very expressions.
  modules: {
    core: new URL('./core.wasm', import.meta.url),
    redis: new URL('./redis.wasm', import.meta.url),
    amqp: new URL('./amqp.wasm', import.meta.url),
    light: new URL('./light.wasm', import.meta.url),
    lox: new URL('./lox.wasm', import.meta.url),
  },
  async compile(url) {
    const response = await fetch(url);
    if (!response.ok) {
      throw new TwelvefoldError(
        'not_found',
        `twelvefold: ${url.href} answers ${response.status} ${response.statusText}`,
      );
    }
    // Streaming needs the right content type; not every server gives it.
    if (response.headers.get('content-type')?.startsWith('application/wasm'))
      return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  },
  openFiles(files) {
    if (files.kind === 'opfs') return OpfsPool.open(files.name, files.reserve);
    if (files.kind === 'own') return Promise.resolve(files.backend);
    return Promise.reject(noSuchFiles(files.kind, 'a browser'));
  },
};

/** Starts an instance of the engines. */
export const open = opener(platform);
