import type { AuditAction } from "@/lib/audit/audit-action";
import type { Json, Transaction } from "@/lib/db/client";

export interface AuditRecord {
  /** Who did it: the name that people are shown, or whose address is that name. */
  actor: string | { readonly email: string; readonly token?: { readonly name: string } | undefined };
  action: AuditAction;
  caseId: string | null;
  subject: string | null;
  detail: Json;
}

/** For what ends by itself, long after someone asked for it. */
export const THREADLINE_ITSELF = "threadline";

/** Appends an audit entry inside the caller's transaction: what is done and its entry stand or fall together. */
export async function appendAuditEntry(transaction: Transaction, entry: AuditRecord): Promise<void> {
  const { actor: who, detail: given } = entry;
  const actor = typeof who === "string" ? who : who.email;
  const token = typeof who === "string" ? undefined : who.token;
  const detail = token === undefined ? given : { ...given, byToken: token.name };
  await transaction.auditEntry.create({ data: { ...entry, actor, detail }, select: { id: true } });
}
