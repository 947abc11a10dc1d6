import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { OneFetch } from "@/lib/fetch/start-fetch";
import type { ShownLog } from "@/lib/sources/log-inventory/existing-log.types";

export const ChosenLog = OneFetch.extend({
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string().max(40),
  /** As the plan names the log. */
  id: z.string().min(1).max(2048),
  isRead: z.boolean(),
});

interface InventoryStep {
  number: number;
  accountId: string;
  region: string;
  logs: ShownLog[];
  /** Keys of steps that read logs which are not listed: nobody can leave those out. */
  moreReads: string[] | null;
}

/**
 * Leaves a log out of a plan that was not started, or takes it in again. What lies in one folder is read by one step: that is left
 * out once none of its logs is to be read. Throws AppError `not-found`, `forbidden`, and `conflict` for a fetch that is no plan.
 */
export async function chooseLog(input: z.input<typeof ChosenLog>, actor: Actor): Promise<void> {
  const { caseId, fetchId, isRead, ...asked } = ChosenLog.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add" });
    // Held to the end: nobody starts it meanwhile, or chooses another.
    const [plan] = await transaction.$queryRaw<{ state: string }[]>`
      SELECT state FROM fetches WHERE id = ${fetchId}::uuid AND case_id = ${caseId}::uuid FOR UPDATE`;
    if (plan?.state !== "planned") throw new AppError("conflict", "This fetch is no plan any more.");
    const steps = await transaction.$queryRaw<InventoryStep[]>`
      SELECT number, account_id AS "accountId", region, request->'logs' AS logs, request->'moreReads' AS "moreReads" FROM fetch_steps
       WHERE fetch_id = ${fetchId}::uuid AND source = 'log-inventory' AND request ? 'logs' ORDER BY number`;
    const step = steps.find(
      ({ accountId, region, logs }) =>
        accountId === asked.accountId && region === asked.region && logs.some(({ id }) => id === asked.id),
    );
    const log = step?.logs.find(({ id }) => id === asked.id);
    if (!step || !log || (log.reads ?? []).length === 0)
      throw new AppError("not-found", "This plan reads no such log.");
    log.isRead = isRead;
    await transaction.$executeRaw`
      UPDATE fetch_steps SET request = jsonb_set(request, '{logs}', ${JSON.stringify(step.logs)}::jsonb)
       WHERE fetch_id = ${fetchId}::uuid AND number = ${step.number}`;
    const wanted = new Set(
      steps.flatMap(({ logs, moreReads }) => [
        ...(moreReads ?? []),
        ...logs.flatMap((one) => (one.isRead ? (one.reads ?? []) : [])),
      ]),
    );
    const [taken, left] = [true, false].map((is) => (log.reads ?? []).filter((key) => wanted.has(key) === is));
    const changed = await transaction.$executeRaw`
      UPDATE fetch_steps SET state = CASE WHEN key = ANY(${taken}::text[]) THEN 'pending' ELSE 'skipped' END,
             finished_at = CASE WHEN key = ANY(${taken}::text[]) THEN NULL ELSE now() END
       WHERE fetch_id = ${fetchId}::uuid
         AND (key = ANY(${taken}::text[]) AND state = 'skipped' OR key = ANY(${left}::text[]) AND state = 'pending')`;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "fetch.log-chosen", caseId, subject: `fetch ${fetchId}` },
      detail: { log: asked.id, was: isRead ? "left out" : "read", is: isRead ? "read" : "left out", steps: changed },
    });
  });
}
