/** Bit-packed runs come in eights, and writers may pad the last one to a whole group of them. */
const PADDING = 504;

/**
 * Walks the runs of a stretch in Parquet's RLE and bit-packing hybrid without unpacking them: a run says itself how often it
 * repeats, and a decoder writes it out. Throws an Error where a run holds more than what is left of
 * `values`. Runs may end before: nulls have levels and no values.
 */
export function checkRuns(bytes: Uint8Array, from: number, to: number, width: number, values: number): void {
  const value = (width + 7) >> 3;
  let at = from;
  for (let seen = 0; seen < values && at < to; ) {
    let head = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = at < to ? bytes[at] : undefined;
      if (byte === undefined || scale > 2 ** 35) throw new Error("a run of values that is cut off");
      at += 1;
      head += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    const packed = head % 2 === 1;
    const count = Math.floor(head / 2) * (packed ? 8 : 1);
    if (count > values - seen + (packed ? PADDING : 0))
      throw new Error(`a run of ${count} values where ${values - seen} are left`);
    at += packed ? (count / 8) * width : value;
    seen += count;
  }
}

/** Bits that a level up to `most` takes. */
export function bitsFor(most: number): number {
  return 32 - Math.clz32(most);
}
