import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/**
 * Holds the case's row to the end of the transaction, so that it is not dropped meanwhile, and tells its state. Throws
 * AppError `not-found`.
 */
export async function lockCase(transaction: Transaction, caseId: string, how: "share" | "update"): Promise<string> {
  const found =
    how === "update"
      ? await transaction.$queryRaw<{ state: string }[]>`SELECT state FROM cases WHERE id = ${caseId}::uuid FOR UPDATE`
      : await transaction.$queryRaw<{ state: string }[]>`SELECT state FROM cases WHERE id = ${caseId}::uuid FOR SHARE`;
  if (!found[0]) throw new AppError("not-found", "There is no such case.");
  return found[0].state;
}

/** What a case says stays as it is while it is closed. Throws AppError `conflict`. */
export function refuseClosed(state: string): void {
  if (state === "closed") throw new AppError("conflict", "This case is closed. Reopen it to change it.");
}
