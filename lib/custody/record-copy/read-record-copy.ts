import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import {
  type BlockEntry,
  type CopyBlock,
  type CopyIndex,
  MARK,
  recordCopyPath,
  TRAILER_BYTES,
} from "@/lib/custody/record-copy/copy-layout";
import type { RecordText } from "@/lib/formats/find-record-text";

const unpack = promisify(inflateRaw);

/**
 * The block of a record copy that holds a record: the texts in it, by number. Null where there is no copy, or it was made
 * with other columns or is damaged: the original then has to be read.
 */
export async function readRecordCopy(
  dataDir: string,
  sha256: string,
  record: number,
  flowColumns: readonly string[] | null = null,
): Promise<Map<number, RecordText> | null> {
  const file = await open(recordCopyPath(dataDir, sha256), "r").catch(() => null);
  if (!file) return null;
  try {
    const index = await readIndex(file);
    if (JSON.stringify(index?.flowColumns ?? null) !== JSON.stringify(flowColumns)) return null;
    const block = index && blockOf(index.blocks, record);
    if (!block) return null;
    const entries = JSON.parse(await text(file, block.offset, block.length)) as BlockEntry[];
    return new Map(entries.map(([number, text, asWritten]) => [number, { text, asWritten: asWritten === 1 }]));
  } catch {
    // It is derived: whatever is wrong with it, the original is not.
    return null;
  } finally {
    await file.close();
  }
}

async function readIndex(file: FileHandle): Promise<CopyIndex | null> {
  const { size } = await file.stat();
  if (size < TRAILER_BYTES) return null;
  const trailer = await bytes(file, size - TRAILER_BYTES, TRAILER_BYTES);
  if (trailer.toString("latin1", 16) !== MARK) return null;
  const [offset, length] = [Number(trailer.readBigUInt64LE(0)), Number(trailer.readBigUInt64LE(8))];
  return JSON.parse(await text(file, offset, length)) as CopyIndex;
}

/** The last block that begins at or before the record. */
function blockOf(blocks: readonly CopyBlock[], record: number): CopyBlock | null {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as CopyBlock).record <= record) low = middle + 1;
    else high = middle;
  }
  return blocks[low - 1] ?? null;
}

async function text(file: FileHandle, offset: number, length: number): Promise<string> {
  return (await unpack(await bytes(file, offset, length))).toString("utf8");
}

async function bytes(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { size } = await file.stat();
  if (offset < 0 || length < 0 || offset + length > size) throw new Error("the copy is damaged");
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, offset);
  return buffer;
}
