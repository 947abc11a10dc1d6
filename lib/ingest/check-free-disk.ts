import { mkdir, open, statfs } from "node:fs/promises";
import { AppError } from "@/lib/core/app-error";
import { storeSettings } from "@/lib/env";
import { CODEC_BYTES, codecOf } from "@/lib/sources/compression/codec";
import type { SourceFile } from "@/lib/sources/list-files";

/** Rows, packs and indexes take up to twice the text of a flow log; the original is kept beside them. */
const PLAIN_FACTOR = 3;
/** Logs inflate five to ten times from gzip, zip and the like before they become rows. */
const PACKED_FACTOR = 10;
/** Of that, the copy of the original. */
const COPY = 1;
const RESERVE_BYTES = 64 * 1024 * 1024;

/** Throws an AppError `no-space` that names needed and free bytes when the files cannot fit beside the data folder. */
export async function checkFreeDisk(
  dataDir: string,
  files: readonly SourceFile[],
  { reference = false } = {},
): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const spared = reference || storeSettings().evidenceStore ? COPY : 0;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  // Where all of it would fit even if it were packed, no file needs to be opened.
  if (free >= RESERVE_BYTES + bytes * (PACKED_FACTOR - spared)) return;
  let needed = RESERVE_BYTES;
  for (const file of files) {
    needed += file.size * (((await isPacked(file.path)) ? PACKED_FACTOR : PLAIN_FACTOR) - spared);
  }
  if (free < needed) {
    throw new AppError("no-space", `Loading needs about ${needed} bytes free in ${dataDir}; there are ${free}.`);
  }
}

/** Throws an AppError `no-space` once the data folder's disk is all but full. */
export async function checkReserve(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < RESERVE_BYTES)
    throw new AppError("no-space", `The disk of ${dataDir} is full: ${bavail * bsize} bytes are free.`);
}

/** An unreadable file is left to the load itself, which marks it failed with its reason. */
async function isPacked(path: string): Promise<boolean> {
  const handle = await open(path, "r").catch(() => null);
  if (!handle) return false;
  try {
    const head = Buffer.alloc(CODEC_BYTES);
    const { bytesRead } = await handle.read(head, 0, CODEC_BYTES, 0);
    return codecOf(head.subarray(0, bytesRead)) !== null || head.toString("latin1", 0, 2) === "PK";
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
