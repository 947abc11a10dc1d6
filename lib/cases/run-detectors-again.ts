import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { DetectionsOfCase } from "@/lib/cases/stop-detections";
import { inTransaction } from "@/lib/db/client";

/** Notes that a person wants the detectors to run now; `askDetections` then has the worker do it. Throws AppError `not-found`. */
export async function runDetectorsAgain(input: z.input<typeof DetectionsOfCase>, actor: Actor): Promise<void> {
  const { caseId } = DetectionsOfCase.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "detections.change" });
    await appendAuditEntry(transaction, { actor, action: "detections.asked", caseId, subject: null, detail: {} });
  });
}
