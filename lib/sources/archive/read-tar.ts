import { Readable } from "node:stream";
import { type ExtractEvents, extract } from "tar-stream";
import { type ArchiveEntry, folderEntry, refusedEntry } from "@/lib/sources/archive/archive-entry";
import { SourceDamage } from "@/lib/sources/source-damage";

/** Throws what an error of the reading means. */
type Fail = (error: unknown) => never;
type Source = ExtractEvents["entry"][1];

/** Archives of before POSIX too; the types of the library do not know the option. */
const OPTIONS = { highWaterMark: 1 << 16, allowUnknownFormat: true };
const BLOCK_BYTES = 512;
const CHECKSUM_AT = 148;

/** True for bytes that begin with the header of a tar entry: its checksum is right (POSIX ustar, GNU, and before both). */
export function isTar(head: Uint8Array): boolean {
  const block = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, BLOCK_BYTES));
  if (block.length < BLOCK_BYTES || block[0] === 0) return false;
  const written = /^\0? *([0-7]{1,7})[\0 ]/.exec(block.toString("latin1", CHECKSUM_AT, CHECKSUM_AT + 8))?.[1];
  if (written === undefined) return false;
  const blank = 8 * 0x20;
  const sum = block.reduce((all, byte, at) => all + (at >= CHECKSUM_AT && at < CHECKSUM_AT + 8 ? 0 : byte), blank);
  return sum === Number.parseInt(written, 8);
}

/**
 * The entries of a tar stream. Throws SourceDamage where it is cut off or no header stands where one should; errors of
 * `chunks` pass.
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry, void> {
  const unpack = extract(OPTIONS);
  const input = Readable.from(chunks, { objectMode: false });
  let inputError: Error | null = null;
  input.on("error", (error: Error) => {
    inputError = error;
    unpack.destroy(error);
  });
  input.pipe(unpack);
  const asDamage: Fail = (error) => {
    if (inputError) throw inputError;
    const message = error instanceof Error ? error.message : String(error);
    throw new SourceDamage(message === "Unexpected end of data" ? "tar is truncated" : `tar is damaged: ${message}`);
  };
  const entries = unpack[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await entries.next().catch(asDamage);
      if (next.done) return;
      yield toEntry(next.value, asDamage);
      // An entry that nobody wanted is read past.
      next.value.resume();
    }
  } finally {
    input.destroy();
    unpack.destroy();
  }
}

function toEntry(entry: Source, asDamage: Fail): ArchiveEntry {
  const { name, type } = entry.header;
  if (type === "directory") return folderEntry(name);
  if (type === "symlink" || type === "link") return refusedEntry(name, "a link to another file: not followed");
  if (type !== "file" && type !== "contiguous-file")
    return refusedEntry(name, `${type ?? "an entry of an unknown kind"}: not read`);
  return { name, kind: "file", reason: null, chunks: () => readContent(entry, asDamage) };
}

async function* readContent(entry: Source, asDamage: Fail): AsyncGenerator<Uint8Array, void> {
  let left = entry.header.size;
  try {
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      left -= chunk.length;
      yield chunk;
    }
  } catch (error) {
    asDamage(error);
  }
  if (left > 0) asDamage(new Error("Unexpected end of data"));
}
