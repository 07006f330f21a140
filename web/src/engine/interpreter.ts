// The page's side of the worker: questions as promises, and Stop.
import type { EngineName, Limits, Operations } from './operations.js';
import type { Answer, ToPage, ToWorker } from './protocol.js';

/** What an interpreter is opened with. */
export interface Settings {
  engine: EngineName;
  limits: Limits;
}

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
  onOutput: ((text: string) => void) | undefined;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** What an operation gives, and how long it took, in milliseconds. */
export interface Replied<T> {
  reply: T;
  took: number;
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

  /** Asks for an operation. What a program prints comes through onOutput, piece by piece, before the reply. */
  async ask<Name extends keyof Operations>(
    operation: Name,
    args: Operations[Name]['args'],
    settings: Settings,
    onOutput?: (text: string) => void,
  ): Promise<Replied<Operations[Name]['reply']>> {
    const worker = await this.#started();
    const id = ++this.#last;
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#pending.set(id, { onOutput, resolve, reject });
      worker.postMessage({ kind: 'question', id, question: { operation, args, ...settings } } satisfies ToWorker);
    });
    return { reply: JSON.parse(answer.reply) as Operations[Name]['reply'], took: answer.took };
  }

  /**
   * Ends whatever goes on: a program in a tight loop hears nothing, so its
   * worker is ended, and the next question starts a new one.
   */
  stop(): void {
    this.#end(new Stopped());
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
    if (message.kind === 'answer') pending?.resolve(message);
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
