// The worker's side: opens the interpreter and answers the page's questions,
// one after the other.
import { LoxError, open, TwelvefoldError, type Twelvefold } from 'twelvefold';

import type { Outcome, ProgramError } from './operations.js';
import type { Question, ToPage, ToWorker } from './protocol.js';

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
    const print = (text: string): void => {
      post({ kind: 'output', id, text });
    };
    post({ kind: 'answer', id, answer: question.kind === 'run' ? run(tf, question, print) : ask(tf, question) });
  } catch (thrown) {
    const error = thrown instanceof TwelvefoldError ? thrown : new TwelvefoldError('internal', String(thrown));
    post({ kind: 'failure', id, code: error.code, message: error.message });
  }
}

/** Runs a program in an interpreter of its own. */
function run(
  tf: Twelvefold,
  { source, engine, limits }: Question & { kind: 'run' },
  print: (text: string) => void,
): Outcome {
  using lox = tf.lox({ engine, ...limits, maxOutput: MAX_OUTPUT, output: print });
  try {
    lox.eval(source);
    return { usage: lox.usage() };
  } catch (thrown) {
    if (!(thrown instanceof LoxError)) throw thrown;
    return { usage: lox.usage(), error: programError(thrown) };
  }
}

function ask(_tf: Twelvefold, { operation }: Question & { kind: 'ask' }): object {
  throw new TwelvefoldError('unsupported', `playground: ${operation} is not there yet`);
}

function programError(error: LoxError): ProgramError {
  const { kind, reason: message, hint, report, diagnostics, trace } = error;
  // A frame has no length; the report underlines the innermost.
  const underlined = /\^+/.exec(report)?.[0].length ?? 1;
  return {
    ...{ kind, message, hint, report },
    diagnostics: [...diagnostics],
    trace: trace.map((frame, i) => ({ ...frame, length: i === 0 ? underlined : 1 })),
  };
}
