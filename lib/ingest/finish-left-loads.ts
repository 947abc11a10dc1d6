import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { type RunLoadOptions, runLoad } from "@/lib/ingest/run-load";

/**
 * Ends the loads of a case that a process left when it died: their files are known to the case, and their records are
 * seen only once they are sealed. One that somebody runs is left to them. Throws what runLoad does.
 */
export async function finishLeftLoads(caseId: string, options: RunLoadOptions): Promise<void> {
  const { rows } = await pool().query<{ id: number }>(
    "SELECT id FROM loads WHERE case_id = $1 AND finished_at IS NULL AND state <> 'queued' ORDER BY id",
    [caseId],
  );
  for (const { id } of rows) {
    await runLoad(id, options).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
    });
  }
}
