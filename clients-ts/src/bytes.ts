// Bytes and numbers in JSON, as the schemas Bytes and Float have them.
import type { Bytes as WireBytes, Float } from './schema.gen.js';

/** Keys, values and arguments: a string stands for its UTF-8 bytes. */
export type Bytes = string | Uint8Array;

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Bytes as requests carry them: base64 only where they are no text. */
export function toWire(bytes: Bytes): WireBytes {
  if (typeof bytes === 'string') return bytes;
  try {
    return decoder.decode(bytes);
  } catch {
    return { base64: btoa(binary(bytes)) };
  }
}

/** What an answer carries, as a string where it is text. */
export function fromWire(wire: WireBytes): Bytes {
  return typeof wire === 'string' ? wire : decodeBase64(wire.base64);
}

/** What an answer carries, as bytes. */
export function bytesOf(wire: WireBytes): Uint8Array {
  return typeof wire === 'string' ? encoder.encode(wire) : decodeBase64(wire.base64);
}

/** A path segment for a key, and the query parameter that says how it is spelled. */
export interface KeySegment {
  segment: string;
  encoding?: 'base64';
}

/** Spells a key: percent-encoded, or in base64 where URLs would take it for something else. */
export function keySegment(key: Bytes): KeySegment {
  const bytes = typeof key === 'string' ? encoder.encode(key) : key;
  const text = binary(bytes);
  if (text === '' || text === '.' || text === '..') {
    const base64 = btoa(text).replaceAll('+', '-').replaceAll('/', '_');
    return { segment: base64 === '' ? '=' : base64, encoding: 'base64' };
  }
  return { segment: percent(bytes) };
}

/** Bytes, percent-encoded for any part of a URL. */
export function percent(bytes: Bytes): string {
  let encoded = '';
  for (const byte of typeof bytes === 'string' ? encoder.encode(bytes) : bytes) {
    const char = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9_.~-]/.test(char) ? char : '%' + byte.toString(16).toUpperCase().padStart(2, '0');
  }
  return encoded;
}

/** A number as requests carry it. */
export function toWireFloat(value: number): Float {
  if (Number.isFinite(value)) return value;
  return String(value) as 'NaN' | 'Infinity' | '-Infinity';
}

/** A number that an answer carries. */
export function fromWireFloat(value: Float): number {
  return Number(value);
}

// One character per byte, as btoa wants. In pieces: a call takes so many arguments.
function binary(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
