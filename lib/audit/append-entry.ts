import type { AuditAction } from "@/lib/audit/audit-action";
import type { Origin } from "@/lib/audit/origin";
import type { Json, Transaction } from "@/lib/db/client";

interface Who {
  readonly email: string;
  readonly token?: { readonly name: string } | undefined;
  readonly from?: Origin | undefined;
}

export interface AuditRecord {
  /** Who did it: the name that people are shown, or whose address is that name. */
  actor: string | Who;
  /** From where, of what an actor does not carry it. */
  from?: Origin;
  action: AuditAction;
  caseId: string | null;
  subject: string | null;
  detail: Json;
}

/** For what ends by itself, long after someone asked for it. */
export const THREADLINE_ITSELF = "threadline";
/** For what someone tried who is not signed in. */
export const NOBODY = "nobody";

/** Appends an audit entry inside the caller's transaction: what is done and its entry stand or fall together. */
export async function appendAuditEntry(transaction: Transaction, entry: AuditRecord): Promise<void> {
  const { actor: by, from: given, detail: told, ...rest } = entry;
  const who: Who = typeof by === "string" ? { email: by } : by;
  const { address = null, agent = null } = given ?? who.from ?? {};
  const detail = who.token === undefined ? told : { ...told, byToken: who.token.name };
  await transaction.auditEntry.create({
    data: { ...rest, actor: who.email, address, agent, detail },
    select: { id: true },
  });
}
