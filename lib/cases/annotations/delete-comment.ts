import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { holdComment } from "@/lib/cases/annotations/hold-comment";
import { shortTitle } from "@/lib/cases/annotations/marked";
import { inTransaction } from "@/lib/db/client";

export const DeletedComment = z.object({ caseId: z.uuid(), commentId: z.uuid() });
export type DeletedComment = z.input<typeof DeletedComment>;

/** Takes away what a comment says; its place in the thread stays, and the trail keeps the words. Throws as `holdComment` does. */
export async function deleteComment(input: DeletedComment, actor: Actor): Promise<void> {
  const { caseId, commentId } = DeletedComment.parse(input);
  await inTransaction(async (transaction) => {
    const { body, title, subjectKey, author } = await holdComment(transaction, {
      caseId,
      commentId,
      actor,
      removes: true,
    });
    await transaction.commentMention.deleteMany({ where: { commentId } });
    await transaction.comment.update({
      where: { id: commentId },
      data: { body: "", deletedAt: new Date(), deletedBy: actorOf(actor) },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "comment.deleted", caseId, subject: shortTitle(title) },
      detail: { subject: subjectKey, comment: commentId, before: body, by: author },
    });
  });
}
