// A small file has few, and there may be thousands of them.
const FIRST_SLOTS = 1 << 6;
const FIRST_BYTES = 1 << 12;
/** A log made to collide is read without this table instead of slowly with it. */
const MOST_PROBES = 64;

/**
 * Numbers from 0 on for keys that are made of a few stretches of bytes: no text is made to look one up. Keys are compared
 * whole, so a hash that is met twice never joins two.
 */
export class ByteKeys {
  readonly limit: number;
  #slots = new Int32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS);
  #ends = new Int32Array(FIRST_SLOTS);
  #bytes = new Uint8Array(FIRST_BYTES);
  #count = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * The number of the key that consists of the `parts` of `bytes` (from, to, from, to, …; each ends before a byte that
   * is in none of them), or -1 for a key that is not known. `hash` is of the same bytes.
   */
  find(bytes: Uint8Array, parts: Int32Array, partsLength: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const number = (this.#slots[(hash + probe) & mask] as number) - 1;
      if (number < 0) return -1;
      if (this.#hashes[number] === hash && this.#equals(number, bytes, parts, partsLength)) return number;
    }
    return -1;
  }

  /** Gives a key the next number; -1 when the table takes no more. The key must not be known. */
  add(bytes: Uint8Array, parts: Int32Array, partsLength: number, hash: number): number {
    if (this.#count >= this.limit) return -1;
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const slot = (hash + probe) & mask;
      if (this.#slots[slot] !== 0) continue;
      const number = this.#count++;
      this.#slots[slot] = number + 1;
      this.#hashes[number] = hash;
      this.#ends[number] = this.#keep(number, bytes, parts, partsLength);
      return number;
    }
    return -1;
  }

  #equals(number: number, bytes: Uint8Array, parts: Int32Array, partsLength: number): boolean {
    const kept = this.#bytes;
    const end = this.#ends[number] as number;
    let at = number === 0 ? 0 : (this.#ends[number - 1] as number);
    for (let part = 0; part < partsLength; part += 2) {
      const to = parts[part + 1] as number;
      for (let from = parts[part] as number; from < to; from++, at++) if (kept[at] !== bytes[from]) return false;
      // The end of a part is kept too: "ab" "c" is not "a" "bc".
      if (kept[at++] !== 0) return false;
    }
    return at === end;
  }

  #keep(number: number, bytes: Uint8Array, parts: Int32Array, partsLength: number): number {
    let at = number === 0 ? 0 : (this.#ends[number - 1] as number);
    let length = 0;
    for (let part = 0; part < partsLength; part += 2)
      length += (parts[part + 1] as number) - (parts[part] as number) + 1;
    while (at + length > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    for (let part = 0; part < partsLength; part += 2) {
      const stretch = bytes.subarray(parts[part] as number, parts[part + 1] as number);
      this.#bytes.set(stretch, at);
      at += stretch.length;
      this.#bytes[at++] = 0;
    }
    return at;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    this.#hashes = lengthened(this.#hashes, slots.length);
    this.#ends = lengthened(this.#ends, slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = (this.#hashes[number] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function lengthened(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(values);
  return grown;
}
