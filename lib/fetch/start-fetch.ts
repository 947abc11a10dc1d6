import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const OneFetch = z.object({
  caseId: z.uuid("There is no such case."),
  fetchId: z.uuid("There is no such fetch."),
});

/** Starts a fetch whose plan is there. Throws AppError `not-found`, `forbidden`, and `conflict` for one that has no plan yet or was started. */
export async function startFetch(input: z.input<typeof OneFetch>, actor: Actor): Promise<void> {
  const { caseId, fetchId } = OneFetch.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add" });
    const { count } = await transaction.fetch.updateMany({
      where: { id: fetchId, caseId, state: "planned" },
      data: { state: "running", startedAt: new Date() },
    });
    if (count === 0) throw new AppError("conflict", "This fetch has no plan that could be started.");
    const steps = await transaction.fetchStep.count({ where: { fetchId } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "fetch.started", caseId, subject: `fetch ${fetchId}`, detail: { steps } },
    });
  });
}
