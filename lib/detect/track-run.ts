import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { logFault } from "@/lib/log/log";

/** Notes that a run has begun, for those who look at the case. */
export async function beginRun(caseId: string): Promise<void> {
  await pool().query(
    `INSERT INTO detection_runs (case_id, state, started_at) VALUES ($1, 'running', now())
     ON CONFLICT (case_id) DO UPDATE SET state = 'running', started_at = now(), finished_at = NULL, error = NULL,
       step = NULL, steps_done = 0`,
    [caseId],
  );
}

/** Notes how far it is. Throws AppError `cancelled` when it was cancelled, or asked for anew, since the last step. */
export async function noteStep(caseId: string, step: string, done: number, total: number): Promise<void> {
  const { rowCount } = await pool().query(
    `UPDATE detection_runs SET step = $2, steps_done = $3, steps_total = $4 WHERE case_id = $1 AND state = 'running'`,
    [caseId, step, done, total],
  );
  if (rowCount === 0) throw new AppError("cancelled", "The detectors were stopped.");
}

/** Tells those who look why there is nothing new. One that was stopped says so itself; one cut off by a stop goes on later. */
export async function noteFault(caseId: string, error: unknown, interrupted: boolean): Promise<void> {
  if (error instanceof AppError && error.code === "cancelled") return;
  const message = interrupted
    ? null
    : error instanceof AppError
      ? error.message
      : `The detectors came to a fault; the log of the worker says more under number ${logFault(error, "detectors")}.`;
  await pool()
    .query(
      "UPDATE detection_runs SET state = $2, error = $3, step = NULL, finished_at = now() WHERE case_id = $1 AND state = 'running'",
      [caseId, interrupted ? "queued" : "failed", message],
    )
    .catch(() => undefined);
}
