import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/** An event that a person entered. Throws AppError `not-found`. The case must be locked. */
export async function getManualEvent(transaction: Transaction, caseId: string, eventId: string) {
  const found = await transaction.manualEvent.findFirst({ where: { id: eventId, caseId } });
  if (!found) throw new AppError("not-found", "This event was removed meanwhile.");
  return found;
}
