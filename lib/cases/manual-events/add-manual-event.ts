import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import {
  ManualEventFields,
  manualEventColumns,
  manualEventDetail,
} from "@/lib/cases/manual-events/manual-event-fields";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

const MOST_MANUAL = 2000;

export const NewManualEvent = ManualEventFields.extend({ caseId: z.uuid() });
export type NewManualEvent = z.input<typeof NewManualEvent>;

/**
 * Enters what no log tells, with when it happened and when people came to know of it. Throws AppError `not-found`, `conflict`
 * for a closed case, `invalid` for times that cannot be, or one too many.
 */
export async function addManualEvent(input: NewManualEvent, actor: Actor): Promise<{ id: string }> {
  const { caseId, ...fields } = NewManualEvent.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change" });
    const columns = manualEventColumns(fields, Date.now());
    if ((await transaction.manualEvent.count({ where: { caseId } })) >= MOST_MANUAL)
      throw new AppError("invalid", `A case has at most ${MOST_MANUAL} events that people entered.`);
    const { id } = await transaction.manualEvent.create({
      data: { caseId, ...columns, actor: actorOf(actor) },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "manual-event.added", caseId, subject: fields.title },
      detail: { event: id, after: manualEventDetail(columns) },
    });
    return { id };
  });
}
