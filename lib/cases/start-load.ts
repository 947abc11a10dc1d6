import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { AppError } from "@/lib/core/app-error";
import { withTransaction } from "@/lib/db/pool";
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
  return withTransaction(async (client) => {
    const found = await client.query("SELECT 1 FROM cases WHERE id = $1 FOR SHARE", [caseId]);
    if (found.rowCount === 0) throw new AppError("not-found", "There is no such case.");
    const load = await client.query<{ id: number }>(
      "INSERT INTO loads (case_id, files_total, bytes_total) VALUES ($1, $2, $3) RETURNING id",
      [caseId, files.length, bytes],
    );
    const loadId = (load.rows[0] as { id: number }).id;
    await client.query(
      `INSERT INTO load_files (load_id, path, name, size)
       SELECT $1, path, name, size FROM unnest($2::text[], $3::text[], $4::bigint[]) AS f (path, name, size)`,
      [loadId, files.map(({ path }) => path), files.map(({ name }) => name), files.map(({ size }) => size)],
    );
    await appendAuditEntry(client, {
      actor,
      action: "load.started",
      caseId,
      subject: `load ${loadId}`,
      detail: { files: files.length, bytes },
    });
    return { loadId, files: files.length, bytes, skipped };
  });
}
