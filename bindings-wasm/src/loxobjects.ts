import { TwelvefoldError } from './errors.js';
import type { Instance } from './instance.js';
import type { Lox } from './lox.js';
import { LoxObject } from './loxobject.js';
import type { Objects } from './values.js';

/** The number that wasm/lox_values.go gives to instances. */
const KIND_INSTANCE = 1;

/**
 * The objects of one interpreter that JavaScript has. The engine keeps each
 * until its handle is freed: by `close`, or when JavaScript's collector has
 * taken the LoxObject.
 */
export class LoxObjects implements Objects {
  /** The handle of the interpreter. */
  interpreter = 0;
  readonly #lox: Lox;
  readonly #core: Instance;
  readonly #known = new Map<number, WeakRef<LoxObject>>();
  readonly #collected = new FinalizationRegistry<{ handle: number; ref: WeakRef<LoxObject> }>(({ handle, ref }) => {
    // The engine may have sent the object once more in between.
    if (this.#known.get(handle) === ref) this.#free(handle);
  });

  constructor(lox: Lox, core: Instance) {
    this.#lox = lox;
    this.#core = core;
  }

  objectOf(handle: number, kind: number): LoxObject {
    const known = this.#known.get(handle)?.deref();
    if (known !== undefined) return known;
    const object = new LoxObject(this.#lox, handle, kind === KIND_INSTANCE ? 'instance' : 'callable');
    const ref = new WeakRef(object);
    this.#known.set(handle, ref);
    this.#collected.register(object, { handle, ref }, object);
    return object;
  }

  handleOf(value: unknown): number | undefined {
    return value instanceof LoxObject ? this.own(value) : undefined;
  }

  /** The handle of an object of this interpreter, which has not been closed. */
  own(object: LoxObject): number {
    const handle = LoxObject.handle(object, this.#lox);
    if (handle === undefined) throw new TwelvefoldError('invalid_argument', 'lox: value of another interpreter');
    if (!this.#known.has(handle)) throw new TwelvefoldError('closed', 'lox: the handle to the object has been closed');
    return handle;
  }

  release(object: LoxObject): void {
    const handle = LoxObject.handle(object, this.#lox);
    if (handle === undefined || !this.#known.has(handle)) return;
    this.#collected.unregister(object);
    this.#free(handle);
  }

  /** The interpreter has ended, and all handles with it. */
  end(): void {
    this.#known.clear();
  }

  #free(handle: number): void {
    this.#known.delete(handle);
    // Where the instance has ended, all of them have.
    if (!this.#core.ended) this.#core.call('lox_free', this.interpreter, handle);
  }
}
