import { stat } from "node:fs/promises";
import path from "node:path";
import { storeOriginal } from "@/lib/ingest/store-original";
import type { NoteOriginals } from "@/lib/ingest/unnamed-originals";
import { hashOriginal } from "@/lib/sources/hash-original";
import { originalPath } from "@/lib/sources/original-path";

/** An original as a load reads it. */
export interface Original {
  sha256: string;
  size: number;
  /** Of its bytes on this machine. */
  path: string;
  /** Of one that is kept by reference: its time of change when it was hashed, epoch ms. */
  mtimeMs?: number;
  /** Lets go of the bytes here where they are kept elsewhere. */
  release(): Promise<void>;
}

/** Hashes a file, and copies it into the store unless it is kept where it lies. Throws what storeOriginal does. */
export async function takeOriginal(
  job: { path: string; sha256: string | null; reference: boolean },
  { dataDir, signal, note }: { dataDir: string; signal: AbortSignal; note: NoteOriginals },
): Promise<Original> {
  if (job.reference) return { ...(await hashOriginal(job.path, signal)), release: async () => undefined };
  return storeOriginal(dataDir, job.path, { signal, own: isOurs(job, dataDir), sha256: job.sha256, note });
}

/** True for a file that nobody else writes to: of the store, or an upload. */
export function isOurs(job: { path: string; sha256: string | null }, dataDir: string): boolean {
  const stored = job.sha256 !== null && job.path === originalPath(dataDir, job.sha256);
  return stored || isWithin(path.join(dataDir, "uploads"), job.path);
}

/** What lies elsewhere may have been written to between its hash and its last record: then it throws. */
export async function checkUnchanged({
  path: file,
  size,
  mtimeMs,
}: Pick<Original, "path" | "size" | "mtimeMs">): Promise<void> {
  if (mtimeMs === undefined) return;
  const now = await stat(file);
  if (now.size !== size || Math.trunc(now.mtimeMs) !== mtimeMs) throw new Error("the file changed while it was read");
}

function isWithin(folder: string, file: string): boolean {
  return path.dirname(path.resolve(file)) === path.resolve(folder);
}
