import { askOften } from "@/lib/db/ask-often";

/** A load that waits or runs, or the last one where it did not end well. */
export interface LoadRow {
  id: number;
  state: string;
  filesTotal: number;
  filesDone: number;
  bytesTotal: number;
  bytesDone: number;
  recordsDone: number;
  error: string | null;
  /** Epoch ms; null while it waits. */
  startedMs: number | null;
  /** How long it has been running, ms, by the database's clock. */
  runningMs: number;
  ended: boolean;
  /** Files that an ended load left unread. */
  unread: number;
  failed: { name: string; error: string }[];
}

/** The loads of a case that have not ended, and those that left files unread. */
export async function listRunningLoads(caseId: string): Promise<LoadRow[]> {
  const { rows } = await askOften<LoadRow>(
    `SELECT l.id, l.state, l.files_total AS "filesTotal", l.files_done AS "filesDone",
            l.bytes_total::float8 AS "bytesTotal", l.bytes_done::float8 AS "bytesDone",
            l.records_done::float8 AS "recordsDone", l.error,
            (extract(epoch FROM l.started_at) * 1000)::float8 AS "startedMs",
            coalesce((extract(epoch FROM clock_timestamp() - l.started_at) * 1000)::float8, 0) AS "runningMs",
            l.finished_at IS NOT NULL AS ended, coalesce(f.failed, '[]') AS failed, u.unread::float8 AS unread
       FROM loads l
       LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('name', name, 'error', coalesce(error, '')) ORDER BY id) AS failed
                            FROM (SELECT id, name, error FROM load_files
                                   WHERE load_id = l.id AND state = 'failed' ORDER BY id LIMIT 20) shown) f ON true
      CROSS JOIN LATERAL (SELECT count(*) AS unread FROM load_files
                           WHERE load_id = l.id AND state IN ('pending', 'failed')) u
      WHERE l.case_id = $1 AND (l.finished_at IS NULL OR u.unread > 0)
      ORDER BY l.id DESC LIMIT 20`,
    [caseId],
  );
  // Rows of the driver have no prototype, which React passes to no browser.
  return rows.map((row) => ({ ...row }));
}
