import { crc32 } from "node:zlib";
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import { type ArchiveEntry, folderEntry, refusedEntry } from "@/lib/sources/archive/archive-entry";
import { salvageZip } from "@/lib/sources/archive/salvage-zip";
import { SourceDamage } from "@/lib/sources/source-damage";

const STORED = 0;
const DEFLATED = 8;

/**
 * The entries of a zip file by its central directory (APPNOTE 6.3, zip64 too); where that is missing, those that are found
 * without it. Then, and where the directory cannot be followed, it throws SourceDamage at the end; file system errors pass.
 */
export async function* readZip(path: string): AsyncGenerator<ArchiveEntry, void> {
  let missing: SourceDamage | null = null;
  // Names are texts here: yauzl's own checks of them, which would end the reading, are left out.
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    .catch(asDamage)
    .catch((error: unknown) => {
      if (!(error instanceof SourceDamage)) throw error;
      missing = error;
      return null;
    });
  if (zip === null) {
    yield* salvageZip(path);
    throw missing;
  }
  try {
    const entries = zip.eachEntry();
    for (;;) {
      const next = await entries.next().catch(asDamage);
      if (next.done) return;
      yield toEntry(zip, next.value);
    }
  } finally {
    zip.close();
  }
}

/** An error of the file system has a code; one of the archive has none. */
function asDamage(error: unknown): never {
  if (!(error instanceof Error) || ("code" in error && !String(error.code).startsWith("Z_"))) throw error;
  throw new SourceDamage(`zip is damaged: ${error.message}`);
}

function toEntry(zip: ZipFile, entry: Entry): ArchiveEntry {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  // The upper half of the attributes is a Unix mode where a Unix wrote the archive.
  const mode = entry.versionMadeBy >> 8 === 3 ? (entry.externalFileAttributes >>> 16) & 0o170000 : 0;
  if (name.endsWith("/") || name.endsWith("\\")) return folderEntry(name);
  if (mode === 0o120000) return refusedEntry(name, "a symbolic link: not followed");
  if (entry.isEncrypted()) return refusedEntry(name, "encrypted: unpack it with its password first");
  const method = entry.compressionMethod;
  if (method !== STORED && method !== DEFLATED)
    return refusedEntry(name, `compressed by zip method ${method}: not read`);
  const packing = entry.compressedSize / Math.max(1, entry.uncompressedSize);
  return { name, kind: "file", reason: null, packing, chunks: () => readContent(zip, entry) };
}

async function* readContent(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array, void> {
  const stream = await zip.openReadStreamPromise(entry).catch(asDamage);
  let crc = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    asDamage(error);
  } finally {
    stream.destroy();
  }
  if (crc !== entry.crc32) throw new SourceDamage("zip is damaged: the content does not have its checksum");
}
