// One running instance of the module: calls its exports, moves bytes in and
// out, and turns statuses into results and errors. The convention is described
// in wasm/abi.go.
import { TwelvefoldError, type ErrorCode } from './errors.js';
import { HostCalls } from './hostcalls.js';
import { hostFiles, type FileBackend, type HostFiles } from './hostfs.js';
import { Packed, SHORT, decodeText } from './packed.js';
import { ValueWriter, readValues, type Objects } from './values.js';
import { schemaHash, version } from './version.gen.js';
import { notImplemented, wasiImports, type WasiOptions } from './wasi.js';

/** Keys and values: text is stored as UTF-8. */
export type Bytes = string | Uint8Array;

/** What an export returns: see wasm/abi.go. Negative is an error. */
export const Status = { OK: 0, Miss: 1 } as const;

type Export = (...args: number[]) => number;

// The slot's fields, as byte offsets.
const SLOT_PTR = 0;
const SLOT_LENGTH = 4;
const SLOT_NUMBER = 8;
const SLOT_EVICTED = 16;
const SLOT_WOKEN = 20;
const SLOT_BYTES = 24;

const encoder = new TextEncoder();

/** The smallest scratch buffer, in bytes. */
const SCRATCH = 64 << 10;

export interface InstanceOptions extends WasiOptions {
  /** Where the engine's files are; without it there is only memory. */
  backend?: FileBackend;
}

export class Instance {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Record<string, Export>;
  readonly #files: HostFiles | undefined;
  readonly #backend: FileBackend | undefined;
  #ended: TwelvefoldError | undefined;

