// The page's side of the worker: questions as promises, and Stop.
import type { Outcome } from './operations.js';
import type { Question, ToPage, ToWorker } from './protocol.js';

/** Why a question has no answer: stop was called. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
  }
}

/** Why a question has no answer: the interpreter refused it, or its worker died. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Pending {
  onOutput?: ((text: string) => void) | undefined;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/**
 * The interpreter in a worker of its own, which is started by the first
 * question. Questions are answered one after the other; the page is never held
 * up.
 */
export class Interpreter {
  #worker: Worker | undefined;
  readonly #pending = new Map<number, Pending>();
  #last = 0;

  constructor(private readonly module: Promise<WebAssembly.Module>) {}

  /** Runs a program; what it prints comes through onOutput, piece by piece. */
  run(question: Omit<Question & { kind: 'run' }, 'kind'>, onOutput: (text: string) => void): Promise<Outcome> {
    return this.#question({ kind: 'run', ...question }, onOutput) as Promise<Outcome>;
  }

  /** Asks for an operation of core/lox/command. */
  ask(operation: string, args: object): Promise<unknown> {
    return this.#question({ kind: 'ask', operation, args });
  }

  /**
   * Ends whatever goes on: a program in a tight loop hears nothing, so its
   * worker is ended, and the next question starts a new one.
   */
  stop(): void {
    this.#end(new Stopped());
  }

  async #question(question: Question, onOutput?: (text: string) => void): Promise<unknown> {
    const worker = await this.#started();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { onOutput, resolve, reject });
      worker.postMessage({ kind: 'question', id, question } satisfies ToWorker);
    });
  }

  async #started(): Promise<Worker> {
    const module = await this.module;
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lox' });
    worker.onmessage = ({ data }: MessageEvent<ToPage>) => {
      this.#take(data);
    };
    worker.onerror = (event) => {
      this.#end(new Failure('dead', `The interpreter has died: ${event.message}`));
    };
    worker.postMessage({ kind: 'start', module } satisfies ToWorker);
    this.#worker = worker;
    return worker;
  }

  #take(message: ToPage): void {
    const pending = this.#pending.get(message.id);
    if (message.kind === 'output') {
      pending?.onOutput?.(message.text);
      return;
    }
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.answer);
    else pending?.reject(new Failure(message.code, message.message));
    // After a trap the module answers wrongly or not at all.
    if (message.kind === 'failure' && message.code === 'dead') this.#end(new Stopped());
  }

  #end(why: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const pending of this.#pending.values()) pending.reject(why);
    this.#pending.clear();
  }
}
