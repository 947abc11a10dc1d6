import { pool } from "@/lib/db/pool";

export interface AuditEntryRow {
  id: string;
  atMs: number;
  actor: string;
  action: string;
  caseId: string | null;
  caseTitle: string | null;
  subject: string | null;
  detail: Record<string, unknown>;
  hash: string;
}

export const AUDIT_PAGE = 200;

/** Audit entries before an id, the newest first, at most 200. Those of scratch cases are entries like all others. */
export async function listAuditEntries(before: string | null): Promise<AuditEntryRow[]> {
  const { rows } = await pool().query<AuditEntryRow>(
    `SELECT a.id, (extract(epoch FROM a.at) * 1000)::float8 AS "atMs", a.actor, a.action, a.case_id AS "caseId",
            c.title AS "caseTitle", a.subject, a.detail, a.hash
       FROM audit_entries a LEFT JOIN cases c ON c.id = a.case_id
      WHERE $1::bigint IS NULL OR a.id < $1::bigint
      ORDER BY a.id DESC LIMIT $2`,
    [before, AUDIT_PAGE],
  );
  return rows;
}
