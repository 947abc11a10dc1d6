import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const OneExport = z.object({ caseId: z.uuid(), exportId: z.uuid() });

/** Stops an export that waits or is being made. Throws AppError `not-found`, `forbidden`, and `conflict` for one that has ended. */
export async function cancelExport(input: z.input<typeof OneExport>, actor: Actor): Promise<void> {
  const { caseId, exportId } = OneExport.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "report.export" });
    const { count } = await transaction.caseExport.updateMany({
      where: { id: exportId, caseId, state: { in: ["queued", "running"] } },
      data: { state: "cancelled", finishedAt: new Date() },
    });
    if (count === 0) throw new AppError("conflict", "This export has ended already.");
    await appendAuditEntry(transaction, {
      ...{ actor, action: "export.cancelled", caseId, subject: `export ${exportId}`, detail: {} },
    });
  });
}
