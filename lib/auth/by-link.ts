import type { Origin } from "@/lib/audit/origin";
import { tellRefused } from "@/lib/auth/tell-refused";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Transaction } from "@/lib/db/client";

/** Does in one transaction what a link lets someone do; that a link was refused stands in the trail. */
export async function byLink(from: Origin, work: (transaction: Transaction) => Promise<void>): Promise<void> {
  try {
    await inTransaction(work);
  } catch (error) {
    if (error instanceof AppError && error.code === "forbidden") await tellRefused("link", { from });
    throw error;
  }
}
