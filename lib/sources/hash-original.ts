import { createHash } from "node:crypto";
import { constants, open } from "node:fs/promises";
import { parseS3Place } from "@/lib/core/s3-location";
import { readPlace } from "@/lib/sources/read-place";

export interface HashedOriginal {
  sha256: string;
  size: number;
  path: string;
  /** Time of its last change, whole epoch ms. */
  mtimeMs: number;
}

/** Hashes what lies at a place of the store, on disk or in S3. Throws what hashOriginal and readPlace do. */
export async function hashPlace(place: string, signal?: AbortSignal): Promise<{ sha256: string; size: number }> {
  if (parseS3Place(place) === null) return hashOriginal(place, signal);
  const hash = createHash("sha256");
  let size = 0;
  for await (const block of readPlace(place)) {
    signal?.throwIfAborted();
    hash.update(block);
    size += block.length;
  }
  return { sha256: hash.digest("hex"), size };
}

/**
 * Hashes a file where it lies (SHA-256), for one that is kept by reference or checked. Throws file system errors, and when
 * the path is no plain file any more: a link that was put in its place is refused.
 */
export async function hashOriginal(path: string, signal?: AbortSignal): Promise<HashedOriginal> {
  // Without waiting: a pipe that nobody writes to would be waited for for ever.
  const input = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const before = await input.stat();
    if (!before.isFile()) throw new Error("this is no file any more");
    const hash = createHash("sha256");
    const block = Buffer.allocUnsafe(1 << 20);
    let size = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await input.read(block, 0, block.length, null);
      if (bytesRead === 0) break;
      hash.update(block.subarray(0, bytesRead));
      size += bytesRead;
    }
    return { sha256: hash.digest("hex"), size, path, mtimeMs: Math.trunc(before.mtimeMs) };
  } finally {
    await input.close();
  }
}
