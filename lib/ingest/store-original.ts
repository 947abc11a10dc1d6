import { createHash } from "node:crypto";
import { constants, link, open, rm } from "node:fs/promises";
import { parseS3Place } from "@/lib/core/s3-location";
import { incomingPath, writeHashed } from "@/lib/ingest/incoming";
import { settleOriginal, syncFolder } from "@/lib/ingest/settle-original";
import type { NoteOriginals } from "@/lib/ingest/unnamed-originals";
import { readPlace } from "@/lib/sources/read-place";

/** Many small files would each leave a large block behind. */
const LARGEST_BLOCK = 1 << 20;

export interface StoredOriginal {
  sha256: string;
  size: number;
  /** Where the original is kept: a path, or `s3://bucket/key`. */
  place: string;
}

/** An original whose bytes are on this machine until it is let go of. */
export interface StoredHere extends StoredOriginal {
  path: string;
  release(): Promise<void>;
}

export interface StoreOptions {
  signal?: AbortSignal;
  /** The source is our own and is never written again: on the same disk it becomes the original itself, without a copy. */
  own?: boolean;
  /** What the source was loaded as before: other bytes than those are refused, and not kept. */
  sha256?: string | null;
  /** Told of the hash before the original gets its place. */
  note?: NoteOriginals;
}

/** Throws where an original that was loaded before has other bytes now. */
export function checkSame(before: string | null, sha256: string): void {
  if (before !== null && before !== sha256)
    throw new Error("the stored original is no longer what was loaded: its SHA-256 has changed");
}

/**
 * Copies a file into the content-addressed store, hashing it (SHA-256) on the way. Content that is already there is
 * kept as it is when its bytes are right, else replaced. Mode 0600, written under a temporary name and synced before it
 * gets its own, so a crash never leaves half an original under a hash. Throws file system errors and StoreFault; leaves
 * nothing behind. The source is a plain file, reached by no link of its own: what was put in its place meanwhile is refused.
 * With a store in S3 the bytes that were hashed and sent are read from this machine, until they are let go of.
 */
export async function storeOriginal(
  dataDir: string,
  source: string,
  { signal, own = false, sha256: before = null, note }: StoreOptions = {},
): Promise<StoredHere> {
  if (parseS3Place(source)) return fetchOriginal(dataDir, source, signal);
  const temporary = await incomingPath(dataDir);
  let held = false;
  // Without waiting: a pipe that nobody writes to would be waited for for ever.
  const input = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const info = await input.stat();
    if (!info.isFile()) throw new Error("this is no file any more");
    const linked = own && (await tryLink(source, temporary));
    const output = await open(temporary, linked ? "r+" : "wx", 0o600);
    const hash = createHash("sha256");
    let size = 0;
    try {
      const block = Buffer.allocUnsafe(Math.min(LARGEST_BLOCK, info.size + 1));
      for (;;) {
        signal?.throwIfAborted();
        const { bytesRead } = await input.read(block, 0, block.length, null);
        if (bytesRead === 0) break;
        const part = block.subarray(0, bytesRead);
        hash.update(part);
        if (!linked) await output.writeFile(part);
        size += bytesRead;
      }
      await output.chmod(0o600);
      await output.sync();
    } finally {
      await output.close();
    }
    const sha256 = hash.digest("hex");
    checkSame(before, sha256);
    await note?.([sha256]);
    const stored = await settle(dataDir, temporary, { sha256, size, signal });
    held = stored.path === temporary;
    return stored;
  } finally {
    await input.close();
    if (!held) await rm(temporary, { force: true });
  }
}

/** Brings an original of the store to this machine, to be read as those that came from it are. */
async function fetchOriginal(dataDir: string, place: string, signal?: AbortSignal): Promise<StoredHere> {
  const temporary = await incomingPath(dataDir);
  try {
    const { sha256, size } = await writeHashed(temporary, readPlace(place), signal);
    return { sha256, size, place, path: temporary, release: () => rm(temporary, { force: true }) };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function settle(
  dataDir: string,
  temporary: string,
  { sha256, size, signal }: { sha256: string; size: number; signal?: AbortSignal },
): Promise<StoredHere> {
  const { place, folder } = await settleOriginal(dataDir, { path: temporary, sha256, size }, signal);
  if (parseS3Place(place))
    return { sha256, size, place, path: temporary, release: () => rm(temporary, { force: true }) };
  if (folder !== null) await syncFolder(folder);
  return { sha256, size, place, path: place, release: async () => undefined };
}

/** False where the disk is another, or knows no second name for a file. */
async function tryLink(source: string, target: string): Promise<boolean> {
  return link(source, target).then(
    () => true,
    () => false,
  );
}
