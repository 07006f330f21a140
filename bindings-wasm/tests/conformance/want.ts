// What an operation gave, and whether it is what a step wants.
import type { Node } from 'yaml';

import { child, itemsOf, mapOf, numberOf, textOf } from './cases.js';

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What an operation gave back, by the kind that a want names it with. */
export type Value =
  | { kind: 'status' | 'bulk'; text: Buffer }
  | { kind: 'error'; text: Buffer; code: string }
  | { kind: 'int'; int: bigint }
  | { kind: 'nil' }
  | { kind: 'double'; double: number }
  | { kind: 'bool'; bool: boolean }
  | { kind: 'floats'; floats: number[] }
  | { kind: 'array' | 'set' | 'push'; items: Value[] }
  | { kind: 'reply'; json: Json }
  | { kind: 'map'; entries: [Value, Value][] };

/** Whether a value is what `want` (a node like {bulk: text}) says. */
export function matches(want: Node, value: Value): boolean {
  const map = mapOf(want, 'want');
  const kind = map.items.map((pair) => String(pair.key)).find((key) => key !== 'code');
  if (kind === undefined) throw new Error('want names no kind');
  const node = child(map, kind);
  switch (kind) {
    case 'any':
      return value.kind === textOf(node);
    case 'int_range': {
      const [low, high] = itemsOf(node).map((item) => BigInt(textOf(item)));
      return value.kind === 'int' && low! <= value.int && value.int <= high!;
    }
    case 'match':
      return (
        (value.kind === 'bulk' || value.kind === 'status' || value.kind === 'error') &&
        new RegExp(`^(?:${textOf(node).replace(/^\(\?s\)/, '')})$`, 's').test(value.text.toString())
      );
    case 'unordered':
      return (value.kind === 'array' || value.kind === 'set') && sameInAnyOrder(itemsOf(node), value.items, matches);
    case 'bulk_b64':
      return value.kind === 'bulk' && value.text.equals(Buffer.from(textOf(node), 'base64'));
    case 'error': {
      const code = map.has('code') ? textOf(child(map, 'code')) : undefined;
      return (
        value.kind === 'error' &&
        value.text.toString() === textOf(node) &&
        (code === undefined || value.code === '' || value.code === code)
      );
    }
  }
  return value.kind === kind && sameContent(node, value);
}

function sameContent(node: Node, value: Value): boolean {
  switch (value.kind) {
    case 'status':
    case 'bulk':
      return value.text.equals(Buffer.from(textOf(node)));
    case 'int':
      return value.int === BigInt(textOf(node));
    case 'double':
      return near(value.double, numberOf(node));
    case 'bool':
      return String(value.bool) === textOf(node);
    case 'floats': {
      const wanted = itemsOf(node).map(numberOf);
      return wanted.length === value.floats.length && wanted.every((x, i) => near(x, value.floats[i]!));
    }
    case 'array':
    case 'push': {
      const wanted = itemsOf(node);
      return wanted.length === value.items.length && wanted.every((item, i) => matches(item, value.items[i]!));
    }
    case 'set':
      return sameInAnyOrder(itemsOf(node), value.items, matches);
    case 'map':
      return sameInAnyOrder(itemsOf(node), value.entries, (pair, [key, item]) => {
        const [wantKey, wantItem] = itemsOf(pair);
        return matches(wantKey!, key) && matches(wantItem!, item);
      });
    case 'reply':
      return includes(value.json, (node as { toJSON(): Json }).toJSON());
    case 'nil':
      return true;
    case 'error':
      return false; // compared with its code by the caller
  }
}

/**
 * Whether `got` has all that `wanted` names: fields of objects that it does not name may be there, and one that is
 * wanted as null may be absent.
 */
function includes(got: Json | undefined, wanted: Json): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(got) && got.length === wanted.length && wanted.every((item, i) => includes(got[i], item));
  }
  if (wanted !== null && typeof wanted === 'object') {
    if (got === null || typeof got !== 'object' || Array.isArray(got)) return false;
    return Object.entries(wanted).every(([name, value]) => includes(got[name], value));
  }
  return (got ?? null) === wanted;
}

/** The value of a JSON answer: null is nil, and an empty object the status OK of an operation that tells nothing. */
export function jsonValue(json: Json): Value {
  if (json === null) return { kind: 'nil' };
  if (typeof json === 'object' && Object.keys(json).length === 0) return { kind: 'status', text: Buffer.from('OK') };
  return { kind: 'reply', json };
}

function sameInAnyOrder<T>(wanted: Node[], got: T[], same: (want: Node, value: T) => boolean): boolean {
  const left = [...got];
  for (const want of wanted) {
    const at = left.findIndex((value) => same(want, value));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return left.length === 0;
}

// The last digits may differ: 1e-9 relative; NaN equals NaN.
function near(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-3);
}

/** A value in the notation of the cases, for messages. */
export function show(value: Value): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return part.toString();
    // Buffer.toJSON has run before.
    const buffer = part as { type?: string; data?: number[] } | null;
    return buffer?.type === 'Buffer' ? Buffer.from(buffer.data ?? []).toString() : part;
  });
}
