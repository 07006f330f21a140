import { deflateRawSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { decodeFragment, encodeFragment } from '../src/share.js';

const fragmentOf = (bytes: Uint8Array): string => `#lox=${Buffer.from(deflateRawSync(bytes)).toString('base64url')}`;

describe('a program as a fragment', () => {
  it.each([
    ['nothing', ''],
    ['a line', 'print "hello";\n'],
    ['what is not ASCII', 'print "Grüße, 世界 🦊";'],
    ['all bytes below 256', String.fromCharCode(...Array(256).keys())],
    ['a long program', 'print 1 + 2; // again\n'.repeat(10_000)],
  ])('comes back: %s', async (_what, source) => {
    const fragment = await encodeFragment(source);
    expect(fragment).toMatch(/^#lox=[\w-]*$/);
    expect(await decodeFragment(fragment)).toBe(source);
  });

  it('is short where the program repeats itself', async () => {
    expect((await encodeFragment('print 1;\n'.repeat(1000))).length).toBeLessThan(100);
  });

  it('is what another deflate makes, too', async () => {
    expect(await decodeFragment(fragmentOf(Buffer.from('print 1;')))).toBe('print 1;');
  });

  it('leaves other fragments alone', async () => {
    for (const fragment of ['', '#', '#top', 'lox=x']) expect(await decodeFragment(fragment)).toBeUndefined();
  });

  it.each([
    ['no base64', '#lox=%%%'],
    ['cut off', fragmentOf(Buffer.from('print "a long enough program";')).slice(0, -8)],
    ['no deflate', '#lox=AAAA_-__'],
    ['no UTF-8', fragmentOf(Uint8Array.of(0xff, 0xfe))],
    ['longer than a program may be', fragmentOf(Buffer.alloc(5 << 20))],
  ])('is refused where it is broken: %s', async (_what, fragment) => {
    await expect(decodeFragment(fragment)).rejects.toThrow('The link does not hold a whole program.');
  });
});
