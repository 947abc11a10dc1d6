import fs from "node:fs";
import { mkdir, rename, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { parseS3Place } from "@/lib/core/s3-location";
import { hashPlace } from "@/lib/sources/hash-original";
import { originalPlace } from "@/lib/sources/original-path";
import { putS3 } from "@/lib/sources/store/put-s3";

interface Written {
  /** Where it was written, on the disk of the store. */
  path: string;
  sha256: string;
  size: number;
}

/**
 * Gives what was written its place in the store, unless the same content has it. The place, and the folder to be synced
 * where the file has moved there. Throws file system errors, StoreFault and what the signal was aborted with.
 */
export async function settleOriginal(
  dataDir: string,
  written: Written,
  signal?: AbortSignal,
): Promise<{ place: string; folder: string | null }> {
  const { path: temporary, sha256, size } = written;
  const place = originalPlace(dataDir, sha256);
  const object = parseS3Place(place);
  if (object) {
    await putS3(object, { path: temporary, sha256, size, signal });
    return { place, folder: null };
  }
  if (await isKept(place, written, signal)) return { place, folder: null };
  const folder = path.dirname(place);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(temporary, place);
  return { place, folder };
}

/** True where the place has the very bytes: they are read again, for a size alone would not tell of changed ones. */
async function isKept(place: string, { path: temporary, sha256, size }: Written, signal?: AbortSignal) {
  const [there, written] = await Promise.all([place, temporary].map((file) => stat(file).catch(() => null)));
  if (there?.isFile() !== true || there.size !== size) return false;
  // A second name of the same file, whose bytes were hashed just now.
  if (there.ino === written?.ino && there.dev === written.dev) return true;
  return (await hashPlace(place, signal)).sha256 === sha256;
}

const sync = promisify(fs.fsync);

/** Makes a rename last over a power cut; some platforms cannot open a folder, where it is left to the system. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: number | null = null;
  try {
    handle = fs.openSync(folder, "r");
    await sync(handle);
  } catch {
    // Not every file system syncs folders.
  } finally {
    if (handle !== null) fs.closeSync(handle);
  }
}
