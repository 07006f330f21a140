// The worker's side: opens the interpreter and answers the page's questions,
// one after the other.
import { open, TwelvefoldError, type Twelvefold } from 'twelvefold';

import type { Answer, Question, ToPage, ToWorker } from './protocol.js';

// The worker's own scope: TypeScript has its type in another library than the page's.
const scope = globalThis as unknown as Worker;

/** What a program may print, in bytes: more would only hold up the page that shows it. */
const MAX_OUTPUT = 1 << 20;

let opened: Promise<Twelvefold> | undefined;

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'start') opened = open({ module: data.module });
  else void answer(data.id, data.question);
};

async function answer(id: number, question: Question): Promise<void> {
  const post = (message: ToPage): void => {
    scope.postMessage(message);
  };
  try {
    const tf = await opened!;
    post({
      kind: 'answer',
      id,
      ...ask(tf, question, (text) => {
        post({ kind: 'output', id, text });
      }),
    });
  } catch (thrown) {
    const error = thrown instanceof TwelvefoldError ? thrown : new TwelvefoldError('internal', String(thrown));
    post({ kind: 'failure', id, code: error.code, message: error.message });
  }
}

function ask(tf: Twelvefold, { operation, args, engine, limits }: Question, output: (text: string) => void): Answer {
  using lox = tf.lox({ engine, ...limits, maxOutput: MAX_OUTPUT, output });
  const begun = performance.now();
  const reply = lox.commandText(operation, JSON.stringify(args));
  return { reply, took: performance.now() - begun };
}
