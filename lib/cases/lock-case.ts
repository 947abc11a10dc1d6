import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/** Holds the case's row to the end of the transaction, so that it is not dropped meanwhile. Throws AppError `not-found`. */
export async function lockCase(transaction: Transaction, caseId: string, how: "share" | "update"): Promise<void> {
  const found =
    how === "update"
      ? await transaction.$queryRaw<unknown[]>`SELECT 1 AS held FROM cases WHERE id = ${caseId}::uuid FOR UPDATE`
      : await transaction.$queryRaw<unknown[]>`SELECT 1 AS held FROM cases WHERE id = ${caseId}::uuid FOR SHARE`;
  if (found.length === 0) throw new AppError("not-found", "There is no such case.");
}
