// The script of the browser's worker.
import { open } from '../browser.js';
import { serve } from './serve.js';

// The worker's own scope: TypeScript has its type in another library than the page's.
const scope = globalThis as unknown as Worker;

serve(
  {
    post: (message) => {
      scope.postMessage(message);
    },
    listen: (onMessage) => {
      scope.onmessage = ({ data }) => {
        onMessage(data as Parameters<typeof onMessage>[0]);
      };
    },
  },
  open,
);
