import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

const MOST_REASON = 500;

export const MutedDetection = z.object({
  caseId: z.uuid(),
  key: PersonText.min(1).max(2000),
  reason: PersonText.trim()
    .min(1, "Say why it is no concern.")
    .max(MOST_REASON, "Keep the reason under 500 characters."),
});
export type MutedDetection = z.input<typeof MutedDetection>;

/**
 * Says that a detection is no concern, and why; it stays listed among the muted, also when it is found again. Muting again
 * changes the reason. Throws AppError `not-found`, and `conflict` for a closed case.
 */
export async function muteDetection(input: MutedDetection, actor: Actor): Promise<void> {
  const { caseId, key, reason } = MutedDetection.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "detections.change" });
    const found = await transaction.detection.findUnique({ where: { caseId_key: { caseId, key } } });
    if (!found) throw new AppError("not-found", "That detection is not there any more.");
    const { title, subject } = JSON.parse(String(found.body)) as { title: string; subject: string };
    const mute = { title: `${title}: ${subject}`, reason, actor: actorOf(actor) };
    const where = { caseId_key: { caseId, key } };
    const before = await transaction.detectionMute.findUnique({ where, select: { reason: true } });
    await transaction.detectionMute.upsert({
      where,
      create: { caseId, key, ...mute },
      update: { ...mute, createdAt: new Date() },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "detection.muted", caseId, subject: mute.title.slice(0, MOST_REASON) },
      detail: { key, reason, ...(before ? { was: before.reason } : {}) },
    });
  });
}
