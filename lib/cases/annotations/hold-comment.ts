import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

interface Asked {
  caseId: string;
  commentId: string;
  actor: Actor;
  /** It takes away what was said. */
  removes?: boolean;
}

/**
 * A comment that its author, or a lead, is about to change, held to the end of the transaction. Throws AppError `not-found`, also
 * for a deleted one, `forbidden` and `conflict`.
 */
export async function holdComment(transaction: Transaction, { caseId, commentId, actor, removes = false }: Asked) {
  await lockCase(transaction, { caseId, how: "share", actor, to: "comments.write", removes });
  await transaction.$queryRaw`SELECT FROM comments WHERE id = ${commentId}::uuid AND case_id = ${caseId}::uuid FOR UPDATE`;
  const comment = await transaction.comment.findFirst({ where: { id: commentId, caseId, deletedAt: null } });
  if (!comment) throw new AppError("not-found", "That comment is not there any more.");
  if (comment.authorId !== actor.id)
    await lockCase(transaction, { caseId, how: "share", actor, to: "comments.moderate", removes });
  return comment;
}
