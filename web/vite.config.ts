import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/**
 * Cuts the places of its modules out of the npm package: a bundler would ship
 * all of them, and the page gives its workers the one that it has compiled.
 */
function withoutModules(): Plugin {
  return {
    name: 'without-modules',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/bindings-wasm/dist/browser.js')) return undefined;
      return { code: code.replace(/new URL\('\.\/\w+\.wasm', import\.meta\.url\)/g, 'undefined'), map: null };
    },
  };
}

export default defineConfig({
  // Relative, so that the page works from any folder of any server.
  base: './',
  worker: { format: 'es', plugins: () => [withoutModules()] },
  build: {
    outDir: 'dist/site',
    target: 'es2022',
    // The policy of the server allows data: URLs for pictures only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
