import { isAscii } from "node:buffer";

const UTF16_LITTLE = "utf-16le";
const UTF16_BIG = "utf-16be";
const PIECE_BYTES = 256 * 1024;

/**
 * Turns the bytes of a file into text, chunk by chunk. UTF-8 unless a byte order mark says UTF-16; the mark is
 * dropped, and bytes that are no text become U+FFFD. What comes out does not depend on how the bytes were cut.
 */
export class TextReader {
  #decoder: TextDecoder | null = null;
  #start: Uint8Array = new Uint8Array(0);
  #utf8 = true;
  /** True while the decoder may hold the first bytes of a character. */
  #pending = false;

  /** Text of the next bytes, in pieces of bounded size. */
  *read(chunk: Uint8Array): Generator<string> {
    for (const stretch of this.cut(chunk)) yield this.decode(stretch);
  }

  /** The next bytes in stretches of bounded size, each of which is to be decoded in its turn or, when plain, taken as it is. */
  *cut(chunk: Uint8Array): Generator<Uint8Array> {
    let bytes = chunk;
    if (!this.#decoder) {
      bytes = join(this.#start, chunk);
      // A mark has two or three bytes: wait for them.
      if (bytes.length < 3) {
        this.#start = bytes.slice();
        return;
      }
      bytes = this.#open(bytes);
    }
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      yield bytes.subarray(from, from + PIECE_BYTES);
    }
  }

  /** True for a stretch whose text is its bytes. */
  isPlain(stretch: Uint8Array): boolean {
    return this.#utf8 && !this.#pending && isAscii(stretch);
  }

  /** True for UTF-8, where a line end is one byte and nothing else has it. */
  get hasByteLines(): boolean {
    return this.#utf8;
  }

  /** Goes on behind bytes that were left out, which ended with a whole character. */
  goOn(): void {
    if (!this.#pending) return;
    this.#decoder?.decode();
    this.#pending = false;
  }

  /** The text that was still held back at the end of the file. */
  finish(): string {
    if (!this.#decoder) return this.decode(this.#open(this.#start)) + this.#rest();
    return this.#rest();
  }

  #rest(): string {
    return this.#decoder?.decode() ?? "";
  }

  #open(bytes: Uint8Array): Uint8Array {
    const [first, second, third] = bytes;
    const little = first === 0xff && second === 0xfe;
    const big = first === 0xfe && second === 0xff;
    this.#utf8 = !little && !big;
    this.#decoder = new TextDecoder(little ? UTF16_LITTLE : big ? UTF16_BIG : "utf-8", { ignoreBOM: true });
    if (!this.#utf8) return bytes.subarray(2);
    return first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
  }

  decode(bytes: Uint8Array): string {
    // Plain ASCII, the rule in logs, is copied as it is: several times faster than decoding.
    if (this.isPlain(bytes)) {
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    }
    this.#pending = (bytes[bytes.length - 1] ?? 0) >= 0x80;
    return this.#decoder?.decode(bytes, { stream: true }) ?? "";
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
