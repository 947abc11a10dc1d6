import { auditWords } from "@/lib/audit/audit-action";
import { askOften } from "@/lib/db/ask-often";
import type { FeedChange } from "@/lib/live/feed.types";

const LONGEST_SUBJECT = 200;

/** A change, with the address of who made it; null where a program did, by a token of theirs. */
export type Change = Omit<FeedChange, "mine"> & { email: string | null };

/** Audit entries of a case after a number, the first ones of them. Their numbers grow in the order in which they are committed. */
export async function readChanges(caseId: string, after: number, limit: number): Promise<Change[]> {
  const { rows } = await askOften<Omit<Change, "what">>(
    `SELECT a.id::float8 AS id, (extract(epoch FROM a.at) * 1000)::float8 AS "atMs", coalesce(u.name, a.actor) AS who,
            CASE WHEN a.detail ? 'byToken' THEN NULL ELSE a.actor END AS email, a.action, left(a.subject, $4) AS subject
       FROM audit_entries a LEFT JOIN users u ON u.email = a.actor
      WHERE a.case_id = $1 AND a.id > $2 ORDER BY a.id LIMIT $3`,
    [caseId, after, limit, LONGEST_SUBJECT],
  );
  return rows.map((row) => ({ ...row, what: auditWords(row.action) }));
}

/** The number of a case's last audit entry; 0 where it has none. */
export async function lastChange(caseId: string): Promise<number> {
  const { rows } = await askOften<{ id: number }>(
    "SELECT coalesce(max(id), 0)::float8 AS id FROM audit_entries WHERE case_id = $1",
    [caseId],
  );
  return rows[0]?.id ?? 0;
}
