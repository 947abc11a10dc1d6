import { SourceDamage } from "@/lib/sources/source-damage";

/** Bits of a stretch of bytes, the highest of each byte first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array, bitOffset: number) {
    this.#bytes = bytes;
    if (bitOffset > 0) this.read(bitOffset);
  }

  /** The next `count` bits, 24 at most, as a number. Throws SourceDamage at the end. */
  read(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new SourceDamage("bzip2 is truncated");
      this.#at += 1;
      this.#bits = ((this.#bits << 8) | byte) & 0x7fffffff;
      this.#count += 8;
    }
    this.#count -= count;
    return (this.#bits >> this.#count) & ((1 << count) - 1);
  }

  /** 32 bits, unsigned. */
  read32(): number {
    return this.read(16) * 65_536 + this.read(16);
  }

  /** Bits read so far, those of the offset among them. */
  get position(): number {
    return this.#at * 8 - this.#count;
  }
}
