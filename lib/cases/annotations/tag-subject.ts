import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { columnsOf, Marked, shortTitle } from "@/lib/cases/annotations/marked";
import { TagName } from "@/lib/cases/annotations/tag-name";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const TaggedSubject = Marked.extend({ tag: TagName });
export type TaggedSubject = z.input<typeof TaggedSubject>;

const MOST_TAGS = 20;

/** Tags something. Again changes nothing. Throws AppError `not-found`, `forbidden`, `conflict`, `invalid` for one tag too many. */
export async function tagSubject(input: TaggedSubject, actor: Actor): Promise<void> {
  const { tag, ...marked } = TaggedSubject.parse(input);
  const { caseId } = marked;
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "marks.change" });
    const row = { ...columnsOf(marked), tag, actor: actorOf(actor) };
    const { subjectKey } = row;
    const { count } = await transaction.subjectTag.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) return;
    if ((await transaction.subjectTag.count({ where: { caseId, subjectKey } })) > MOST_TAGS)
      throw new AppError("invalid", `One thing has at most ${MOST_TAGS} tags.`);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "tag.added", caseId, subject: shortTitle(marked.title) },
      detail: { subject: subjectKey, tag },
    });
  });
}
