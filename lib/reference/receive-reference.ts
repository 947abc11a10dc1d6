import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/core/app-error";
import type { GivenFile } from "@/lib/reference/read-reference";
import { referenceFolder } from "@/lib/reference/reference-path";

const MOST_BYTES = 256 << 20;

/** What was sent, on the disk beside where it will stay. Whoever receives it moves or removes it. */
export interface ReceivedFile {
  path: string;
  sha256: string;
  size: number;
  use: <T>(work: (file: GivenFile) => Promise<T>) => Promise<T>;
}

/** Writes what is sent to the disk as it comes, and hashes it. Throws AppError `invalid` for too much, and leaves nothing then. */
export async function receiveReference(content: AsyncIterable<Uint8Array>): Promise<ReceivedFile> {
  const path = join(referenceFolder(), `incoming-${randomUUID()}`);
  try {
    const [sha256, size] = await withFile(path, "wx", async (file) => {
      const hash = createHash("sha256");
      let written = 0;
      for await (const part of content) {
        written += part.length;
        if (written > MOST_BYTES) throw new AppError("invalid", "Reference data may have 256 MB at most.");
        hash.update(part);
        await file.writeFile(part);
      }
      await file.sync();
      return [hash.digest("hex"), written] as const;
    });
    return { path, sha256, size, use: (work) => withFile(path, "r", (file) => work({ size, read: readFrom(file) })) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function withFile<T>(path: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function readFrom(file: FileHandle): GivenFile["read"] {
  return async (from, length) => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, from);
    return bytes.subarray(0, bytesRead);
  };
}
