import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { getFileNameLowLevel } from "yauzl";
import { type ArchiveEntry, folderEntry, refusedEntry } from "@/lib/sources/archive/archive-entry";
import { SourceDamage } from "@/lib/sources/source-damage";

const LOCAL_HEADER = 0x04034b50;
const HEADER_BYTES = 30;
const READ_BYTES = 1 << 14;
/** What follows content whose size the header did not know: checksum and sizes of four or eight bytes, with a mark. */
const LONGEST_DESCRIPTOR = 24;
const TRUNCATED = "zip is truncated";

interface LocalEntry {
  name: string;
  flags: number;
  deflated: boolean;
  readable: boolean;
  /** Null where it stands behind the content. */
  size: number | null;
  crc: number;
  dataAt: number;
}

/**
 * The entries of a zip whose directory, at its end, is missing or damaged, by the headers that stand before each: what
 * was sent before a download broke off. Ends where no header follows; file system errors pass.
 */
export async function* salvageZip(path: string): AsyncGenerator<ArchiveEntry, void> {
  const handle = await open(path, "r");
  try {
    for (let at: number | null = 0; at !== null; ) {
      const entry = await readHeader(handle, at);
      if (entry === null) return;
      const state: { end: number | null } = { end: entry.size === null ? null : entry.dataAt + entry.size };
      yield toEntry(handle, entry, state);
      at = state.end;
    }
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, at: number): Promise<LocalEntry | null> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, at);
  if (bytesRead < HEADER_BYTES || buffer.readUInt32LE(0) !== LOCAL_HEADER) return null;
  const [flags, method, compressed] = [buffer.readUInt16LE(6), buffer.readUInt16LE(8), buffer.readUInt32LE(18)];
  const nameBytes = buffer.readUInt16LE(26);
  const name = await handle.read(Buffer.alloc(nameBytes), 0, nameBytes, at + HEADER_BYTES);
  if (name.bytesRead < nameBytes) return null;
  // Sizes of more than four bytes stand elsewhere: the content tells where it ends.
  const known = (flags & 8) === 0 && compressed !== 0xffffffff;
  return {
    name: getFileNameLowLevel(flags, name.buffer, [], true),
    ...{ flags, deflated: method === 8, readable: method === 8 || (method === 0 && known) },
    ...{ size: known ? compressed : null, crc: buffer.readUInt32LE(14) },
    dataAt: at + HEADER_BYTES + nameBytes + buffer.readUInt16LE(28),
  };
}

function toEntry(handle: FileHandle, entry: LocalEntry, state: { end: number | null }): ArchiveEntry {
  if (entry.name.endsWith("/")) return folderEntry(entry.name);
  if ((entry.flags & 1) === 1) return refusedEntry(entry.name, "encrypted: unpack it with its password first");
  if (!entry.readable)
    return refusedEntry(entry.name, "compressed by a method or of a size that is not known: not read");
  return { name: entry.name, kind: "file", reason: null, chunks: () => readContent(handle, entry, state) };
}

async function* readContent(
  handle: FileHandle,
  entry: LocalEntry,
  state: { end: number | null },
): AsyncGenerator<Uint8Array, void> {
  let crc = 0;
  let length = 0;
  const blocks = readBlocks(handle, entry.dataAt, entry.size);
  const content = entry.deflated ? inflate(blocks, (read) => (length = read)) : blocks;
  for await (const chunk of content) {
    crc = crc32(chunk, crc);
    if (!entry.deflated) length += chunk.length;
    yield chunk;
  }
  if (entry.size === null) state.end = await findNext(handle, entry.dataAt + length);
  else if (length < entry.size) throw new SourceDamage(TRUNCATED);
  if (entry.size !== null && crc !== entry.crc)
    throw new SourceDamage("zip is damaged: the content does not have its checksum");
}

async function* readBlocks(handle: FileHandle, from: number, size: number | null): AsyncGenerator<Uint8Array, void> {
  const end = size === null ? Number.POSITIVE_INFINITY : from + size;
  for (let at = from; at < end; ) {
    const wanted = Math.min(READ_BYTES, end - at);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Inflates until the stream ends by itself, and tells how many bytes of it there were. */
async function* inflate(
  blocks: AsyncIterable<Uint8Array>,
  tell: (bytesRead: number) => void,
): AsyncGenerator<Uint8Array, void> {
  const inflater = createInflateRaw({ chunkSize: 1 << 18 });
  const input = Readable.from(blocks, { objectMode: false });
  let inputError: Error | null = null;
  input.on("error", (error: Error) => {
    inputError = error;
    inflater.destroy(error);
  });
  input.pipe(inflater);
  try {
    yield* inflater as AsyncIterable<Buffer>;
    tell(inflater.bytesWritten);
  } catch (error) {
    if (inputError) throw inputError;
    const code = error instanceof Error && "code" in error ? error.code : null;
    throw new SourceDamage(code === "Z_BUF_ERROR" ? TRUNCATED : "zip is damaged: the content cannot be inflated");
  } finally {
    input.destroy();
    inflater.destroy();
  }
}

/** Where the next header stands behind a descriptor of either length; null at the end. */
async function findNext(handle: FileHandle, from: number): Promise<number | null> {
  const wanted = LONGEST_DESCRIPTOR + 4;
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, from);
  const at = buffer.subarray(0, bytesRead).indexOf(Buffer.from("PK\u0003\u0004", "latin1"));
  return at < 0 ? null : from + at;
}
