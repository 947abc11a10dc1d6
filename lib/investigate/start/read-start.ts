import { pool } from "@/lib/db/pool";
import type { EventRefV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { dwellOf, type ToldMoment } from "@/lib/investigate/start/dwell-of";
import type { AcceptedStart, Dwell, StartReason } from "@/lib/investigate/start/start.types";

export interface CaseStart {
  start: AcceptedStart | null;
  dwell: Dwell | null;
}

interface StartRow {
  at: Date;
  address: string;
  reason: StartReason;
  kind: EventRefV1["kind"];
  summary: string;
  sha256: string;
  record: number;
  why: string;
  actor: string;
  acceptedAt: Date;
}

/** The start that people accepted for a case, and how long it lasted until somebody was told; nulls where there is none. */
export async function readStart(caseId: string): Promise<CaseStart> {
  const { rows } = await pool().query<StartRow>(
    `SELECT at, host(address) AS address, reason, kind, summary, sha256, record_no AS record, why, actor,
            accepted_at AS "acceptedAt"
       FROM case_starts WHERE case_id = $1`,
    [caseId],
  );
  const [row] = rows;
  if (!row) return { start: null, dwell: null };
  const { address, reason, kind, summary, sha256, record, why, actor } = row;
  const at = row.at.toISOString();
  const event: EventRefV1 = { time: at, kind, summary, evidence: { sha256, record } };
  const start = { at, address, reason, event, why, actor, acceptedAt: row.acceptedAt.toISOString() };
  return { start, dwell: dwellOf(start, await readTold(caseId, address)) };
}

/**
 * When somebody was first told: the first finding about the address was made. What a detector finds later tells of activity
 * alone. Where no finding tells, the case's window has an end: it went on to that at most.
 */
async function readTold(caseId: string, address: string): Promise<ToldMoment | null> {
  const { rows } = await pool().query<{ atMs: number; type: string | null; made: boolean }>(
    `(SELECT (extract(epoch FROM coalesce(created_at, first_seen)) * 1000)::float8 AS "atMs", type,
             created_at IS NOT NULL AS made, 1 AS rank
        FROM findings
       WHERE case_id = $1 AND NOT sample AND NOT duplicate AND $2::inet = ANY(remote_ips)
       ORDER BY coalesce(created_at, first_seen), type LIMIT 1)
     UNION ALL
      SELECT (extract(epoch FROM window_to) * 1000)::float8, NULL, false, 2
        FROM cases WHERE id = $1 AND window_to IS NOT NULL
      ORDER BY rank LIMIT 1`,
    [caseId, address],
  );
  const [told] = rows;
  if (!told) return null;
  const { atMs, type, made } = told;
  const words =
    type === null
      ? "the end of the case's window, for no finding about the address is in the evidence"
      : `${made ? "the making" : "the first time"} of the finding ${type}`;
  return { at: isoInstant(atMs), words };
}
