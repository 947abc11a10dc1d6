import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { CommentBody, MOST_BODY } from "@/lib/cases/annotations/comment-body";
import { holdComment } from "@/lib/cases/annotations/hold-comment";
import { shortTitle } from "@/lib/cases/annotations/marked";
import { mentionPeople } from "@/lib/cases/annotations/mention-people";
import { type EditOutcome, takeEdit } from "@/lib/core/merge-text";
import { textEdit } from "@/lib/core/text-edit";
import { inTransaction } from "@/lib/db/client";

export const EditedComment = z.object({
  caseId: z.uuid(),
  commentId: z.uuid(),
  edit: textEdit(MOST_BODY).extend({ text: CommentBody }),
});
export type EditedComment = z.input<typeof EditedComment>;

/** Changes what a comment says; see `takeEdit` for what comes of two people at once. Throws as `holdComment` does. */
export async function editComment(input: EditedComment, actor: Actor): Promise<EditOutcome> {
  const { caseId, commentId, edit } = EditedComment.parse(input);
  return inTransaction(async (transaction) => {
    const before = await holdComment(transaction, { caseId, commentId, actor });
    const outcome = takeEdit({ text: before.body, version: before.version }, edit, MOST_BODY);
    if (outcome.state === "conflict" || outcome.version === before.version) return outcome;
    const { text: body, version } = outcome;
    await transaction.comment.update({
      where: { id: commentId },
      data: { body, version, editedAt: new Date(), editedBy: actorOf(actor) },
      select: { id: true },
    });
    const { subjectKey } = before;
    const mentions = await mentionPeople(transaction, { caseId, commentId, subjectKey, body }, actor);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "comment.edited", caseId, subject: shortTitle(before.title) },
      detail: {
        ...{ subject: subjectKey, comment: commentId, before: before.body, after: body, mentions },
        merged: outcome.state === "merged",
      },
    });
    return outcome;
  });
}
