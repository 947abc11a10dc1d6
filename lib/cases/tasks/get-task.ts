import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/** A task of a case. Throws AppError `not-found`. The case must be locked. */
export async function getTask(transaction: Transaction, caseId: string, taskId: string) {
  const found = await transaction.task.findFirst({
    where: { id: taskId, caseId },
    include: { owner: { select: { email: true } } },
  });
  if (!found) throw new AppError("not-found", "This task was removed meanwhile.");
  return found;
}
