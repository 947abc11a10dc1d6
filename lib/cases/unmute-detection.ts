import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const UnmutedDetection = z.object({ caseId: z.uuid(), key: PersonText.min(1).max(2000) });
export type UnmutedDetection = z.input<typeof UnmutedDetection>;

/** Takes a mute back; one that is not there is no matter. Throws AppError `not-found`, and `conflict` for a closed case. */
export async function unmuteDetection(input: UnmutedDetection, actor: Actor): Promise<void> {
  const { caseId, key } = UnmutedDetection.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "detections.change", removes: true });
    const muted = await transaction.detectionMute.findUnique({ where: { caseId_key: { caseId, key } } });
    if (!muted) return;
    await transaction.detectionMute.delete({ where: { caseId_key: { caseId, key } } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "detection.unmuted", caseId, subject: muted.title.slice(0, 500) },
      detail: { key, was: muted.reason },
    });
  });
}
