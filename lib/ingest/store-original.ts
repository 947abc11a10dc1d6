import { createHash, randomUUID } from "node:crypto";
import { constants, link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { parseS3Place } from "@/lib/core/s3-location";
import { originalPlace } from "@/lib/sources/original-path";
import { readPlace } from "@/lib/sources/read-place";
import { putS3 } from "@/lib/sources/store/put-s3";

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
}

/**
 * Copies a file into the content-addressed store, hashing it (SHA-256) on the way. Content that is already there is
 * kept as it is when its size is right, else replaced. Mode 0600, written under a temporary name and synced before it
 * gets its own, so a crash never leaves half an original under a hash. Throws file system errors and StoreFault; leaves
 * nothing behind. The source is a plain file, reached by no link of its own: what was put in its place meanwhile is refused.
 * With a store in S3 the bytes that were hashed and sent are read from this machine, until they are let go of.
 */
export async function storeOriginal(
  dataDir: string,
  source: string,
  { signal, own = false }: StoreOptions = {},
): Promise<StoredHere> {
  if (parseS3Place(source)) return fetchOriginal(dataDir, source, signal);
  const temporary = await incoming(dataDir);
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
    const stored = await settle(dataDir, temporary, { sha256: hash.digest("hex"), size, signal });
    held = stored.path === temporary;
    return stored;
  } finally {
    await input.close();
    if (!held) await rm(temporary, { force: true });
  }
}

/** Brings an original of the store to this machine, to be read as those that came from it are. */
async function fetchOriginal(dataDir: string, place: string, signal?: AbortSignal): Promise<StoredHere> {
  const temporary = await incoming(dataDir);
  try {
    const { sha256, size } = await writeHashed(temporary, readPlace(place), signal);
    return { sha256, size, place, path: temporary, release: () => rm(temporary, { force: true }) };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Puts bytes that are made on the way, such as a file of an archive, into the store as `storeOriginal` does. Throws
 * errors of `chunks` too; leaves nothing behind then.
 */
export async function storeContent(
  dataDir: string,
  chunks: AsyncIterable<Uint8Array>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<StoredOriginal> {
  const temporary = await incoming(dataDir);
  try {
    const { sha256, size } = await writeHashed(temporary, chunks, signal);
    const { place } = await settle(dataDir, temporary, { sha256, size, signal });
    return { sha256, size, place };
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeHashed(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<{ sha256: string; size: number }> {
  const output = await open(file, "wx", 0o600);
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      hash.update(chunk);
      await output.writeFile(chunk);
      size += chunk.length;
    }
    await output.sync();
  } finally {
    await output.close();
  }
  return { sha256: hash.digest("hex"), size };
}

async function incoming(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, "evidence");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, `incoming-${randomUUID()}`);
}

/** Gives what was written its place in the store, unless the same content has it. */
async function settle(
  dataDir: string,
  temporary: string,
  { sha256, size, signal }: { sha256: string; size: number; signal?: AbortSignal },
): Promise<StoredHere> {
  const place = originalPlace(dataDir, sha256);
  const object = parseS3Place(place);
  if (object) {
    await putS3(object, { path: temporary, sha256, size, signal });
    return { sha256, size, place, path: temporary, release: () => rm(temporary, { force: true }) };
  }
  if (!(await hasSize(place, size))) {
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    await rename(temporary, place);
    await syncFolder(path.dirname(place));
  }
  return { sha256, size, place, path: place, release: async () => undefined };
}

/** False where the disk is another, or knows no second name for a file. */
async function tryLink(source: string, target: string): Promise<boolean> {
  return link(source, target).then(
    () => true,
    () => false,
  );
}

async function hasSize(file: string, size: number): Promise<boolean> {
  const info = await stat(file).catch(() => null);
  return info?.isFile() === true && info.size === size;
}

/** Makes a rename last over a power cut; some platforms cannot open a folder, where it is left to the system. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  if (!handle) return;
  try {
    await handle.sync();
  } catch {
    // Not every file system syncs folders.
  } finally {
    await handle.close();
  }
}
