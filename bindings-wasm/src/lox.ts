import { TwelvefoldError } from './errors.js';
import type { HostFunction, Stopper } from './hostcalls.js';
import { milliseconds, Status, whole, type Instance } from './instance.js';
import { LoxError, readDetails } from './loxerror.js';
import { LoxObject, type LoxValue } from './loxobject.js';
import { LoxObjects } from './loxobjects.js';
import { Packed, decodeText } from './packed.js';

/** Options of an interpreter. Without any it runs on the fast engine, without a limit on steps, time and output. */
export interface LoxOptions {
  /** `fast` compiles to bytecode, `tree` walks the syntax tree. Both give the same. Default: fast. */
  engine?: 'fast' | 'tree';
  /** Takes the limits of the book's C interpreter, and prints numbers as it does. */
  std?: boolean;
  /** How many steps one run may take: a step is a call, or a leap back in a loop. */
  maxSteps?: number;
  /** How many bytes the program's values may hold. Default: 256 MiB. */
  maxMemory?: number;
  /** How many calls may lie in each other, up to 20,000. Default: 10,000, with `std` 64. */
  maxDepth?: number;
  /** How many bytes one run may print. */
  maxOutput?: number;
  /** The longest source, in bytes. Default: 4 MiB. */
  maxSource?: number;
  /** How long one run may take, in milliseconds. */
  timeout?: number;
  /** Takes what programs print, some lines at a time; the last of them before the run returns. Default: nobody does. */
  output?: (text: string) => void;
}

/** What a function of the host takes; `any` is no check. */
export type LoxType = 'any' | 'nil' | 'boolean' | 'number' | 'string' | 'callable' | 'instance';

/** The numbers of the types: those of lox.Type in Go. */
const TYPES: readonly LoxType[] = ['any', 'nil', 'boolean', 'number', 'string', 'callable', 'instance'];

/** The engine's number of a type. */
function typeNumber(type: LoxType): number {
  const number = TYPES.indexOf(type);
  if (number < 0) throw new TwelvefoldError('invalid_argument', `lox: no type of a parameter: ${type as string}`);
  return number;
}

/**
 * A function that programs can call, with LoxValues. What it gives is one too,
 * or undefined, which becomes nil. It must not be async: the program waits for
 * the value.
 */
export type LoxFunction = (...args: never[]) => unknown;

export interface LoxRunOptions {
  /**
   * Ends the run with an error of kind cancelled. While a program runs in this
   * thread nothing else does, so that only a function of the host can abort
   * it, or `output`; from elsewhere it takes twelvefold/worker. Limits and
   * `timeout` hold everywhere.
   */
  signal?: Stopper;
}

export interface LoxEvalOptions extends LoxRunOptions {
  /** Names the program in errors. Default: "main.lox". */
  name?: string;
}

/** What a run took. */
export interface LoxUsage {
  steps: number;
  /** Bytes printed. */
  output: number;
  /** Bytes held, at most, at its end. */
  memory: number;
}

/** Numbers of one instant; see LoxUsage. */
export interface LoxStats extends LoxUsage {
  /** Runs that have ended, and how many of them with an error. */
  runs: number;
  errors: number;
  globals: number;
}

/** A method that errors of programs come from: what is below it on the stack is ours. */
type Method = 'eval' | 'callWith' | 'commandText';

// The switches of lox_open: see wasm/lox.go.
const FLAG_STD = 1;
const FLAG_PRINTS = 2;

/**
 * An interpreter of Lox, the language of Crafting Interpreters. A program sees
 * what its host defines, and nothing else; after an error it can be used again.
 *
 *     const lox = tf.lox({ maxSteps: 1_000_000, output: (text) => console.log(text) });
 *     lox.define('greet', (name: string) => `hello, ${name}`, ['string']);
 *     lox.eval('greet("world");'); // 'hello, world'
 */
export class Lox {
  readonly #core: Instance;
  readonly #handle: number;
  readonly #objects: LoxObjects;
  readonly #functions: number[] = [];
  #closed = false;
  readonly #eval: (h: number, name: number, source: number, run: number) => number;
  readonly #call: (h: number, handle: number, args: number, run: number) => number;

