// Functions of JavaScript that engines call in the middle of a call: the other
// side of wasm/host.go. Nothing is ever thrown through Go's frames, because Go
// would be left without its deferred calls: what a function throws is kept
// here, and found again by its number when it comes out at the other end.
import { TwelvefoldError } from './errors.js';
import { ValueWriter, type Objects } from './values.js';

/** A function that an engine can call. What it gives must have a value in the engine. */
export type HostFunction = (...args: never[]) => unknown;

/** What the functions of one instance need of it. */
interface HostMemory {
  readonly dead: boolean;
  /** Unpacks values that lie in its memory. */
  valuesAt(at: number, length: number, objects: Objects): unknown[];
  /** Puts bytes at the beginning of the scratch buffer. */
  stage(data: Uint8Array): number;
}

/** An error that knows its number in wasm/host.go, where it went from there to here. */
interface Failure {
  readonly failure: number;
}

interface Registered {
  f: HostFunction;
  objects: Objects;
}

/** Whoever gives up a run: an AbortSignal is one. */
export interface Stopper {
  readonly aborted: boolean;
}

/** Packs an exception as hostFailure in wasm/host.go reads it. */
function packException(number: number, failure: number, code: string, text: string): Uint8Array {
  const fields = [code, text].map((field) => new TextEncoder().encode(field));
  const packed = new Uint8Array(8 + fields.reduce((sum, field) => sum + 4 + field.length, 0));
  const view = new DataView(packed.buffer);
  view.setUint32(0, number, true);
  view.setUint32(4, failure, true);
  let at = 8;
  for (const field of fields) {
    view.setUint32(at, field.length, true);
    packed.set(field, at + 4);
    at += 4 + field.length;
  }
  return packed;
}

/** The functions that the engines of one instance can call. */
export class HostCalls {
  #memory: HostMemory | undefined;
  readonly #functions = new Map<number, Registered>();
  readonly #runs = new Map<number, Stopper>();
  readonly #writer = new ValueWriter();
  /** What functions threw, from number 1 on, while the calls that they were in have not ended. */
  readonly #thrown: unknown[] = [];
  #last = 0;
  #depth = 0;

  /** Ties the functions to an instance that has started. */
  attach(memory: HostMemory): void {
    this.#memory = memory;
  }

  /** Makes a function known to an engine: gives its number. */
  add(f: HostFunction, objects: Objects): number {
    this.#functions.set(++this.#last, { f, objects });
    return this.#last;
  }

  remove(fn: number): void {
    this.#functions.delete(fn);
  }

  /** Makes a call during which functions may be called. What they throw is kept until it has ended. */
  around<T>(call: () => T): T {
    this.#depth++;
    try {
      return call();
    } finally {
      if (--this.#depth === 0) this.#thrown.length = 0;
    }
  }

  /** `around`, of a run that can be stopped: `call` is given its number, 0 without a stopper. */
  aroundRun<T>(stopper: Stopper | undefined, call: (run: number) => T): T {
    if (stopper === undefined) return this.around(() => call(0));
    const run = ++this.#last;
    this.#runs.set(run, stopper);
    try {
      return this.around(() => call(run));
    } finally {
      this.#runs.delete(run);
    }
  }

  /** What a function threw, by its number. */
  thrown(number: number): unknown {
    return this.#thrown[number - 1];
  }

  /** The imports. */
  readonly imports = {
    host_call: (fn: number, at: number, length: number): number => {
      const memory = this.#memory!;
      try {
        const { f, objects } = this.#functions.get(fn)!;
        const result = (f as (...args: unknown[]) => unknown)(...memory.valuesAt(at, length, objects));
        return result === undefined ? 0 : memory.stage(this.#writer.pack([result], objects));
      } catch (thrown) {
        // A trap further in: Go's state is lost, and so must the calls be that led here.
        if (memory.dead) throw thrown;
        return ~memory.stage(this.#keep(thrown));
      }
    },
    host_stopped: (run: number): number => {
      try {
        return this.#runs.get(run)?.aborted === true ? 1 : 0;
      } catch {
        return 1;
      }
    },
  };

  #keep(thrown: unknown): Uint8Array {
    const number = this.#thrown.push(thrown);
    const failure = thrown instanceof TwelvefoldError && 'failure' in thrown ? (thrown as Failure).failure : 0;
    const code = thrown instanceof TwelvefoldError ? thrown.code : 'runtime_error';
    return packException(number, failure, code, messageOf(thrown));
  }
}

/** The text of whatever was thrown. */
function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'an exception without a text';
  }
}
