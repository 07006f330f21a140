/**
 * twelvefold in a worker of the browser: for long work, and for files in OPFS.
 *
 *     import { openWorker } from 'twelvefold/worker';
 *     import { opfs } from 'twelvefold';
 *     const tf = await openWorker({ files: opfs('data') });
 *     const db = await tf.bitcask();
 *     await db.put('greeting', 'hello');
 *
 * @module
 */
import type { Twelvefold } from '../twelvefold.js';
import { openRemote, type Remote, type WorkerOptions } from './remote.js';

export type { Remote, WorkerOptions } from './remote.js';

/** Starts a worker and opens an instance in it. */
export function openWorker(options: WorkerOptions = {}): Promise<Remote<Twelvefold>> {
  // Bundlers find the worker by this very expression.
  const worker = new Worker(new URL('./main.browser.js', import.meta.url), { type: 'module' });
  return openRemote(
    {
      post: (message) => {
        worker.postMessage(message);
      },
      listen: (onMessage) => {
        worker.onmessage = ({ data }) => {
          onMessage(data as Parameters<typeof onMessage>[0]);
        };
      },
      onEnd: (ended) => {
        worker.onerror = (event) => {
          ended(event.message);
        };
      },
      terminate: () => {
        worker.terminate();
      },
    },
    options,
  );
}