  /** Use `Twelvefold.lox`. */
  constructor(core: Instance, options: LoxOptions = {}) {
    this.#core = core;
    this.#eval = core.export('lox_eval');
    this.#call = core.export('lox_call');
    this.#objects = new LoxObjects(this, core);
    const { output } = options;
    core.call(
      'lox_open',
      core.stage(options.engine ?? ''),
      (options.std ? FLAG_STD : 0) | (output ? FLAG_PRINTS : 0),
      whole(options.maxSteps ?? 0, 'maxSteps'),
      whole(options.maxMemory ?? 0, 'maxMemory'),
      whole(options.maxDepth ?? 0, 'maxDepth'),
      whole(options.maxOutput ?? 0, 'maxOutput'),
      whole(options.maxSource ?? 0, 'maxSource'),
      milliseconds(options.timeout ?? 0, 'timeout'),
      output ? this.#function(output) : 0,
    );
    this.#handle = core.number();
    this.#objects.interpreter = this.#handle;
  }

  #function(f: HostFunction): number {
    const fn = this.#core.host.add(f, this.#objects);
    this.#functions.push(fn);
    return fn;
  }

  /** Runs a program. Its value is that of the last statement, where that is an expression, else null. */
  eval(source: string, options: LoxEvalOptions = {}): LoxValue {
    return this.#run(options.signal, 'eval', (run) => {
      const nameLength = this.#core.stage(options.name ?? 'main.lox');
      return this.#core.run(this.#eval, this.#handle, nameLength, this.#core.stageNext(source), run);
    });
  }

  /** Calls a function, class or method: the object, or a global by its name. */
  call(callee: LoxObject | string, ...args: LoxValue[]): LoxValue {
    return this.callWith(callee, args);
  }

  /** `call`, with the arguments as a list. */
  callWith(callee: LoxObject | string, args: readonly LoxValue[], options: LoxRunOptions = {}): LoxValue {
    const f = typeof callee === 'string' ? this.#global(callee) : callee;
    const handle = this.#objects.own(f);
    return this.#run(options.signal, 'callWith', (run) => {
      this.#core.stageNothing();
      return this.#core.run(this.#call, this.#handle, handle, this.#core.stageValues(args, this.#objects), run);
    });
  }

  #global(name: string): LoxObject {
    const f = this.get(name);
    if (f instanceof LoxObject) return f;
    throw new TwelvefoldError(
      f === undefined ? 'not_found' : 'wrong_type',
      `lox: ${name} is ${f === undefined ? 'no global' : 'not callable'}`,
    );
  }

  /** Reads a global; undefined if there is none of that name. */
  get(name: string): LoxValue | undefined {
    const status = this.#do(() => this.#core.call('lox_get', this.#handle, this.#core.stage(name)));
    return status === Status.Miss ? undefined : this.#value();
  }

  /** Defines a global, or gives it another value. */
  set(name: string, value: LoxValue): void {
    this.#do(() => {
      const nameLength = this.#core.stage(name);
      this.#core.call('lox_set', this.#handle, nameLength, this.#core.stageValues([value], this.#objects));
    });
  }

  /** The names of the globals, sorted. */
  globals(): string[] {
    this.#do(() => this.#core.call('lox_globals', this.#handle));
    return this.#core.fields().map(decodeText);
  }

  /**
   * Makes a function a global, which outlives `reset`. With `params` a call
   * with other arguments fails before the function is asked; `rest` is the type
   * of any number more. Without `params` it takes anything.
   *
   * What it throws ends the run, and is the `cause` of the run's LoxError. It
   * may use the interpreter: what it runs shares the limits of the run.
   */
  define(
    name: string,
    f: LoxFunction,
    params?: readonly LoxType[],
    rest: LoxType | undefined = params ? undefined : 'any',
  ): void {
    const types = Uint8Array.from(params ?? [], typeNumber);
    const restType = rest === undefined ? -1 : typeNumber(rest);
    this.#do(() => {
      const nameLength = this.#core.stage(name);
      const typesLength = this.#core.stageNext(types);
      this.#core.call('lox_define', this.#handle, nameLength, typesLength, restType, this.#function(f));
    });
  }

  /**
   * Defines the functions that a module exports, by their names; gives these.
   * An export `params` can name the types of their parameters, as `define`
   * takes them: `{ greet: ['string'] }`. So functions get into a worker.
   */
  async defineModule(url: string): Promise<string[]> {
    const module = (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
    const params = (module['params'] ?? {}) as Record<string, readonly LoxType[]>;
    const functions = Object.entries(module).filter(([, f]) => typeof f === 'function');
    for (const [name, f] of functions) this.define(name, f as LoxFunction, params[name]);
    return functions.map(([name]) => name);
  }

  /**
   * Runs an operation of any door by its name, with its arguments and its
   * reply as JSON: "run", "step", "check" and others. See docs/lox.md. From a
   * worker, ask for a syntax tree by `commandText`: messages carry no objects
   * that lie hundreds deep in each other.
   */
  command(op: string, args: object = {}): unknown {
    return JSON.parse(this.commandText(op, JSON.stringify(args)));
  }

  /** `command`, from JSON to JSON. */
  commandText(op: string, args = ''): string {
    return this.#core.host.around(() => {
      this.#do(() => {
        const opLength = this.#core.stage(op);
        this.#core.call('lox_command', this.#handle, opLength, this.#core.stageNext(args));
      }, 'commandText');
      return this.#core.text();
    });
  }

  /** What the last run has taken, or, from a function of the host, the one that goes on. */
  usage(): LoxUsage {
    this.#do(() => this.#core.call('lox_usage', this.#handle));
    return this.#core.record() as unknown as LoxUsage;
  }

  /** Traces how many bytes the program's values hold. */
  held(): number {
    this.#do(() => this.#core.call('lox_held', this.#handle));
    return this.#core.number();
  }

  stats(): LoxStats {
    this.#do(() => this.#core.call('lox_stats', this.#handle));
    return this.#core.record() as unknown as LoxStats;
  }

  /** Forgets all globals but the host's functions. */
  reset(): void {
    this.#do(() => this.#core.call('lox_reset', this.#handle));
  }

  /** Ends the interpreter. Closing twice is no error; from one of its own functions it is refused. */
  close(): void {
    if (this.#closed) return;
    this.#do(() => this.#core.call('lox_close', this.#handle));
    this.#closed = true;
    this.#objects.end();
    for (const fn of this.#functions) this.#core.host.remove(fn);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** `LoxObject.get`. */
  propertyOf(object: LoxObject, name: string): LoxValue | undefined {
    const handle = this.#objects.own(object);
    const status = this.#do(() => this.#core.call('lox_property', this.#handle, handle, this.#core.stage(name)));
    return status === Status.Miss ? undefined : this.#value();
  }

  /** `LoxObject.set`. */
  setPropertyOf(object: LoxObject, name: string, value: LoxValue): void {
    const handle = this.#objects.own(object);
    this.#do(() => {
      const nameLength = this.#core.stage(name);
      const valueLength = this.#core.stageValues([value], this.#objects);
      this.#core.call('lox_set_property', this.#handle, handle, nameLength, valueLength);
    });
  }

  /** `LoxObject.toString`. */
  show(object: LoxObject): string {
    this.#core.call('lox_show', this.#handle, this.#objects.own(object));
    return this.#core.text();
  }

  /** `LoxObject.close`. */
  release(object: LoxObject): void {
    this.#objects.release(object);
  }

  #value(): LoxValue {
    return this.#core.value(this.#objects) as LoxValue;
  }

  /** Makes a run for a method, and gives its value. */
  #run(signal: Stopper | undefined, method: Method, run: (number: number) => number): LoxValue {
    return this.#core.host.aroundRun(signal, (number) => {
      this.#do(() => run(number), method);
      return this.#value();
    });
  }

  /** Makes a call; an error of a program gets all that the engine knows of it. */
  #do<T>(call: () => T, method?: Method): T {
    try {
      return call();
    } catch (thrown) {
      if (!(thrown instanceof TwelvefoldError) || this.#core.ended) throw thrown;
      throw this.#explained(thrown, method);
    }
  }

  #explained(error: TwelvefoldError, method: Method | undefined): TwelvefoldError {
    const status = this.#core.call('lox_error');
    const reader = new Packed(this.#core.bytes());
    const number = reader.number();
    const failure = reader.number();
    if (status === Status.Miss) return error;
    const cause = number === 0 ? undefined : { cause: this.#core.host.thrown(number) };
    const above: unknown = method && Reflect.get(this, method);
    return new LoxError(error.code, error.message, { ...readDetails(reader), failure, above }, cause);
  }
}
