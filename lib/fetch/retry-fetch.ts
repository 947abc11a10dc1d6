import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { refuseMany } from "@/lib/fetch/ask-fetch";
import { forget } from "@/lib/fetch/forget-kept";
import { listUntaken } from "@/lib/fetch/kept";
import { OneFetch } from "@/lib/fetch/start-fetch";

/**
 * Has what failed of a fetch done again, from where each step stopped; what was done stays. A fetch whose files never came to a
 * load has them no more: their steps are done again from the start. It is done as the one who asks for it now. Throws AppError
 * `not-found`, `forbidden`, and `conflict` for one that has not ended or has nothing that failed, or while too many are under way.
 */
export async function retryFetch(input: z.input<typeof OneFetch>, actor: Actor): Promise<void> {
  const { caseId, fetchId } = OneFetch.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "evidence.add" });
    await refuseMany(transaction, caseId);
    const { count } = await transaction.fetch.updateMany({
      where: { id: fetchId, caseId, state: { in: ["done", "failed"] }, steps: { some: { state: "failed" } } },
      data: { state: "running", error: null, finishedAt: null, userId: actor.id, actor: actorOf(actor) },
    });
    if (count === 0) throw new AppError("conflict", "Nothing of this fetch has failed, or it has not ended.");
    const untaken = await listUntaken(transaction, fetchId);
    await forget(transaction, { fetchId, untaken, state: "failed", error: null });
    const { count: steps } = await transaction.fetchStep.updateMany({
      where: { fetchId, state: "failed" },
      data: { state: "pending", error: null, finishedAt: null, tries: { increment: 1 } },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "fetch.retried", caseId, subject: `fetch ${fetchId}`, detail: { steps } },
    });
  });
}
