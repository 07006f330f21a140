import type { Json } from './json.js';
import { fromJson, toJson, type LoxValue } from './lox-values.js';
import type { LoxDiagnostics, LoxError, LoxOptions, LoxStats, LoxUsage } from './schema.gen.js';
import { body, signalOf, type Api, type CallOptions } from './transport.js';
import { given } from './values.js';

/** Arguments of an operation, by name. */
export type LoxArguments = Record<string, Json>;

/** Options of a program that runs in an interpreter of its own. */
export interface LoxRunOptions extends LoxOptions, CallOptions {
  /** What the program is called in errors: `main.lox` unless given. */
  name?: string;
}

/** How a program ended. */
export interface LoxEvaluation {
  /** That of the last statement, where that is an expression, else null. */
  value: LoxValue;
  /** What was printed. */
  output: string;
  usage: LoxUsage;
  /** How it failed, or which limit it met; absent where it ended well. */
  error?: LoxError;
}

/**
 * Lox, the language of Crafting Interpreters, on the server and within its
 * limits. Each call has an interpreter of its own; `session` opens one that lasts.
 */
export class Lox {
  constructor(private readonly api: Api) {}

  /** Runs a program. How it ends is the answer, be that an error. */
  async run(source: string, options: LoxRunOptions = {}): Promise<LoxEvaluation> {
    return evaluation(await body(this.api.POST('/v1/lox/run', request(source, options))));
  }

  /** Reads a program without running it; one that is well has no diagnostics. */
  async check(source: string, options: LoxRunOptions = {}): Promise<LoxDiagnostics> {
    return body(this.api.POST('/v1/lox/check', request(source, options)));
  }

  /** Writes a program in the one way that source looks; its comments stay. */
  async format(source: string, options: LoxRunOptions = {}): Promise<string> {
    return (await body(this.api.POST('/v1/lox/format', request(source, options)))).text;
  }

  /** Runs one operation, such as `operation('disasm', { source })`. */
  async operation(op: string, args: LoxArguments = {}, options: LoxOptions & CallOptions = {}): Promise<LoxArguments> {
    return operate(this.api, { op, args, options: settings(options) }, options);
  }

  /** Opens an interpreter that lasts: its globals stay between calls. */
  async session(options: LoxOptions & CallOptions = {}): Promise<LoxSession> {
    const request = { body: settings(options), ...signalOf(options) };
    const { session } = await body(this.api.POST('/v1/lox/sessions', request));
    return new LoxSession(this.api, session);
  }

  async stats(options?: CallOptions): Promise<LoxStats> {
    const request = { params: { path: { engine: 'lox' } }, ...signalOf(options) } as const;
    return (await body(this.api.GET('/v1/engines/{engine}/stats', request))) as LoxStats;
  }
}

/** An interpreter that lasts over several calls. The server ends one that is idle. */
export class LoxSession {
  constructor(
    private readonly api: Api,
    readonly id: string,
  ) {}

  /** Runs a program and gives its value. Its error is thrown. */
  async eval(source: string, options: CallOptions = {}): Promise<LoxValue> {
    return fromJson((await this.operation('eval', { source }, options))['value']);
  }

  /** Runs a program. How it ends is the answer, be that an error. */
  async run(source: string, options: CallOptions & { name?: string } = {}): Promise<LoxEvaluation> {
    const { name } = options;
    return evaluation(await this.operation('run', { source, ...given({ name }) }, options));
  }

  /** Calls a function: a global, a method as `object.method`, or an object that the session gave. */
  async call(callee: string | LoxValue, args: LoxValue[] = [], options: CallOptions = {}): Promise<LoxValue> {
    const called = { function: toJson(callee), args: args.map(toJson) };
    return fromJson((await this.operation('call', called, options))['value']);
  }

  /** Reads a global, or with dots a field of one. */
  async get(name: string, options: CallOptions = {}): Promise<LoxValue> {
    return fromJson((await this.operation('get', { name }, options))['value']);
  }

  /** Defines a global or gives it another value; with dots, a field of one. */
  async set(name: string, value: LoxValue, options: CallOptions = {}): Promise<void> {
    await this.operation('set', { name, value: toJson(value) }, options);
  }

  /** The names of the globals, sorted. */
  async globals(options: CallOptions = {}): Promise<string[]> {
    return (await this.operation('globals', {}, options))['globals'] as string[];
  }

  /** Forgets all globals and objects. */
  async reset(options: CallOptions = {}): Promise<void> {
    await this.operation('reset', {}, options);
  }

  /** Runs one operation on this interpreter. */
  async operation(op: string, args: LoxArguments = {}, options: CallOptions = {}): Promise<LoxArguments> {
    return operate(this.api, { op, args, session: this.id }, options);
  }

  /** Ends the interpreter, and cancels what it runs. */
  async close(options?: CallOptions): Promise<void> {
    const request = { params: { path: { session: this.id } }, ...signalOf(options) };
    await body(this.api.DELETE('/v1/lox/sessions/{session}', request));
  }
}

function request(source: string, options: LoxRunOptions) {
  const { name } = options;
  return { body: { source, options: settings(options), ...given({ name }) }, ...signalOf(options) };
}

/** The options of the interpreter among those of a call. */
function settings(options: LoxOptions): LoxOptions {
  const { engine, std, max_steps, max_memory, max_depth, max_output, max_source, timeout_ms } = options;
  return given({ engine, std, max_steps, max_memory, max_depth, max_output, max_source, timeout_ms });
}

/** An answer of `run`, with its value as JavaScript has it. */
function evaluation(answer: object): LoxEvaluation {
  const { value, ...rest } = answer as Omit<LoxEvaluation, 'value'> & { value?: unknown };
  return { ...rest, value: fromJson(value) };
}

interface Call {
  op: string;
  args: LoxArguments;
  session?: string;
  options?: LoxOptions;
}

async function operate(api: Api, call: Call, options: CallOptions): Promise<LoxArguments> {
  const { reply } = await body(api.POST('/v1/lox/call', { body: call, ...signalOf(options) }));
  return reply as LoxArguments;
}
