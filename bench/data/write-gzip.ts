import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";

const BLOCK_PIECES = 4096;

export interface TextFile {
  /** What stands before the first piece, between two, and after the last one. */
  before?: string;
  between: string;
  after: string;
}

export const LINES: TextFile = { between: "\n", after: "\n" };

/** Writes pieces of text as one gzip file, at constant memory. A level other than the usual one makes other bytes of it. */
export async function writeGzip(
  path: string,
  pieces: Iterable<string>,
  { before = "", between, after }: TextFile,
  level: number = constants.Z_BEST_SPEED,
): Promise<void> {
  const packed = createGzip({ level });
  const file = createWriteStream(path);
  packed.pipe(file);
  await writeBlocks(packed, pieces, { before, between, after });
  packed.end();
  await finished(file);
}

/** Writes pieces of text to a stream, as fast as it takes them. Does not end it. */
export async function writeBlocks(
  stream: Writable,
  pieces: Iterable<string>,
  { before = "", between, after }: TextFile,
): Promise<void> {
  let block: string[] = [];
  let lead = before;
  const write = async (end: string) => {
    if (!stream.write(lead + block.join(between) + end)) await once(stream, "drain");
    block = [];
    lead = between;
  };
  for (const piece of pieces) {
    block.push(piece);
    if (block.length === BLOCK_PIECES) await write("");
  }
  if (block.length > 0) await write(after);
  else stream.write(after);
}
