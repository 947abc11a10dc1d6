import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const WatchedInCase = z.object({
  caseId: z.uuid(),
  kind: z.enum(["network", "name"]),
  value: PersonText.min(1).max(253),
});

/** Takes a value off a case's watched ones; one that is not among them changes nothing. */
export async function unwatchValue(input: z.input<typeof WatchedInCase>, actor: Actor): Promise<void> {
  const { caseId, kind, value } = WatchedInCase.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "watches.change", removes: true });
    const where = { caseId_kind_value: { caseId, kind, value } };
    const found = await transaction.watchedValue.findUnique({ where });
    if (found === null) return;
    await transaction.watchedValue.delete({ where, select: { value: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "watch.removed", caseId, subject: value },
      detail: { kind, list: found.source, sha256: found.sha256, addedBy: found.actor },
    });
  });
}
