import { TwelvefoldError } from './errors.js';
import type { Json } from './json.js';

/** A function, class or instance that stays in its session: an argument there again. */
export interface LoxObject {
  /** What print writes, as `<fn f>`. */
  object: string;
  /** Its name in the session. */
  id: number;
}

/** A value of Lox. Strings that are not UTF-8 come as bytes. */
export type LoxValue = null | boolean | number | string | Uint8Array | LoxObject;

/** Writes a value as the operations take it. */
export function toJson(value: LoxValue): Json {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { number: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
  }
  if (value instanceof Uint8Array) return { b64: btoa(String.fromCharCode(...value)) };
  return value as Json;
}

const numbers: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: NaN };

/** Reads a value as the operations write it. */
export function fromJson(json: unknown): LoxValue {
  if (json === undefined) return null;
  if (typeof json !== 'object' || json === null) return json as LoxValue;
  const { number, b64, object, id } = json as { number?: string; b64?: string; object?: string; id?: number };
  if (number !== undefined && number in numbers) return numbers[number]!;
  if (b64 !== undefined) return Uint8Array.from(atob(b64), (c) => c.charCodeAt(0));
  if (object !== undefined && id !== undefined) return { object, id };
  throw new TwelvefoldError('incompatible', `client: ${JSON.stringify(json)} is no value of Lox`);
}
