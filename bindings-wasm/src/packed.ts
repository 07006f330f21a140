// Bytes as the module packs them (wasm/abi.go), taken apart.

const decoder = new TextDecoder();

/** Below this length a loop over char codes beats TextEncoder and TextDecoder. */
export const SHORT = 48;

/** Bytes as text; what is not UTF-8 becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length > SHORT) return decoder.decode(bytes);
  let text = '';
  for (const byte of bytes) {
    if (byte > 0x7f) return decoder.decode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Reads what wasm/abi.go packs: byte strings with their lengths, and float64. */
export class Packed {
  #at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.bytes.length;
  }

  field(): Uint8Array {
    const length = this.#view.getUint32(this.#at, true);
    this.#at += 4 + length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return decodeText(this.field());
  }

  number(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }
}

/** The chunks as one. */
export function joined(chunks: Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
