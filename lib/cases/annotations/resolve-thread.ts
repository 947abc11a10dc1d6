import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { shortTitle } from "@/lib/cases/annotations/marked";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const ResolvedThread = z.object({
  caseId: z.uuid(),
  /** The first comment of the thread. */
  threadId: z.uuid(),
  resolved: z.boolean(),
});
export type ResolvedThread = z.input<typeof ResolvedThread>;

/** Says that a thread is settled, or that it is not. Throws AppError `not-found`, `forbidden`, `conflict` for a closed case. */
export async function resolveThread(input: ResolvedThread, actor: Actor): Promise<void> {
  const { caseId, threadId, resolved } = ResolvedThread.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "comments.resolve" });
    const thread = await transaction.comment.findFirst({ where: { id: threadId, caseId, parentId: null } });
    if (!thread) throw new AppError("not-found", "That thread is not there any more.");
    if ((thread.resolvedAt !== null) === resolved) return;
    await transaction.comment.update({
      where: { id: threadId },
      data: resolved ? { resolvedAt: new Date(), resolvedBy: actorOf(actor) } : { resolvedAt: null, resolvedBy: null },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: resolved ? "thread.resolved" : "thread.reopened", caseId, subject: shortTitle(thread.title) },
      detail: { subject: thread.subjectKey, thread: threadId, before: { resolvedBy: thread.resolvedBy } },
    });
  });
}
