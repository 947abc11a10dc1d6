import type { AuditAction } from "@/lib/audit/audit-action";
import type { Json, Transaction } from "@/lib/db/client";

export interface AuditRecord {
  /** Who did it: the name that people are shown, or whose address is that name. */
  actor: string | { readonly email: string };
  action: AuditAction;
  caseId: string | null;
  subject: string | null;
  detail: Json;
}

/** For what ends by itself, long after someone asked for it. */
export const THREADLINE_ITSELF = "threadline";

/** Appends an audit entry inside the caller's transaction: what is done and its entry stand or fall together. */
export async function appendAuditEntry(transaction: Transaction, entry: AuditRecord): Promise<void> {
  const actor = typeof entry.actor === "string" ? entry.actor : entry.actor.email;
  await transaction.auditEntry.create({ data: { ...entry, actor }, select: { id: true } });
}
