// The script of the worker thread.
import { parentPort } from 'node:worker_threads';

import { open } from '../node.js';
import { serve } from './serve.js';

serve(
  {
    post: (message) => {
      parentPort?.postMessage(message);
    },
    listen: (onMessage) => {
      parentPort?.on('message', onMessage);
    },
  },
  open,
);
