// A program as the fragment of a URL. A browser does not send the fragment to
// any server: whom the link is given to is all who see the source.

/** The longest source that a link is taken for, in bytes: the interpreter's own limit. */
const MAX_SOURCE = 4 << 20;

/** Stands before the source; a later form would have another word. */
const PREFIX = '#lox=';

/** Makes the fragment of a source: deflate, then base64url. */
export async function encodeFragment(source: string): Promise<string> {
  const packed = await collect(through(new TextEncoder().encode(source), new CompressionStream('deflate-raw')));
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Reads a fragment: gives undefined where it is none of ours, and throws where
 * it is broken, or holds more than a program may be long.
 */
export async function decodeFragment(fragment: string): Promise<string | undefined> {
  if (!fragment.startsWith(PREFIX)) return undefined;
  try {
    const binary = atob(fragment.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const source = await collect(through(packed, new DecompressionStream('deflate-raw')), MAX_SOURCE);
    return new TextDecoder('utf-8', { fatal: true }).decode(source);
  } catch (cause) {
    throw new Error('The link does not hold a whole program.', { cause });
  }
}

function through(bytes: Uint8Array<ArrayBuffer>, transform: GenericTransformStream): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough<Uint8Array>(transform);
}

/** Reads all of a stream; more than `most` bytes is an error, before they are held. */
async function collect(stream: ReadableStream<Uint8Array>, most = Infinity): Promise<Uint8Array> {
  const chunks: BlobPart[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error('too long');
    }
    chunks.push(value as BlobPart);
  }
}
