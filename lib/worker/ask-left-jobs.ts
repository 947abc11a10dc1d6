import { pool } from "@/lib/db/pool";
import { FETCH_LOCK } from "@/lib/fetch/fetch-lock";
import { isHeld, LOAD_LOCK } from "@/lib/ingest/load-lock";
import { enqueueFetch } from "@/lib/jobs/fetch-job";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { enqueuePurge } from "@/lib/jobs/purge-job";

/** Whoever asked for something is given so long to put it into the queue, or to do it. */
const PATIENCE = "interval '1 minute'";

/**
 * Asks for the loads, fetches and purges that nobody does, holds or has in the queue: of a command that was killed beside this worker, or
 * of a web process that ended before it could ask. Scratch cases are left to the commands that made them.
 */
export async function askLeftJobs(): Promise<void> {
  const loads = await pool().query<{ id: number }>(
    `SELECT l.id FROM loads l JOIN cases c ON c.id = l.case_id AND NOT c.scratch
      WHERE l.finished_at IS NULL AND l.created_at < now() - ${PATIENCE}
        AND NOT ${isHeld(LOAD_LOCK, "l.id::oid")} AND NOT ${isQueued("'load:' || l.id")} ORDER BY l.id`,
  );
  for (const { id } of loads.rows) await enqueueLoad(id);
  const fetches = await pool().query<{ id: string }>(
    `SELECT f.id FROM fetches f
      WHERE f.state IN ('planning', 'running', 'loading') AND f.created_at < now() - ${PATIENCE}
        AND NOT ${isHeld(FETCH_LOCK, "hashtext(f.id::text)::oid")} AND NOT ${isQueued("'fetch:' || f.id")}
        AND NOT EXISTS (SELECT FROM loads l WHERE l.id = f.load_id AND l.finished_at IS NULL) ORDER BY f.created_at`,
  );
  for (const { id } of fetches.rows) await enqueueFetch(id);
  const purges = await pool().query<{ caseId: string }>(
    `SELECT p.case_id AS "caseId" FROM purges p
      WHERE p.finished_at IS NULL AND p.asked_at < now() - ${PATIENCE} AND NOT ${isQueued("'purge:' || p.case_id")} ORDER BY p.asked_at`,
  );
  for (const { caseId } of purges.rows) await enqueuePurge(caseId);
}

/** Whether the queue has a job of this key, done or waiting for its next try. */
function isQueued(key: string): string {
  return `EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = ${key})`;
}
