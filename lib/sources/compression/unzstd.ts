import { Decompress } from "fzstd";
import { ByteQueue } from "@/lib/sources/compression/byte-queue";
import { SourceDamage } from "@/lib/sources/source-damage";

/** What the zstd command takes without being told otherwise; a frame may ask for 2 GiB of memory and more. */
const LARGEST_WINDOW = 1 << 27;
const TRUNCATED = "zstd is truncated";
const FRAME = 0xfd2fb528;
/** Beyond it a frame is walked through in pieces. */
const LARGEST_HEADER = 18;
const LARGEST_BLOCK = 1 << 17;
/** A frame of so many bytes may have the memory that it asks for. */
const LOOKED_AT = 1 << 18;

/**
 * Inflates zstd (RFC 8878), any number of frames, skippable ones too, block by block. Frames are walked through here, so
 * that their sizes are known before memory is asked for. Content checksums are not looked at: fzstd has no xxHash.
 * Throws SourceDamage where the stream is cut off, corrupt or needs more than 128 MiB of window; errors of `blocks` pass.
 */
export async function* unzstd(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const bytes = new ByteQueue(blocks, TRUNCATED);
  try {
    for (;;) {
      const magic = await bytes.peek(4);
      if (magic.length === 0) return;
      if (magic.length < 4) throw new SourceDamage(TRUNCATED);
      const kind = magic.readUInt32LE(0);
      if (kind === FRAME) yield* readFrame(bytes);
      else if ((kind & 0xfffffff0) >>> 0 === 0x184d2a50) await skipFrame(bytes);
      else throw new SourceDamage("zstd is corrupt: no frame where one should begin");
    }
  } finally {
    await bytes.close();
  }
}

async function skipFrame(bytes: ByteQueue): Promise<void> {
  let left = (await bytes.take(8)).readUInt32LE(4);
  while (left > 0) {
    const part = Math.min(left, 1 << 16);
    await bytes.take(part);
    left -= part;
  }
}

async function* readFrame(bytes: ByteQueue): AsyncGenerator<Uint8Array, void> {
  const { length, window, checksum } = readHeader(await bytes.peek(LARGEST_HEADER));
  if (window > LARGEST_WINDOW) throw new SourceDamage(`zstd asks for ${window} bytes of memory: not read`);
  const inflated: Uint8Array[] = [];
  const frame = new Decompress((chunk) => inflated.push(chunk));
  // Given together with the first block: fzstd keeps what is shorter to itself.
  const most = await mostContent(bytes, length);
  let header: Uint8Array = narrowed(await bytes.take(length), window, most);
  for (;;) {
    const start = await bytes.peek(3);
    if (start.length < 3) throw new SourceDamage(TRUNCATED);
    const head = start.readUIntLE(0, 3);
    const last = (head & 1) === 1;
    const repeated = ((head >> 1) & 3) === 1;
    const block = await bytes.take(3 + (repeated ? 1 : head >> 3) + (last && checksum ? 4 : 0));
    give(frame, Buffer.concat([header, block]), last);
    header = new Uint8Array(0);
    yield* inflated.splice(0).filter((chunk) => chunk.length > 0);
    if (last) return;
  }
}

/** What the blocks of a frame can inflate to; infinite for a frame that does not end within the bytes looked at. */
async function mostContent(bytes: ByteQueue, headerLength: number): Promise<number> {
  const start = await bytes.peek(headerLength + LOOKED_AT);
  let most = 0;
  for (let at = headerLength; at + 3 <= start.length; ) {
    const head = start.readUIntLE(at, 3);
    const kind = (head >> 1) & 3;
    most += kind === 2 ? LARGEST_BLOCK : head >> 3;
    if ((head & 1) === 1) return most;
    at += 3 + (kind === 1 ? 1 : head >> 3);
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * The frame's header, asking for no more memory than the frame can fill: a hundred megabytes for each of many frames of
 * a few bytes would take hours.
 */
function narrowed(header: Buffer, window: number, most: number): Buffer {
  if (most >= window) return header;
  const flags = header[4] ?? 0;
  if ((flags & 0x20) !== 0) throw new SourceDamage("zstd is corrupt: a frame is shorter than it says");
  let exponent = Math.log2(LARGEST_BLOCK);
  while (2 ** exponent < most) exponent += 1;
  if (2 ** exponent >= window) return header;
  const narrow = Buffer.from(header);
  narrow[5] = (exponent - 10) << 3;
  return narrow;
}

function give(frame: Decompress, part: Uint8Array, last: boolean): void {
  try {
    frame.push(part, last);
  } catch (error) {
    throw new SourceDamage(`zstd is corrupt: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Frame_Header: section 3.1.1.1 of RFC 8878. */
function readHeader(start: Buffer): { length: number; window: number; checksum: boolean } {
  const flags = start[4];
  if (flags === undefined) throw new SourceDamage(TRUNCATED);
  const single = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  const contentBytes = [single ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const contentAt = 5 + (single ? 0 : 1) + dictionary;
  const length = contentAt + contentBytes;
  if (start.length < length) throw new SourceDamage(TRUNCATED);
  if (dictionary > 0 && start.subarray(contentAt - dictionary, contentAt).some((byte) => byte !== 0))
    throw new SourceDamage("zstd needs a dictionary that is not here: not read");
  if (single) return { length, window: contentSize(start, contentAt, contentBytes), checksum: (flags & 4) !== 0 };
  const descriptor = start[5] ?? 0;
  const base = 2 ** (10 + (descriptor >> 3));
  return { length, window: base + (base / 8) * (descriptor & 7), checksum: (flags & 4) !== 0 };
}

function contentSize(start: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(start.readBigUInt64LE(at));
  return start.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}
