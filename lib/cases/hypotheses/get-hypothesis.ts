import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/** A hypothesis of a case. Throws AppError `not-found`. The case must be locked. */
export async function getHypothesis(transaction: Transaction, caseId: string, hypothesisId: string) {
  const found = await transaction.hypothesis.findFirst({ where: { id: hypothesisId, caseId } });
  if (!found) throw new AppError("not-found", "This hypothesis was removed meanwhile.");
  return found;
}
