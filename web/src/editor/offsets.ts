// The engine counts places in a source in bytes of UTF-8, the editor in UTF-16
// code units.

/** A piece of a source, in bytes: start is in it, end is not. */
export interface Span {
  start: number;
  end: number;
}

/** A piece of a document of the editor. */
export interface Range {
  from: number;
  to: number;
}

/** Turns a span of a text into a range of it. What lies outside is cut off. */
export function rangeOf(text: string, { start, end }: Span): Range {
  const from = position(text, start);
  return { from, to: Math.max(from, position(text, end)) };
}

/** The code unit at which a byte's character begins. */
function position(text: string, byte: number): number {
  let at = 0;
  let bytes = 0;
  while (at < text.length && bytes < byte) {
    const point = text.codePointAt(at)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    at += point < 0x10000 ? 1 : 2;
  }
  return at;
}