  // Views of the memory, made anew when it has grown: growing detaches them.
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));
  readonly #slot: number;
  #scratch = 0;
  #capacity = 0;
  #used = 0;
  #all = new DataView(new ArrayBuffer(0));
  readonly #writer = new ValueWriter();

  private constructor(
    exports: WebAssembly.Exports,
    /** The functions that engines can call. */
    readonly host: HostCalls,
    files: HostFiles | undefined,
    backend: FileBackend | undefined,
  ) {
    this.#memory = exports['memory'] as WebAssembly.Memory;
    this.#exports = exports as Record<string, Export & WebAssembly.ExportValue>;
    this.#files = files;
    this.#backend = backend;
    this.#slot = this.address('abi_slot');
    this.#reserve(SCRATCH);
  }

  /** Starts the module. Fails with code incompatible where it is not of this package's version. */
  static async start(module: WebAssembly.Module, options: InstanceOptions): Promise<Instance> {
    // Called by imports only, which run once there are exports.
    const memory = (): ArrayBuffer => (exports['memory'] as WebAssembly.Memory).buffer;
    const files = options.backend === undefined ? undefined : hostFiles(options.backend, memory);
    const host = new HostCalls();
    const known: Record<string, WebAssembly.ModuleImports> = {
      wasi_snapshot_preview1: wasiImports(memory, options),
      twelvefold: {
        ...files?.imports,
        ...host.imports,
        clock_now: () => performance.timeOrigin + performance.now(),
      },
    };
    const imports: WebAssembly.Imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      (imports[from] ??= {})[name] = known[from]?.[name] ?? notImplemented;
    }
    const { exports } = await WebAssembly.instantiate(module, imports);
    checkIsOurs(exports);
    (exports['_initialize'] as () => void)();
    const instance = new Instance(exports, host, files, options.backend);
    host.attach(instance);
    instance.#checkVersion();
    return instance;
  }

  #checkVersion(): void {
    this.call('abi_version');
    const [theirs, hash] = this.fields().map((field) => decodeText(field));
    if (theirs !== version || hash !== schemaHash) {
      throw new TwelvefoldError(
        'incompatible',
        `twelvefold: the module is version ${theirs} of schema ${hash}, this package is ${version} of ${schemaHash}; ` +
          'take core.wasm from the same package',
      );
    }
  }

  /** The function behind an export, for a class that calls it often. */
  export(name: string): Export {
    const found = this.#exports[name];
    if (found === undefined) {
      throw new TwelvefoldError('unsupported', `twelvefold: this module has no ${name}: open it with that engine`);
    }
    return found;
  }

  /** Calls an export by name, with any number of arguments; see `run`. */
  call(name: string, ...args: number[]): number {
    const f = this.export(name);
    this.#checkAlive();
    let status: number;
    try {
      status = f(...args);
    } catch (thrown) {
      throw this.#die(thrown);
    }
    if (status < 0) throw this.#error();
    return status;
  }

  /**
   * Calls an export: gives its status, throws the error that it left. Anything
   * that the module throws is a trap, after which it may answer wrongly: the
   * instance is dead from then on, and says so. This is the fast way, for up
   * to four arguments; an export ignores those it does not have.
   */
  run(f: Export, a = 0, b = 0, c = 0, d = 0): number {
    this.#checkAlive();
    let status: number;
    try {
      status = f(a, b, c, d);
    } catch (thrown) {
      throw this.#die(thrown);
    }
    if (status < 0) throw this.#error();
    return status;
  }

  /** Calls an export that gives an address, not a status. */
  address(name: string, argument = 0): number {
    this.#checkAlive();
    try {
      return this.export(name)(argument) >>> 0;
    } catch (thrown) {
      throw this.#die(thrown);
    }
  }

  #checkAlive(): void {
    if (this.#ended !== undefined) {
      throw new TwelvefoldError(this.#ended.code, this.#ended.message, { cause: this.#ended.cause });
    }
  }

  #die(cause: unknown): TwelvefoldError {
    const what = cause instanceof Error ? cause.message : String(cause);
    this.#ended = new TwelvefoldError('dead', `twelvefold: the WebAssembly instance is dead: ${what}`, { cause });
    this.#files?.release();
    return this.#ended;
  }

  #error(): TwelvefoldError {
    const text = this.text();
    const end = text.indexOf('\0');
    return new TwelvefoldError(text.slice(0, end) as ErrorCode, text.slice(end + 1));
  }

  /** Whether a trap has ended this instance. */
  get dead(): boolean {
    return this.#ended?.code === 'dead';
  }

  /** Whether every later call fails: a trap has ended the instance, or it has been closed. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Ends the instance and gives its files back; every later call fails with code closed. */
  dispose(): void {
    this.#ended ??= new TwelvefoldError('closed', 'twelvefold: the WebAssembly instance has been closed');
    this.#files?.release();
    this.#backend?.dispose();
  }

  // ---- bytes in ----

  /** Puts the first bytes of the next call into the scratch buffer; gives their length. */
  stage(data: Bytes): number {
    this.#used = 0;
    return this.stageNext(data);
  }

  /** Puts more bytes behind them; gives their length. */
  stageNext(data: Bytes): number {
    const isText = typeof data === 'string';
    if (!isText && !(data instanceof Uint8Array)) {
      throw new TwelvefoldError('invalid_argument', `twelvefold: neither text nor bytes: ${typeof data}`);
    }
    const most = isText ? data.length * 3 : data.length;
    this.#reserve(this.#used + most);
    const at = this.#scratch + this.#used;
    let length = most;
    if (isText) length = this.#writeText(data, at, most);
    else this.#heap().set(data, at);
    this.#used += length;
    return length;
  }

  #writeText(text: string, at: number, most: number): number {
    const heap = this.#heap();
    if (text.length <= SHORT) {
      let i = 0;
      for (; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) break;
        heap[at + i] = unit;
      }
      if (i === text.length) return i;
    }
    return encoder.encodeInto(text, heap.subarray(at, at + most)).written;
  }

  /** Packs values behind what is staged; gives their length. */
  stageValues(values: readonly unknown[], objects: Objects): number {
    return this.stageNext(this.#writer.pack(values, objects));
  }

  /** Begins a call that stages nothing by `stage`. */
  stageNothing(): void {
    this.#used = 0;
  }

  /** Begins a call that stages up to `count` float64: until it is made, addresses stay good. */
  reserveNumbers(count: number): void {
    this.#used = 0;
    this.#reserve(count * 8);
  }

  /** Room for `count` float64 behind what is staged: gives its address. */
  stageNumbers(count: number): number {
    const at = Math.ceil(this.#used / 8) * 8;
    this.#reserve(at + count * 8);
    this.#used = at + count * 8;
    return this.#scratch + at;
  }

  // A scratch buffer that grows moves, with all that is staged in it.
  #reserve(bytes: number): void {
    if (bytes <= this.#capacity) return;
    const capacity = Math.max(bytes, 2 * this.#capacity, SCRATCH);
    this.#scratch = this.address('abi_scratch', capacity);
    this.#capacity = capacity;
  }

  // ---- results ----

  #heap(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  #slots(): DataView {
    if (this.#view.buffer !== this.#memory.buffer)
      this.#view = new DataView(this.#memory.buffer, this.#slot, SLOT_BYTES);
    return this.#view;
  }

  /** The number that the last call left. */
  number(): number {
    return this.#slots().getFloat64(SLOT_NUMBER, true);
  }

  /** How many evicted entries wait to be fetched. */
  evicted(): number {
    return this.#slots().getUint32(SLOT_EVICTED, true);
  }

  /** How many connections wait to be woken. */
  woken(): number {
    return this.#slots().getUint32(SLOT_WOKEN, true);
  }

  /** The bytes that the last call left, in place: good until the next call. */
  shared(): Uint8Array {
    const slots = this.#slots();
    const ptr = slots.getUint32(SLOT_PTR, true);
    return this.#heap().subarray(ptr, ptr + slots.getUint32(SLOT_LENGTH, true));
  }

  /** The values that lie in the module's memory at an address. */
  valuesAt(at: number, length: number, objects: Objects): unknown[] {
    if (this.#all.buffer !== this.#memory.buffer) this.#all = new DataView(this.#memory.buffer);
    return readValues(this.#all, at, at + length, objects);
  }

  /** The value that the last call left. */
  value(objects: Objects): unknown {
    const slots = this.#slots();
    return this.valuesAt(slots.getUint32(SLOT_PTR, true), slots.getUint32(SLOT_LENGTH, true), objects)[0];
  }

  /** A copy of the bytes that the last call left. */
  bytes(): Uint8Array {
    return this.shared().slice();
  }

  /** The bytes that the last call left, as text. */
  text(): string {
    return decodeText(this.shared());
  }

  /** The list of byte strings that the last call left, copied. */
  fields(): Uint8Array[] {
    const list: Uint8Array[] = [];
    const reader = new Packed(this.bytes());
    while (!reader.done) list.push(reader.field());
    return list;
  }

  /** The named numbers that the last call left. */
  record(): Record<string, number> {
    const record: Record<string, number> = {};
    const reader = new Packed(this.bytes());
    while (!reader.done) {
      const name = decodeText(reader.field());
      record[name] = reader.number();
    }
    return record;
  }

  /** A view of float64 in the module's memory, good until the memory grows. */
  numbers(at: number, count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, at, count);
  }

  /** Whether an array lies in the module's memory. */
  owns(array: ArrayBufferView): boolean {
    return array.buffer === this.#memory.buffer;
  }
}

// A module that is not ours would fail later and less clearly.
function checkIsOurs(exports: WebAssembly.Exports): void {
  for (const name of ['memory', '_initialize', 'abi_slot', 'abi_scratch', 'abi_version']) {
    if (!(name in exports)) {
      throw new TwelvefoldError(
        'incompatible',
        `twelvefold: this is not the core.wasm of the package: it has no export ${name}`,
      );
    }
  }
}

/** Refuses what is no finite number of milliseconds: as an integer of Go it would be 0, which is no limit. */
export function milliseconds(value: number, name: string): number {
  if (!Number.isFinite(value)) {
    throw new TwelvefoldError('invalid_argument', `twelvefold: ${name} is not a finite number`);
  }
  return value;
}

/** Refuses what is no whole number before it reaches Go's integers as nonsense. */
export function whole(value: number, name: string): number {
  if (!Number.isSafeInteger(value)) {
    throw new TwelvefoldError('invalid_argument', `twelvefold: ${name} is not a whole number: ${value}`);
  }
  return value;
}
