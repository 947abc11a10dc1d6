import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { tryLockLoad, unlockAll } from "@/lib/ingest/load-lock";
import { type RunLoadOptions, runLoad } from "@/lib/ingest/run-load";

/**
 * Ends the loads of a case that a process left when it died: their files are known to the case, and their records are
 * seen only once they are sealed. One that somebody runs is left to them. `own` is a load that waits for it: no worker takes it
 * meanwhile. Throws what runLoad does.
 */
export async function finishLeftLoads(caseId: string, own: number, options: RunLoadOptions): Promise<void> {
  const { rows } = await pool().query<{ id: number }>(
    "SELECT id FROM loads WHERE case_id = $1 AND finished_at IS NULL AND state <> 'queued' ORDER BY id",
    [caseId],
  );
  if (rows.length === 0) return;
  const lock = await pool().connect();
  let broken = true;
  try {
    await tryLockLoad(lock, own);
    for (const { id } of rows) {
      await runLoad(id, options).catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === "conflict")) throw error;
      });
    }
    await unlockAll(lock);
    broken = false;
  } finally {
    lock.release(broken);
  }
}
