// Puts the page together.
import moduleUrl from 'twelvefold/lox.wasm?url';

import { Playground } from './playground.js';

const page = new Playground(compile(moduleUrl));
await page.open();

/** Fetches and compiles the interpreter, once for all workers. */
async function compile(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(new URL(url, import.meta.url));
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  // Streaming needs the right content type; not every static server gives it.
  if (response.headers.get('content-type')?.startsWith('application/wasm'))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
