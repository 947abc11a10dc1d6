import { pool } from "@/lib/db/pool";

/** Entries of these objects change nothing of what a case says: who is on it, reviews, exports, words about the work. */
const NO_WORK_OBJECTS = ["member", "review", "version", "export", "comment", "thread", "notice", "token"];
const NO_WORK = [
  "report.exported",
  "evidence.checked",
  "detections.asked",
  "detections.stopped",
  "case.closed",
  "case.reopened",
];

const isWork = `split_part(action, '.', 1) <> ALL($2::text[]) AND action <> ALL($3::text[])`;

/** Who changed a case after an entry of its trail, by name in that trail. */
async function workersSince(caseId: string, entryId: bigint | null): Promise<string[]> {
  const { rows } = await pool().query<{ actor: string }>(
    `SELECT DISTINCT actor FROM audit_entries WHERE case_id = $1 AND ${isWork} AND id > $4 ORDER BY actor`,
    [caseId, NO_WORK_OBJECTS, NO_WORK, String(entryId ?? 0n)],
  );
  return rows.map(({ actor }) => actor);
}

/** True for who changed the case since its last version, or at all where there is none. */
export async function hasOwnWork(caseId: string, actor: string): Promise<boolean> {
  const { rows } = await pool().query<{ last: string | null }>(
    "SELECT max(last_entry_id)::text AS last FROM case_versions WHERE case_id = $1",
    [caseId],
  );
  const last = rows[0]?.last ?? null;
  return (await workersSince(caseId, last === null ? null : BigInt(last))).includes(actor);
}

/** What a case stood at: as long as it is the same, nobody changed it and nothing was found in it anew. */
export interface CaseStanding {
  lastWork: string;
  lastEntry: string;
  revision: number;
  detected: number | null;
}

export async function readStanding(caseId: string): Promise<CaseStanding> {
  const { rows } = await pool().query<CaseStanding>(
    `SELECT coalesce((SELECT max(id) FROM audit_entries WHERE case_id = $1 AND ${isWork}), 0)::text AS "lastWork",
            coalesce((SELECT max(id) FROM audit_entries WHERE case_id = $1), 0)::text AS "lastEntry",
            c.revision, (extract(epoch FROM d.finished_at) * 1000)::float8 AS detected
       FROM cases c LEFT JOIN detection_runs d ON d.case_id = c.id WHERE c.id = $1`,
    [caseId, NO_WORK_OBJECTS, NO_WORK],
  );
  return rows[0] ?? { lastWork: "0", lastEntry: "0", revision: 0, detected: null };
}

export function standsStill(a: CaseStanding, b: CaseStanding): boolean {
  return a.lastWork === b.lastWork && a.revision === b.revision && a.detected === b.detected;
}
