/**
 * twelvefold in a worker thread of Node: for work that must not hold up the
 * main thread.
 *
 *     import { openWorker } from 'twelvefold/worker';
 *     const tf = await openWorker();
 *     const redis = await tf.redis();
 *     await redis.command('SET', 'greeting', 'hello');
 *
 * @module
 */
import { Worker } from 'node:worker_threads';

import type { Twelvefold } from '../twelvefold.js';
import { openRemote, type Remote, type WorkerOptions } from './remote.js';

export type { Remote, WorkerOptions } from './remote.js';

/** Starts a worker thread and opens an instance in it. */
export function openWorker(options: WorkerOptions = {}): Promise<Remote<Twelvefold>> {
  const worker = new Worker(new URL('./main.node.js', import.meta.url));
  return openRemote(
    {
      post: (message) => {
        worker.postMessage(message);
      },
      listen: (onMessage) => {
        worker.on('message', onMessage);
      },
      onEnd(ended) {
        worker.on('error', (error: Error) => {
          ended(error.message);
        });
        worker.on('exit', (code) => {
          ended(`exit code ${code}`);
        });
      },
      terminate: () => void worker.terminate(),
    },
    options,
  );
}
