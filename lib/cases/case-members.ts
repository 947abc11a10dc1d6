import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/** Someone on a case. Throws AppError `not-found`. The case must be locked for update. */
export async function getMember(transaction: Transaction, caseId: string, userId: string) {
  const found = await transaction.caseMember.findUnique({
    where: { caseId_userId: { caseId, userId } },
    include: { user: { select: { email: true } } },
  });
  if (!found) throw new AppError("not-found", "This person is not on the case any more.");
  return found;
}

/** Throws AppError `conflict` unless the case has a lead beside this one. The case must be locked for update. */
export async function keepOneLead(transaction: Transaction, caseId: string, userId: string): Promise<void> {
  const others = await transaction.caseMember.count({
    where: { caseId, role: "lead", userId: { not: userId }, user: { disabledAt: null } },
  });
  if (others === 0) throw new AppError("conflict", "A case needs a lead: make someone else its lead first.");
}
