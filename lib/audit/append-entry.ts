import type { AuditAction } from "@/lib/audit/audit-action";
import type { Json, Transaction } from "@/lib/db/client";

export interface AuditRecord {
  /** Who did it, as shown to people. */
  actor: string;
  action: AuditAction;
  caseId: string | null;
  subject: string | null;
  detail: Json;
}

/** The one at the keyboard of the command, who has no account. */
export const LOCAL_ACTOR = "local";

/** For what ends by itself, long after someone asked for it. */
export const THREADLINE_ITSELF = "threadline";

/** Appends an audit entry inside the caller's transaction: what is done and its entry stand or fall together. */
export async function appendAuditEntry(transaction: Transaction, entry: AuditRecord): Promise<void> {
  await transaction.auditEntry.create({ data: entry, select: { id: true } });
}
