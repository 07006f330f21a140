import { describe, expect, it } from 'vitest';

import { rangeOf } from '../src/editor/offsets.js';

/** Where a piece of text is, in bytes. */
function spanOf(text: string, piece: string): { start: number; end: number } {
  const start = Buffer.byteLength(text.slice(0, text.indexOf(piece)));
  return { start, end: start + Buffer.byteLength(piece) };
}

describe('a span of bytes as a range of code units', () => {
  it.each([
    ['ASCII', 'print value;', 'value'],
    ['behind two bytes', 'print "ü"; value', 'value'],
    ['behind three', 'print "世界"; value', 'value'],
    ['behind four, a pair of units', 'print "🦊🦊"; value', 'value'],
    ['of such characters itself', 'print "a🦊ü"; 1', '"a🦊ü"'],
    ['behind half of a pair', 'print "\ud83e"; value', 'value'],
  ])('%s', (_what, text, piece) => {
    const { from, to } = rangeOf(text, spanOf(text, piece));
    expect(text.slice(from, to)).toBe(piece);
  });

  it('ends with the text', () => {
    expect(rangeOf('ab', { start: 1, end: 9 })).toEqual({ from: 1, to: 2 });
    expect(rangeOf('ab', { start: 7, end: 9 })).toEqual({ from: 2, to: 2 });
  });
});
