import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { shortTitle } from "@/lib/cases/annotations/marked";
import { TagName } from "@/lib/cases/annotations/tag-name";
import { lockCase } from "@/lib/cases/lock-case";
import { Subject } from "@/lib/core/subject";
import { subjectKey as keyOf } from "@/lib/core/subject-key";
import { inTransaction } from "@/lib/db/client";

export const UntaggedSubject = z.object({ caseId: z.uuid(), subject: Subject, tag: TagName });
export type UntaggedSubject = z.input<typeof UntaggedSubject>;

/** Takes a tag away; without it changes nothing. Throws AppError `not-found`, `forbidden`, `conflict`. */
export async function untagSubject(input: UntaggedSubject, actor: Actor): Promise<void> {
  const { caseId, subject, tag } = UntaggedSubject.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "marks.change", removes: true });
    const which = { caseId_subjectKey_tag: { caseId, subjectKey: keyOf(subject), tag } };
    const before = await transaction.subjectTag.findUnique({ where: which });
    if (before === null) return;
    await transaction.subjectTag.delete({ where: which, select: { tag: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "tag.removed", caseId, subject: shortTitle(before.title) },
      detail: { subject: before.subjectKey, tag, before: { by: before.actor } },
    });
  });
}
