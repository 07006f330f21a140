import { TwelvefoldError } from './errors.js';
import type { Files } from './files.js';
import type { FileBackend } from './hostfs.js';
import { Instance } from './instance.js';
import { Twelvefold, type Reservable } from './twelvefold.js';

/** Where the module comes from: the one of this package if not given. */
export type ModuleSource = URL | string | ArrayBuffer | Uint8Array | WebAssembly.Module;

/** The engines by name. quant keeps no state, and is there wherever LRU and Bitcask are. */
export type EngineName = (typeof engineNames)[number];

const engineNames = ['redis', 'lru', 'bitcask', 'amqp', 'lox', 'quant'] as const;

/** The package's modules, by their files' names. */
export type ModuleName = 'core' | 'redis' | 'amqp' | 'light' | 'lox';

export interface OpenOptions {
  /** Which engines are wanted: the smallest module that has them is loaded. Default: all. */
  engines?: readonly EngineName[];
  /** Where durable engines keep their files. Default: memory. */
  files?: Files;
  /** `real` is the machine's clock; `manual` stands still until `advance` moves it. Default: real. */
  clock?: 'real' | 'manual';
  /** Where a manual clock begins. Default: now. */
  start?: Date;
  /** Repeats all randomness; up to 2^53. Default: a new one from the machine. */
  seed?: number;
  /** Whether background work is done by a timer. Default: auto with the real clock, manual with a manual one. */
  tick?: 'auto' | 'manual';
  /** The module from elsewhere: its URL, its bytes, or compiled. */
  module?: ModuleSource;
  /** Takes what the module prints before it traps. Default: console.error. */
  stderr?: (text: string) => void;
}

/** What differs between Node and browsers. */
export interface Platform {
  /** Where the package's own modules are. */
  modules: Record<ModuleName, URL>;
  compile(url: URL): Promise<WebAssembly.Module>;
  openFiles(files: Exclude<Files, 'memory'>): Promise<FileBackend>;
}

/** Makes the `open` of a platform. */
export function opener(platform: Platform): (options?: OpenOptions) => Promise<Twelvefold> {
  // Each compiled once: later instances share it.
  const own = new Map<ModuleName, Promise<WebAssembly.Module>>();
  const compileOwn = (name: ModuleName): Promise<WebAssembly.Module> => {
    const compiled = own.get(name) ?? platform.compile(platform.modules[name]);
    own.set(name, compiled);
    // What failed (a server that was away) is tried again by the next open.
    compiled.catch(() => own.delete(name));
    return compiled;
  };
  const compile = async (source: ModuleSource): Promise<WebAssembly.Module> => {
    if (source instanceof WebAssembly.Module) return source;
    if (typeof source === 'string' || source instanceof URL) return platform.compile(new URL(source, baseUrl()));
    return WebAssembly.compile(source as Uint8Array<ArrayBuffer>);
  };

  return async (options = {}) => {
    const module = await (options.module === undefined
      ? compileOwn(moduleFor(options.engines))
      : compile(options.module));
    const files = options.files ?? 'memory';
    const backend = files === 'memory' ? undefined : await platform.openFiles(files);
    try {
      const instance = await Instance.start(module, {
        ...(backend && { backend }),
        ...(options.stderr && { stderr: options.stderr }),
      });
      const clock = options.clock ?? 'real';
      return new Twelvefold(
        instance,
        {
          files: backend === undefined ? 'memory' : 'host',
          clock,
          seed: options.seed ?? 0,
          start: options.start ?? new Date(),
          tick: options.tick ?? (clock === 'real' ? 'auto' : 'manual'),
        },
        reservable(backend),
      );
    } catch (thrown) {
      backend?.dispose();
      throw thrown;
    }
  };
}

/** The smallest module that has the engines. The light engines are in all but that of Lox. */
function moduleFor(engines: readonly EngineName[] | undefined): ModuleName {
  if (engines === undefined) return 'core';
  const unknown = engines.find((engine) => !engineNames.includes(engine)); // from JavaScript
  if (unknown !== undefined) {
    throw new TwelvefoldError(
      'invalid_argument',
      `twelvefold: there is no such engine: "${unknown}"; the engines are ${engineNames.join(', ')}`,
    );
  }
  if (engines.includes('lox')) return engines.every((engine) => engine === 'lox') ? 'lox' : 'core';
  const redis = engines.includes('redis');
  const amqp = engines.includes('amqp');
  if (redis && amqp) return 'core';
  return redis ? 'redis' : amqp ? 'amqp' : 'light';
}

const baseUrl = (): string | undefined => (globalThis as { location?: { href: string } }).location?.href;

function reservable(backend: FileBackend | undefined): Reservable | undefined {
  return backend !== undefined && 'replenish' in backend ? (backend as FileBackend & Reservable) : undefined;
}

/** What a platform answers for files that it does not have; without a kind, for what is no files at all. */
export function noSuchFiles(kind: string | undefined, where: string): TwelvefoldError {
  if (kind === undefined) {
    return new TwelvefoldError(
      'invalid_argument',
      "twelvefold: files are 'memory', nodeFs(folder) in Node or opfs(folder) in a browser",
    );
  }
  return new TwelvefoldError('unsupported', `twelvefold: files of kind ${kind} are not there in ${where}`);
}
