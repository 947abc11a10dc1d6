import { BitReader } from "@/lib/sources/compression/bit-reader";
import { ByteQueue } from "@/lib/sources/compression/byte-queue";
import { readBzip2Block } from "@/lib/sources/compression/bzip2-block";
import { SourceDamage } from "@/lib/sources/source-damage";

/** A block of 900,000 symbols of 20 bits, with its tables. */
const LARGEST_BLOCK = 2_400_000;
const BLOCK = 0x314159;
const BLOCK_REST = 0x265359;
const END = 0x177245;
const END_REST = 0x385090;

/**
 * Inflates bzip2, any number of streams one after the other, block by block; checksums are held to. Throws SourceDamage
 * where the stream is cut off or corrupt; errors of `blocks` pass.
 */
export async function* unbzip2(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const bytes = new ByteQueue(blocks, "bzip2 is truncated");
  // One for all streams: an empty one has 14 bytes, and would ask for megabytes.
  let sorted = new Uint32Array(0);
  const roomFor = (symbols: number) => {
    if (sorted.length < symbols) sorted = new Uint32Array(symbols);
    return sorted.subarray(0, symbols);
  };
  try {
    while ((await bytes.peek(1)).length > 0) yield* readStream(bytes, roomFor);
  } finally {
    await bytes.close();
  }
}

async function* readStream(
  bytes: ByteQueue,
  roomFor: (symbols: number) => Uint32Array,
): AsyncGenerator<Uint8Array, void> {
  const level = /^BZh([1-9])$/.exec((await bytes.take(4)).toString("latin1"))?.[1];
  if (level === undefined) throw new SourceDamage("bzip2 is corrupt: no stream where one should begin");
  const sorted = roomFor(Number(level) * 100_000);
  let combined = 0;
  let offset = 0;
  for (;;) {
    const bits = new BitReader(await bytes.peek(LARGEST_BLOCK), offset);
    const [first, second] = [bits.read(24), bits.read(24)];
    if (first === END && second === END_REST) {
      if (bits.read32() !== combined >>> 0)
        throw new SourceDamage("bzip2 is corrupt: the stream does not have its checksum");
      await bytes.take(Math.ceil(bits.position / 8));
      return;
    }
    if (first !== BLOCK || second !== BLOCK_REST)
      throw new SourceDamage("bzip2 is corrupt: no block where one should begin");
    const { chunks, crc } = readBzip2Block(bits, sorted);
    combined = ((combined << 1) | (combined >>> 31)) ^ crc;
    await bytes.take(Math.floor(bits.position / 8));
    offset = bits.position % 8;
    yield* chunks;
  }
}
