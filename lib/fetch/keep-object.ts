import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { objectFileName } from "@/lib/sources/object-file-name";
import type { Fetched } from "@/lib/sources/source.types";

export type FetchedObject = Extract<Fetched, { kind: "object" }>;

/** Of what tells an object's state from another, however long that is. */
export function identityHash(identity: string): string {
  return createHash("sha256").update(identity).digest("hex");
}

/** Where an object of a fetch lies in its folder; `file` is a name of ours. */
export function objectPath(folder: string, file: string): string {
  return join(folder, "objects", file);
}

/**
 * Writes an object into the fetch's folder, going on behind what an earlier try has left of the same state of it, and gives
 * its file, size and hash. Throws what opening it throws, and an Error where it ends before its size.
 */
export async function keepObject(
  object: FetchedObject,
  { folder, signal }: { folder: string; signal: AbortSignal },
): Promise<{ file: string; size: number; sha256: string }> {
  const file = objectFileName(object);
  const path = objectPath(folder, file);
  const part = `${path}.part`;
  await mkdir(join(folder, "objects"), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let size = await sizeOf(part);
  if (size > object.size) size = 0;
  if (size > 0) for await (const chunk of createReadStream(part, { end: size - 1 })) hash.update(chunk as Uint8Array);
  const target = await open(part, size > 0 ? "a" : "w", 0o600);
  try {
    if (size < object.size) {
      for await (const chunk of await object.open(size, signal)) {
        const bytes = chunk as Uint8Array;
        hash.update(bytes);
        await target.appendFile(bytes);
        size += bytes.length;
      }
    }
    if (size !== object.size) throw new Error(`It ended after ${size} of ${object.size} bytes.`);
  } finally {
    await target.close();
  }
  await rename(part, path);
  return { file, size, sha256: hash.digest("hex") };
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
