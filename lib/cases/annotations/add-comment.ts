import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { CommentBody } from "@/lib/cases/annotations/comment-body";
import { columnsOf, Marked, shortTitle } from "@/lib/cases/annotations/marked";
import { mentionPeople } from "@/lib/cases/annotations/mention-people";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const NewComment = Marked.extend({
  body: CommentBody,
  /** The first comment of the thread that this replies to; null to begin one. */
  parentId: z.uuid().nullable(),
});
export type NewComment = z.input<typeof NewComment>;

const MOST_COMMENTS = 500;

/**
 * Comments on something, or replies, and tells those who are named. Throws AppError `not-found` (case, thread), `forbidden`,
 * `conflict` for a closed case, `invalid` for one comment too many.
 */
export async function addComment(input: NewComment, actor: Actor): Promise<{ id: string }> {
  const { body, parentId, ...marked } = NewComment.parse(input);
  const { caseId } = marked;
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "comments.write" });
    const row = columnsOf(marked);
    const { subjectKey } = row;
    const thread = { id: parentId ?? "", caseId, subjectKey, parentId: null };
    if (parentId !== null && (await transaction.comment.count({ where: thread })) === 0)
      throw new AppError("not-found", "That thread is not there any more.");
    if ((await transaction.comment.count({ where: { caseId, subjectKey } })) >= MOST_COMMENTS)
      throw new AppError("invalid", `There are at most ${MOST_COMMENTS} comments on one thing.`);
    const { id } = await transaction.comment.create({
      data: { ...row, body, parentId, authorId: actor.id, author: actorOf(actor) },
      select: { id: true },
    });
    const mentions = await mentionPeople(transaction, { caseId, commentId: id, subjectKey, body }, actor);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "comment.added", caseId, subject: shortTitle(marked.title) },
      detail: { subject: subjectKey, comment: id, thread: parentId ?? id, after: body, mentions },
    });
    return { id };
  });
}
