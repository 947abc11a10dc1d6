import type { CaseRole } from "@/lib/auth/permissions";
import { isAllowed } from "@/lib/auth/permissions";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/**
 * Who is to do a task: someone on the case who may say that it is done. Gives their address. Throws AppError `invalid`. The
 * case must be locked.
 */
export async function checkTaskOwner(transaction: Transaction, caseId: string, userId: string): Promise<string> {
  const member = await transaction.caseMember.findUnique({
    where: { caseId_userId: { caseId, userId } },
    include: { user: { select: { email: true, disabledAt: true } } },
  });
  if (!member || member.user.disabledAt !== null)
    throw new AppError("invalid", "A task can be given to someone on the case alone.");
  if (!isAllowed(member.role as CaseRole, "tasks.change"))
    throw new AppError("invalid", "A viewer only reads the case: give the task to someone who works on it.");
  return member.user.email;
}
