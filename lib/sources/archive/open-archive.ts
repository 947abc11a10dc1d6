import { stat } from "node:fs/promises";
import path from "node:path";
import type { ArchiveEntry } from "@/lib/sources/archive/archive-entry";
import { readTar } from "@/lib/sources/archive/read-tar";
import { readZip } from "@/lib/sources/archive/read-zip";
import type { FileForm } from "@/lib/sources/archive/tell-form";
import { INFLATE_LIMITS, openLog } from "@/lib/sources/open-log";
import { SourceDamage, SourceLimit } from "@/lib/sources/source-damage";

/** What an archive may come to before it is taken for one that is made to fill a disk. */
export interface ArchiveLimits {
  maxRatio: number;
  /** Up to here no ratio counts. */
  floorBytes: number;
  maxBytes: number;
  maxEntries: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { ...INFLATE_LIMITS, maxBytes: 2 ** 40, maxEntries: 200_000 };

/**
 * The entries of an archive one by one; `name` is the archive's own. Throws SourceDamage where it cannot be followed any
 * further, SourceLimit where it passes a limit, which the reason names; what was given before stays. `onRead` hears how many
 * bytes of the archive were read so far, as content is read.
 */
export async function* openArchive(
  file: { path: string; name: string; form: Exclude<FileForm, "log" | "parquet"> },
  { limits = ARCHIVE_LIMITS, onRead }: { limits?: ArchiveLimits; onRead?: (bytes: number) => void } = {},
): AsyncGenerator<ArchiveEntry, void> {
  const { size } = await stat(file.path);
  let entries = 0;
  let unpacked = 0;
  let read = 0;
  const count: Count = (bytes, from) => {
    unpacked += bytes;
    read = "at" in from ? from.at : read + bytes * from.packing;
    onRead?.(Math.min(size, Math.round(read)));
    if (unpacked > limits.maxBytes) throw new SourceLimit(`unpacks to more than ${limits.maxBytes} bytes: stopped`);
    if (unpacked > limits.floorBytes && unpacked > size * limits.maxRatio)
      throw new SourceLimit(`unpacks to more than ${limits.maxRatio} times its size: stopped`);
  };
  for await (const entry of entriesOf(file, count)) {
    entries += 1;
    if (entries > limits.maxEntries) throw new SourceLimit(`holds more than ${limits.maxEntries} files: stopped`);
    yield entry;
  }
}

/** Hears of bytes of the content, and how far into the archive they are, or how many of its bytes each took. */
type Count = (bytes: number, from: { at: number } | { packing: number }) => void;

async function* counted(chunks: AsyncIterable<Uint8Array>, count: Count, from: () => Parameters<Count>[1]) {
  for await (const chunk of chunks) {
    count(chunk.length, from());
    yield chunk;
  }
}

async function* entriesOf(
  file: { path: string; name: string; form: Exclude<FileForm, "log" | "parquet"> },
  count: Count,
): AsyncGenerator<ArchiveEntry, void> {
  if (file.form === "zip") {
    for await (const entry of readZip(file.path)) {
      const from = { packing: entry.packing ?? 1 };
      yield { ...entry, chunks: () => counted(entry.chunks(), count, () => from) };
    }
    return;
  }
  // Its own limits are those of the whole.
  const log = openLog(file.path, { maxRatio: Number.POSITIVE_INFINITY, floorBytes: 0 });
  const at = () => ({ at: log.bytesRead() });
  if (file.form === "packed") {
    yield { name: innerName(file.name), kind: "file", reason: null, chunks: () => counted(whole(log), count, at) };
    return;
  }
  try {
    // All of it, as what nobody wants, and what stands between the files, is inflated too.
    yield* readTar(counted(log.chunks, count, at));
  } catch (error) {
    const damage = log.damage();
    // That the compressed stream broke off says more than that the tar inside did.
    throw error instanceof SourceDamage && damage ? new SourceDamage(damage.reason) : error;
  }
  const damage = log.damage();
  if (damage) throw new SourceDamage(damage.reason);
}

async function* whole(log: ReturnType<typeof openLog>): AsyncGenerator<Uint8Array, void> {
  yield* log.chunks;
  const damage = log.damage();
  if (damage) throw new SourceDamage(damage.reason);
}

/** `trail.zip.gz` holds `trail.zip`. */
function innerName(name: string): string {
  const base = path.posix.basename(name);
  return base.replace(/\.[a-z0-9]{1,5}$/i, "") || "content";
}
