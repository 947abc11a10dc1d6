import { appendAuditEntry, NOBODY } from "@/lib/audit/append-entry";
import type { Origin } from "@/lib/audit/origin";
import { inTransaction } from "@/lib/db/client";

/** Writes down that someone was not let in, in a transaction of its own: the one that refused them is undone. */
export async function tellRefused(
  step: string,
  { from, subject = null, why }: { from: Origin; subject?: string | null; why?: string },
): Promise<void> {
  await inTransaction((transaction) =>
    appendAuditEntry(transaction, {
      ...{ actor: NOBODY, from, action: "person.sign-in-failed", caseId: null, subject },
      detail: { step, ...(why === undefined ? {} : { why }) },
    }),
  );
}
