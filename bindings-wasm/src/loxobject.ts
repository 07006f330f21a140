import type { Lox } from './lox.js';
import type { Plain } from './values.js';

/** A value of Lox: nil is null. */
export type LoxValue = Plain | LoxObject;

/**
 * A function, class, method or instance of an interpreter. The same object of
 * the program is the same LoxObject here, for as long as that is held; when it
 * is collected, or closed, the program alone decides how long the object lives.
 */
export class LoxObject {
  readonly #lox: Lox;
  readonly #handle: number;

  /** An interpreter makes these. */
  constructor(
    lox: Lox,
    handle: number,
    /** What can be called is a function, a class or a method bound to its instance. */
    readonly kind: 'callable' | 'instance',
  ) {
    this.#lox = lox;
    this.#handle = handle;
  }

  /** Calls it: a class makes an instance. */
  call(...args: LoxValue[]): LoxValue {
    return this.#lox.callWith(this, args);
  }

  /** The field of an instance, or a method bound to it; undefined if there is neither. */
  get(name: string): LoxValue | undefined {
    return this.#lox.propertyOf(this, name);
  }

  /** Stores a field of an instance. */
  set(name: string, value: LoxValue): void {
    this.#lox.setPropertyOf(this, name, value);
  }

  /** What print writes. */
  toString(): string {
    return this.#lox.show(this);
  }

  /** Gives the handle back; every later use fails. */
  close(): void {
    this.#lox.release(this);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** The engine's number of an object, undefined of what is none of that interpreter. */
  static handle(value: unknown, lox: Lox): number | undefined {
    return value instanceof LoxObject && value.#lox === lox ? value.#handle : undefined;
  }
}
