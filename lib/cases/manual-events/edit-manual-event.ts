import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { getManualEvent } from "@/lib/cases/manual-events/get-manual-event";
import {
  ManualEventFields,
  manualEventColumns,
  manualEventDetail,
} from "@/lib/cases/manual-events/manual-event-fields";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const EditedManualEvent = ManualEventFields.extend({
  caseId: z.uuid(),
  eventId: z.uuid(),
  /** What the person saw when they began to write. */
  version: z.int().positive(),
});
export type EditedManualEvent = z.input<typeof EditedManualEvent>;

/**
 * Changes what a person entered. Throws AppError `not-found`, `invalid`, `conflict` for a closed case or an event that someone
 * else has written to meanwhile.
 */
export async function editManualEvent(input: EditedManualEvent, actor: Actor): Promise<void> {
  const { caseId, eventId, version, ...fields } = EditedManualEvent.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change" });
    const before = await getManualEvent(transaction, caseId, eventId);
    if (before.version !== version)
      throw new AppError("conflict", "Someone else has changed this event meanwhile: look at it again.");
    const columns = manualEventColumns(fields, Date.now());
    await transaction.manualEvent.update({
      where: { id: eventId },
      data: { ...columns, version: { increment: 1 } },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "manual-event.edited", caseId, subject: fields.title },
      detail: { event: eventId, before: manualEventDetail(before), after: manualEventDetail(columns) },
    });
  });
}
