import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { getManualEvent } from "@/lib/cases/manual-events/get-manual-event";
import { manualEventDetail } from "@/lib/cases/manual-events/manual-event-fields";
import { inTransaction } from "@/lib/db/client";

export const RemovedManualEvent = z.object({ caseId: z.uuid(), eventId: z.uuid() });
export type RemovedManualEvent = z.input<typeof RemovedManualEvent>;

/** Takes away what a person entered; the trail keeps it. Throws AppError `not-found`, and `conflict` for a closed case. */
export async function removeManualEvent(input: RemovedManualEvent, actor: Actor): Promise<void> {
  const { caseId, eventId } = RemovedManualEvent.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change", removes: true });
    const before = await getManualEvent(transaction, caseId, eventId);
    await transaction.manualEvent.delete({ where: { id: eventId }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "manual-event.removed", caseId, subject: before.title },
      detail: { event: eventId, before: manualEventDetail(before) },
    });
  });
}
