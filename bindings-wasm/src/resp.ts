// The client's side of RESP2 and RESP3: requests out, replies in. It works on
// whole buffers, because the engine is in the same process: nothing comes late.
// https://redis.io/docs/latest/develop/reference/protocol-spec
import { TwelvefoldError } from './errors.js';
import { decodeText } from './packed.js';

/** What a reply is made of: one method per kind, so that each user builds its own values. */
export interface ReplyBuilder<T> {
  status(text: string): T;
  error(text: string): T;
  integer(value: number | bigint): T;
  bigNumber(digits: string): T;
  bulk(bytes: Uint8Array): T;
  nil(): T;
  double(value: number): T;
  boolean(value: boolean): T;
  array(items: T[]): T;
  /** What the server says unasked. */
  push(items: T[]): T;
  set(items: T[]): T;
  map(entries: [T, T][]): T;
}

const CR = 13;

/** Thrown inside the reader when the buffer ends before the reply does. One value: making an Error is slow. */
const incomplete = new Error('resp: the buffer ends before the reply does');

/** Reads replies from a buffer that begins with a whole one. */
export class ReplyReader<T> {
  #at = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly builder: ReplyBuilder<T>,
  ) {}

  /** Where the next reply begins. */
  get offset(): number {
    return this.#at;
  }

  /** The next reply, or undefined if the buffer ends before it does. */
  next(): { reply: T } | undefined {
    const start = this.#at;
    if (start === this.bytes.length) return undefined;
    try {
      return { reply: this.#reply() };
    } catch (thrown) {
      if (thrown !== incomplete) throw thrown;
      this.#at = start;
      return undefined;
    }
  }

  #reply(): T {
    const build = this.builder;
    const kind = String.fromCharCode(this.bytes[this.#at] ?? 0);
    const line = this.#line();
    switch (kind) {
      case '+':
        return build.status(line);
      case '-':
        return build.error(line);
      case ':':
        return build.integer(integer(line));
      case ',':
        return build.double(double(line));
      case '#':
        return build.boolean(line === 't');
      case '(':
        return build.bigNumber(line);
      case '_':
        return build.nil();
      case '$':
        return line === '-1' ? build.nil() : build.bulk(this.#blob(line));
      case '=':
        return build.bulk(this.#blob(line).subarray(4)); // "txt:" and then the text
      case '!':
        return build.error(decodeText(this.#blob(line)));
      case '*':
        return line === '-1' ? build.nil() : build.array(this.#items(Number(line)));
      case '>':
        return build.push(this.#items(Number(line)));
      case '~':
        return build.set(this.#items(Number(line)));
      case '%':
        return build.map(pairs(this.#items(2 * Number(line))));
    }
    throw new TwelvefoldError('protocol_error', `twelvefold: no kind of RESP reply: ${JSON.stringify(kind)}`);
  }

  #line(): string {
    const end = this.bytes.indexOf(CR, this.#at);
    if (end < 0 || end + 1 >= this.bytes.length) throw incomplete;
    const line = decodeText(this.bytes.subarray(this.#at + 1, end));
    this.#at = end + 2;
    return line;
  }

  #blob(line: string): Uint8Array {
    const start = this.#at;
    const end = start + Number(line);
    if (end + 2 > this.bytes.length) throw incomplete;
    this.#at = end + 2;
    return this.bytes.subarray(start, end);
  }

  #items(count: number): T[] {
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(this.#reply());
    return items;
  }
}

// Exact where a JavaScript number is, a bigint where it is not.
function integer(line: string): number | bigint {
  const n = Number(line);
  return Number.isSafeInteger(n) ? n : BigInt(line);
}

function double(line: string): number {
  switch (line) {
    case 'inf':
      return Infinity;
    case '-inf':
      return -Infinity;
  }
  return Number(line); // "nan" is NaN too
}

function pairs<T>(items: T[]): [T, T][] {
  const entries: [T, T][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) entries.push([items[i]!, items[i + 1]!]);
  return entries;
}
