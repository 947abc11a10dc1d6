import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { shortTitle } from "@/lib/cases/annotations/marked";
import { lockCase } from "@/lib/cases/lock-case";
import { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";
import { inTransaction } from "@/lib/db/client";

export const UnpinnedSubject = z.object({ caseId: z.uuid(), subject: Subject });
export type UnpinnedSubject = z.input<typeof UnpinnedSubject>;

/** Takes a pin away, with its note, which stays in the trail. Without one changes nothing. Throws as `pinSubject` does. */
export async function unpinSubject(input: UnpinnedSubject, actor: Actor): Promise<void> {
  const { caseId, subject } = UnpinnedSubject.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "marks.change", removes: true });
    const which = { caseId_subjectKey: { caseId, subjectKey: subjectKey(subject) } };
    const before = await transaction.pin.findUnique({ where: which });
    if (before === null) return;
    await transaction.pin.delete({ where: which, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "pin.removed", caseId, subject: shortTitle(before.title) },
      detail: { subject: before.subjectKey, before: { place: before.place, note: before.note, by: before.actor } },
    });
  });
}
