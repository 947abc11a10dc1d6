import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { OneFetch } from "@/lib/fetch/start-fetch";
import { SOURCES } from "@/lib/sources/source.types";

export const OneSource = OneFetch.extend({ source: z.enum(SOURCES) });

/**
 * Leaves out what a source of a fetch has not brought yet, before it is started or while it runs. What came stays, and what did not is
 * told in the coverage. Throws AppError `not-found`, `forbidden`, and `conflict` where nothing of it is left.
 */
export async function skipSource(input: z.input<typeof OneSource>, actor: Actor): Promise<void> {
  const { caseId, fetchId, source } = OneSource.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add" });
    const { count } = await transaction.fetchStep.updateMany({
      where: {
        fetchId,
        source,
        state: { in: ["pending", "running"] },
        fetch: { caseId, state: { in: ["planned", "running"] } },
      },
      data: { state: "skipped", finishedAt: new Date() },
    });
    if (count === 0) throw new AppError("conflict", "Nothing of this source is left to be fetched.");
    await appendAuditEntry(transaction, {
      ...{
        actor,
        action: "fetch.source-skipped",
        caseId,
        subject: `fetch ${fetchId}`,
        detail: { source, steps: count },
      },
    });
  });
}
