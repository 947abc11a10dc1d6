import { pool } from "@/lib/db/pool";
import { enqueueDetections } from "@/lib/jobs/detect-job";

/** Asks for a run on a case's present evidence and settings; the worker does it. One that runs is stopped and begun again. */
export async function askDetections(caseId: string): Promise<void> {
  const { rowCount } = await pool().query(
    `INSERT INTO detection_runs (case_id, state) SELECT id, 'queued' FROM cases WHERE id = $1 AND state NOT IN ('archived', 'purging')
     ON CONFLICT (case_id) DO UPDATE SET state = 'queued', asked_at = now(), error = NULL, step = NULL`,
    [caseId],
  );
  if (rowCount) await enqueueDetections(caseId);
}

/** Asks for the runs that a dead process left, and for cases that have new evidence since theirs. */
export async function askMissedDetections(): Promise<void> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT c.id FROM cases c LEFT JOIN detection_runs r ON r.case_id = c.id
      WHERE NOT c.scratch AND c.revision > 0 AND c.state IN ('open', 'in-review', 'closed')
        AND (r.case_id IS NULL OR r.state IN ('queued', 'running') OR (r.state = 'done' AND r.revision <> c.revision))
        AND NOT EXISTS (SELECT FROM loads l WHERE l.case_id = c.id AND l.finished_at IS NULL)
      ORDER BY c.updated_at DESC, c.id`,
  );
  for (const { id } of rows) await askDetections(id);
}
