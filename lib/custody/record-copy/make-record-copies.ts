import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { checkOriginal } from "@/lib/custody/check-original";
import { derivedFolder, recordCopyPath } from "@/lib/custody/record-copy/copy-layout";
import { writeRecordCopy } from "@/lib/custody/record-copy/write-record-copy";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import type { CopyJob } from "@/lib/jobs/copy-job";
import { tellForm } from "@/lib/sources/archive/tell-form";
import { evidencePath } from "@/lib/sources/original-path";

/** Smaller files are read up to a record in a fraction of a second. */
const LARGE_UNITS = 100_000;
const LARGE_BYTES = 4 * 1024 * 1024;
/** A copy takes about as much as its original from gzip, or a quarter of one that is plain; at most this. */
const MOST_OF_SIZE = 2;
/** A copy under way has no name of its own yet. */
const DAY_MS = 24 * 60 * 60 * 1000;
const RESERVE_BYTES = 1024 * 1024 * 1024;

export function deservesCopy({ size, units }: { size: number; units: number }): boolean {
  return units > 1 && (size >= LARGE_BYTES || units >= LARGE_UNITS);
}

interface CopiedFile {
  sha256: string;
  size: number;
  units: number;
  referencePath: string | null;
  referenceMtimeMs: number | null;
  format: string | null;
}

/**
 * Makes the record copies that a load's large files, or one file, lack. What does not fit into the copies' share of the disk
 * takes the place of the oldest ones. An original that cannot be read has none: looking at it says so.
 */
export async function makeRecordCopies(job: CopyJob, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const { dataDir } = env();
  for (const file of await listFiles(job)) {
    signal?.throwIfAborted();
    const source = evidencePath(dataDir, file);
    const there = await stat(recordCopyPath(dataDir, file.sha256)).catch(() => null);
    const form = await tellForm(source).catch(() => null);
    if (there || form !== "log" || !deservesCopy(file)) continue;
    // A copy is made of what was loaded, and of nothing else.
    if (await checkOriginal(dataDir, file, signal)) continue;
    if (!(await makeRoom(dataDir, file.size * MOST_OF_SIZE))) continue;
    const flowColumns = file.format?.split(" ") ?? null;
    await writeRecordCopy(dataDir, { sha256: file.sha256, path: source }, { flowColumns, signal }).catch((error) => {
      signal?.throwIfAborted();
      if (!(error instanceof Error && "code" in error)) throw error;
    });
  }
}

async function listFiles(job: CopyJob): Promise<CopiedFile[]> {
  const [column, id] = "loadId" in job ? ["load_id", job.loadId] : ["id", job.fileId];
  const { rows } = await pool().query<CopiedFile>(
    `SELECT sha256, size::float8 AS size, (records + rejected)::float8 AS units, reference_path AS "referencePath",
            reference_mtime_ms::float8 AS "referenceMtimeMs", flow_format AS format
       FROM evidence_files WHERE ${column} = $1 ORDER BY id`,
    [id],
  );
  return rows;
}

interface KeptCopy {
  path: string;
  size: number;
  mtimeMs: number;
}

/** False where the copies' share of the disk, or the disk, has no room for so many bytes more. */
export async function makeRoom(dataDir: string, bytes: number): Promise<boolean> {
  const limit = env().maxDerivedBytes;
  if (bytes > limit) return false;
  const copies = (await listCopies(dataDir)).sort((a, b) => a.mtimeMs - b.mtimeMs);
  let used = copies.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of copies) {
    if (used + bytes <= limit) break;
    await rm(path, { force: true });
    used -= size;
  }
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize > bytes + RESERVE_BYTES;
}

async function listCopies(dataDir: string): Promise<KeptCopy[]> {
  const folder = derivedFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found: KeptCopy[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const info = await stat(file).catch(() => null);
    if (info) found.push({ path: file, size: info.size, mtimeMs: info.mtimeMs });
  }
  return found;
}

/** Removes copies whose original no case has any more, and what a killed process left half written. */
export async function sweepRecordCopies(): Promise<void> {
  const copies = await listCopies(env().dataDir);
  const hashOf = ({ path: file }: KeptCopy) => path.basename(file, ".records");
  const known = await pool().query<{ sha256: string }>(
    "SELECT DISTINCT sha256 FROM evidence_files WHERE sha256 = ANY($1::text[])",
    [copies.map(hashOf)],
  );
  const kept = new Set(known.rows.map(({ sha256 }) => sha256));
  const isOld = (copy: KeptCopy) => Date.now() - copy.mtimeMs > DAY_MS;
  for (const copy of copies) if (!kept.has(hashOf(copy)) && isOld(copy)) await rm(copy.path, { force: true });
}
