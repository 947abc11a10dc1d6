import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { checkFreeDisk } from "@/lib/ingest/check-free-disk";
import { listFiles } from "@/lib/sources/list-files";

export interface StartedLoad {
  loadId: number;
  files: number;
  bytes: number;
  /** What lies below the paths and is not read, with the reason. */
  skipped: { name: string; reason: string }[];
}

/**
 * Writes the work list of a load: every file below the paths. Nothing is read yet; `runLoad` or the worker does that.
 * Throws AppError `invalid` (a path that is not there, nothing to load), `not-found` (case) or `no-space`.
 */
export async function startLoad(
  input: { caseId: string; paths: readonly string[] },
  actor = LOCAL_ACTOR,
): Promise<StartedLoad> {
  const { caseId, paths } = input;
  const { files, skipped } = await listFiles(paths).catch((error: Error) => {
    throw new AppError("invalid", `Cannot read what was to be loaded: ${error.message}`, { cause: error });
  });
  if (files.length === 0) throw new AppError("invalid", "There is no file to load.");
  await checkFreeDisk(env().dataDir, files);
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, caseId, "share");
    const { id: loadId } = await transaction.load.create({
      data: { caseId, filesTotal: files.length, bytesTotal: bytes },
      select: { id: true },
    });
    // A work list can be long, and Prisma's createMany takes a quarter of a millisecond a row.
    await transaction.$executeRaw`
      INSERT INTO load_files (load_id, path, name, size)
      SELECT ${loadId}::int, path, name, size
        FROM unnest(${files.map(({ path }) => path)}::text[], ${files.map(({ name }) => name)}::text[],
                    ${files.map(({ size }) => size)}::bigint[]) AS f (path, name, size)`;
    await appendAuditEntry(transaction, {
      actor,
      action: "load.started",
      caseId,
      subject: `load ${loadId}`,
      detail: { files: files.length, bytes },
    });
    return { loadId, files: files.length, bytes, skipped };
  });
}
