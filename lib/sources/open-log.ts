import { CODEC_BYTES, type Codec, codecOf } from "@/lib/sources/compression/codec";
import { decompress } from "@/lib/sources/compression/decompress";
import { salvageGzip } from "@/lib/sources/compression/salvage-gzip";
import { openPlace } from "@/lib/sources/open-place";
import type { OpenPlace } from "@/lib/sources/open-place.types";
import { SourceDamage } from "@/lib/sources/source-damage";

const READ_BYTES = 1 << 18;
/** What zlib had inflated of the block a corruption stands in is lost with it: a damaged file is read in small ones. */
const SMALL_BLOCK_BYTES = 1 << 14;
/** DEFLATE cannot exceed 1032:1; logs stay far below 500, so a stream beyond it is made to fill a disk. */
export const INFLATE_LIMITS = { maxRatio: 500, floorBytes: 1 << 28 };
const TEXT_BYTES = 2048;

/** What is wrong with the compressed stream. What could be read before it stays. */
export interface Damage {
  reason: string;
  /** The unfinished record that was cut off, as text. */
  text: string;
}

export interface OpenLog {
  /** The log's bytes, inflated where the file is compressed. Throws only when the file itself cannot be read. */
  chunks: AsyncGenerator<Uint8Array, void>;
  /** Bytes of the file read so far (compressed ones, if it is compressed). */
  bytesRead(): number;
  /** Set once `chunks` has ended early because the compressed stream is truncated or corrupt. */
  damage(): Damage | null;
}

interface ReadState {
  bytesRead: number;
  damage: Damage | null;
}

/** Opens a file or a stored object as a stream of log bytes. gzip, zstd and bzip2, any number of members each, are told by their first bytes. */
export function openLog(path: string, limits = INFLATE_LIMITS): OpenLog {
  const state: ReadState = { bytesRead: 0, damage: null };
  return { chunks: readChunks(path, state, limits), bytesRead: () => state.bytesRead, damage: () => state.damage };
}

async function* readChunks(
  path: string,
  state: ReadState,
  limits: typeof INFLATE_LIMITS,
): AsyncGenerator<Uint8Array, void> {
  const handle = await openPlace(path);
  try {
    const { size } = handle;
    const head = Buffer.alloc(CODEC_BYTES);
    const { bytesRead } = await handle.read(head, 0, CODEC_BYTES, 0);
    const codec = codecOf(head.subarray(0, bytesRead));
    const readBytes = Math.min(READ_BYTES, size + 1);
    yield* codec
      ? inflate(codec, inflateAll(codec, { handle, state, size, readBytes }), state, limits)
      : readBlocks(handle, state, { readBytes, blockBytes: readBytes });
  } finally {
    await handle.close();
  }
}

async function* readBlocks(
  handle: OpenPlace,
  state: ReadState,
  { readBytes, blockBytes }: { readBytes: number; blockBytes: number },
): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; ; ) {
    const read = Buffer.allocUnsafeSlow(readBytes);
    const { bytesRead } = await handle.read(read, 0, readBytes, at);
    if (bytesRead === 0) return;
    for (let from = 0; from < bytesRead; from += blockBytes) {
      const block = read.subarray(from, Math.min(from + blockBytes, bytesRead));
      at += block.length;
      // What is read once more was read before.
      state.bytesRead = Math.max(state.bytesRead, at);
      yield block;
    }
  }
}

/**
 * Inflates in large blocks, which takes half the time of small ones; where that fails, once more in small ones from what
 * was given on, for what a large block takes with it, and gzip up to the very byte. Throws SourceDamage behind all that could be inflated.
 */
async function* inflateAll(
  codec: Codec,
  {
    handle,
    state,
    size,
    readBytes,
  }: {
    handle: OpenPlace;
    state: ReadState;
    size: number;
    readBytes: number;
  },
): AsyncGenerator<Uint8Array, void> {
  let given = 0;
  try {
    for await (const chunk of decompress(
      codec,
      readBlocks(handle, state, { readBytes, blockBytes: readBytes }),
      size,
    )) {
      given += chunk.length;
      yield chunk;
    }
    return;
  } catch (error) {
    if (!(error instanceof SourceDamage)) throw error;
  }
  const again = () => readBlocks(handle, state, { readBytes, blockBytes: SMALL_BLOCK_BYTES });
  if (codec === "gzip") {
    yield* salvageGzip(again, given);
    return;
  }
  for await (const chunk of decompress(codec, again(), size)) {
    const known = Math.min(given, chunk.length);
    given -= known;
    if (known < chunk.length) yield chunk.subarray(known);
  }
}

/** One chunk is held back, so that on damage the last, unfinished line can be cut off it. */
async function* inflate(
  codec: Codec,
  chunks: AsyncGenerator<Uint8Array, void>,
  state: ReadState,
  limits: typeof INFLATE_LIMITS,
): AsyncGenerator<Uint8Array, void> {
  let held: Buffer | null = null;
  let inflated = 0;
  let reason: string | null = null;
  try {
    for await (const chunk of chunks) {
      inflated += chunk.length;
      if (inflated > limits.floorBytes && inflated > state.bytesRead * limits.maxRatio) {
        reason = `${codec} inflates more than ${limits.maxRatio} times: reading stopped`;
        break;
      }
      if (held) yield held;
      held = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    }
  } catch (error) {
    if (!(error instanceof SourceDamage)) throw error;
    reason = error.message;
  }
  if (reason === null) {
    if (held) yield held;
    return;
  }
  const end = held ? held.lastIndexOf(0x0a) + 1 : 0;
  // Without a line end the chunk is part of one large document: its reader decides what can be saved.
  const keep = held && end > 0 ? held.subarray(0, end) : held;
  state.damage = { reason, text: held && end > 0 ? held.subarray(end, end + TEXT_BYTES).toString("utf8") : "" };
  if (keep) yield keep;
}
