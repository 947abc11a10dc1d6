const FIRST_ROOM = 1 << 17;

/**
 * What a COPY answers, piece by piece, in one block of memory: what was not read of a piece stands before the next. Joined anew, each
 * piece would be memory that waits for the garbage collector.
 */
export class CopiedBytes {
  readonly #spare: number;
  #bytes = Buffer.alloc(FIRST_ROOM);
  #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
  #length = 0;

  /** @param spare so many bytes behind the last may be looked at; what stands there means nothing */
  constructor(spare: number) {
    this.#spare = spare;
  }

  /** Another one after `add`, now and then. */
  get view(): DataView {
    return this.#view;
  }

  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length + this.#spare > this.#bytes.length) {
      const larger = Buffer.alloc(2 * (length + this.#spare));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer, larger.byteOffset, larger.length);
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** Forgets what stands before `at`, which is then at 0. */
  drop(at: number): void {
    this.#bytes.copyWithin(0, at, this.#length);
    this.#length -= at;
  }
}
