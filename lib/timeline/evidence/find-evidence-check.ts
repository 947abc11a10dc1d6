import type { EvidenceVerdict } from "@/lib/custody/evidence-check.types";
import { pool } from "@/lib/db/pool";

/** The last check of a case's originals. */
export interface EvidenceCheckRow {
  state: "queued" | "running" | "done" | "failed";
  actor: string;
  filesTotal: number;
  filesDone: number;
  bytesTotal: number;
  bytesDone: number;
  error: string | null;
  /** Epoch ms; null until it is done. */
  finishedMs: number | null;
  result: EvidenceVerdict | null;
}

/** The last check that was asked for; null where nobody has. */
export async function findEvidenceCheck(caseId: string): Promise<EvidenceCheckRow | null> {
  const { rows } = await pool().query<EvidenceCheckRow>(
    `SELECT state, actor, files_total AS "filesTotal", files_done AS "filesDone", bytes_total::float8 AS "bytesTotal",
            bytes_done::float8 AS "bytesDone", error, result,
            (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedMs"
       FROM evidence_checks WHERE case_id = $1 ORDER BY id DESC LIMIT 1`,
    [caseId],
  );
  // Rows of the driver have no prototype, which React passes to no browser.
  return rows[0] ? { ...rows[0] } : null;
}
