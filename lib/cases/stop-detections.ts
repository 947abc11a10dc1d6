import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

export const DetectionsOfCase = z.object({ caseId: z.uuid() });

/** Stops a run that waits or is under way, at its next step; what was found before stays. Throws AppError `not-found`. */
export async function stopDetections(input: z.input<typeof DetectionsOfCase>, actor: Actor): Promise<void> {
  const { caseId } = DetectionsOfCase.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "detections.change", evenClosed: true });
    const { count } = await transaction.detectionRun.updateMany({
      where: { caseId, state: { in: ["queued", "running"] } },
      data: { state: "cancelled", finishedAt: new Date(), step: null },
    });
    if (count > 0)
      await appendAuditEntry(transaction, { actor, action: "detections.stopped", caseId, subject: null, detail: {} });
  });
}
