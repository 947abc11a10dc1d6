import { mkdir, open, statfs } from "node:fs/promises";
import { AppError } from "@/lib/core/app-error";
import type { SourceFile } from "@/lib/sources/list-files";

/** Rows and indexes take about 1.7 times the text of a flow log; the original is kept beside them. */
const PLAIN_FACTOR = 3;
/** Logs inflate five to ten times from gzip before they become rows. */
const GZIP_FACTOR = 10;
const RESERVE_BYTES = 64 * 1024 * 1024;

/** Throws an AppError `no-space` that names needed and free bytes when the files cannot fit beside the data folder. */
export async function checkFreeDisk(dataDir: string, files: readonly SourceFile[]): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  let needed = RESERVE_BYTES;
  for (const file of files) needed += file.size * ((await isGzip(file.path)) ? GZIP_FACTOR : PLAIN_FACTOR);
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  if (free < needed) {
    throw new AppError("no-space", `Loading needs about ${needed} bytes free in ${dataDir}; there are ${free}.`);
  }
}

/** An unreadable file is left to the load itself, which marks it failed with its reason. */
async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, "r").catch(() => null);
  if (!handle) return false;
  try {
    const head = Buffer.alloc(2);
    await handle.read(head, 0, 2, 0);
    return head[0] === 0x1f && head[1] === 0x8b;
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
