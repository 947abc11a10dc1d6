import type pg from "pg";

export interface AuditRecord {
  /** Who did it, as shown to people. */
  actor: string;
  /** Object and past verb: `case.created`, `load.finished`. */
  action: string;
  caseId: string | null;
  subject: string | null;
  detail: Record<string, unknown>;
}

/** The one at the keyboard, as long as there are no accounts. */
export const LOCAL_ACTOR = "local";

/** Appends an audit entry inside the caller's transaction: what is done and its entry stand or fall together. */
export async function appendAuditEntry(client: pg.ClientBase, entry: AuditRecord): Promise<void> {
  await client.query(
    "INSERT INTO audit_entries (actor, action, case_id, subject, detail) VALUES ($1, $2, $3, $4, $5)",
    [entry.actor, entry.action, entry.caseId, entry.subject, JSON.stringify(entry.detail)],
  );
}
