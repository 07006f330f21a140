// Values that cross one by one, as arguments and results of functions: the
// other side of wasm/values.go.
import { TwelvefoldError } from './errors.js';
import { decodeText } from './packed.js';

/** What has a value of its own on both sides. */
export type Plain = null | boolean | number | string;

/** The engine's objects that JavaScript has handles to. */
export interface Objects {
  /** The handle of an object, undefined of what is none. Throws where it is another engine's. */
  handleOf(value: unknown): number | undefined;
  /** The object of a handle; `kind` is the engine's own number. */
  objectOf(handle: number, kind: number): unknown;
}

const Tag = { Nil: 0, False: 1, True: 2, Number: 3, String: 4, Object: 5 } as const;

const encoder = new TextEncoder();

/** Says why the engines have no such value. */
function noValue(value: unknown): string {
  const isPromise = typeof value === 'object' && value !== null && 'then' in value;
  if (isPromise) return 'a function that an engine calls must not be async: a promise is no value';
  return `no value of an engine: ${typeof value}`;
}

/** Packs values into a buffer that it uses again and again. */
export class ValueWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** The packed values as one: good until the next call. */
  pack(values: readonly unknown[], objects: Objects): Uint8Array {
    this.#length = 0;
    for (const value of values) this.#value(value, objects);
    return this.#bytes.subarray(0, this.#length);
  }

  #value(value: unknown, objects: Objects): void {
    switch (typeof value) {
      case 'number':
        this.#room(9);
        this.#bytes[this.#length] = Tag.Number;
        this.#view.setFloat64(this.#length + 1, value, true);
        this.#length += 9;
        return;
      case 'string':
        this.#text(value);
        return;
      case 'boolean':
        this.#tag(value ? Tag.True : Tag.False);
        return;
      case 'undefined':
        this.#tag(Tag.Nil);
        return;
    }
    if (value === null) this.#tag(Tag.Nil);
    else this.#object(value, objects);
  }

  #tag(tag: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = tag;
  }

  #text(text: string): void {
    this.#room(5 + text.length * 3);
    this.#bytes[this.#length] = Tag.String;
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.#length + 5));
    this.#view.setUint32(this.#length + 1, written, true);
    this.#length += 5 + written;
  }

  #object(value: unknown, objects: Objects): void {
    const handle = objects.handleOf(value);
    if (handle === undefined) throw new TwelvefoldError('wrong_type', `twelvefold: ${noValue(value)}`);
    this.#room(6);
    this.#bytes[this.#length] = Tag.Object;
    this.#bytes[this.#length + 1] = 0; // the engine knows its kind
    this.#view.setUint32(this.#length + 2, handle, true);
    this.#length += 6;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + bytes));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Unpacks all values between two addresses of a memory. */
export function readValues(view: DataView, from: number, to: number, objects: Objects): unknown[] {
  const values: unknown[] = [];
  let at = from;
  while (at < to) {
    switch (view.getUint8(at++)) {
      case Tag.False:
        values.push(false);
        break;
      case Tag.True:
        values.push(true);
        break;
      case Tag.Number:
        values.push(view.getFloat64(at, true));
        at += 8;
        break;
      case Tag.String: {
        const length = view.getUint32(at, true);
        values.push(decodeText(new Uint8Array(view.buffer, at + 4, length)));
        at += 4 + length;
        break;
      }
      case Tag.Object:
        values.push(objects.objectOf(view.getUint32(at + 1, true), view.getUint8(at)));
        at += 5;
        break;
      default:
        values.push(null);
    }
  }
  return values;
}
