import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/**
 * Leaves out the modules of the package that hold other engines than Lox: the
 * package names them all, and a bundler cannot know that the page opens one.
 */
function onlyLox(): Plugin {
  return {
    name: 'only-lox',
    generateBundle(_options, bundle) {
      for (const name of Object.keys(bundle)) {
        if (/\/(?!lox-)[^/]*\.wasm$/.test(name)) Reflect.deleteProperty(bundle, name);
      }
    },
  };
}

export default defineConfig({
  // Relative, so that the page works from any folder of any server.
  base: './',
  plugins: [onlyLox()],
  worker: { format: 'es', plugins: () => [onlyLox()] },
  build: {
    outDir: 'dist/site',
    target: 'es2022',
    // The policy of the server allows no data: but for pictures of the editor.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
