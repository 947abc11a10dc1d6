import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { failSteps } from "@/lib/fetch/forget-kept";
import { OneFetch } from "@/lib/fetch/start-fetch";

/**
 * Cancels a fetch that is planned or fetches: who runs it hears of it within a second, and what it brought is not loaded. One that
 * tried again what had failed is what it was before: its steps can be tried once more. Throws AppError `not-found`, `forbidden`, and `conflict` for one that has ended or whose load has begun.
 */
export async function cancelFetch(input: z.input<typeof OneFetch>, actor: Actor): Promise<void> {
  const { caseId, fetchId } = OneFetch.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add", evenClosed: true });
    const ended = { finishedAt: new Date() };
    const again = await transaction.fetch.updateMany({
      where: { id: fetchId, caseId, state: "running", loadId: { not: null } },
      data: { state: "done", ...ended },
    });
    if (again.count > 0) await failSteps(transaction, { fetchId, error: "It was cancelled." });
    const first = await transaction.fetch.updateMany({
      where: { id: fetchId, caseId, state: { in: ["planning", "planned", "running"] } },
      data: { state: "cancelled", ...ended },
    });
    if (again.count + first.count === 0)
      throw new AppError("conflict", "This fetch has ended, or what it brought is being loaded.");
    await appendAuditEntry(transaction, {
      ...{ actor, action: "fetch.cancelled", caseId, subject: `fetch ${fetchId}`, detail: {} },
    });
  });
}
