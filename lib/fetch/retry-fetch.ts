import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { refuseMany } from "@/lib/fetch/ask-fetch";
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
    await forgetLost(transaction, fetchId);
    const { count: steps } = await transaction.fetchStep.updateMany({
      where: { fetchId, state: "failed" },
      data: { state: "pending", error: null, finishedAt: null, tries: { increment: 1 } },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "fetch.retried", caseId, subject: `fetch ${fetchId}`, detail: { steps } },
    });
  });
}

/** Steps that kept something which no load has read, and that is in no evidence, begin from the start, as if they had failed. */
async function forgetLost(transaction: Transaction, fetchId: string): Promise<void> {
  await transaction.$executeRaw`
    WITH listed AS (SELECT w.name FROM load_files w JOIN loads l ON l.id = w.load_id JOIN fetches f ON f.case_id = l.case_id
                     WHERE f.id = ${fetchId}::uuid AND w.state = 'done'),
         gone AS (DELETE FROM fetch_objects o
                   WHERE o.fetch_id = ${fetchId}::uuid
                     AND NOT EXISTS (SELECT FROM evidence_files e WHERE e.case_id = o.case_id AND e.sha256 = o.sha256)
               RETURNING o.step)
    UPDATE fetch_steps s
       SET state = 'failed', cursor = NULL, kept = '{}', bytes = 0, records = 0, objects = 0, gaps = '[]', scanned = 0
     WHERE s.fetch_id = ${fetchId}::uuid AND s.state <> 'skipped'
       AND (s.number IN (SELECT step FROM gone)
            OR EXISTS (SELECT FROM jsonb_each_text(s.kept) k
                        WHERE k.value <> '0'
                          AND 'fetch-' || left(${fetchId}, 8) || '/' || k.key NOT IN (SELECT name FROM listed)))`;
}
