import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { getMember, keepOneLead } from "@/lib/cases/case-members";
import { lockCase } from "@/lib/cases/lock-case";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const RemovedMember = z.object({ caseId: z.uuid(), userId: PersonText.min(1).max(100) });
export type RemovedMember = z.input<typeof RemovedMember>;

/**
 * Takes someone off a case, for whom it is then not there any more; everyone may take themselves off. Throws AppError
 * `not-found`, `forbidden`, and `conflict` for its last lead.
 */
export async function removeMember(input: RemovedMember, actor: Actor): Promise<void> {
  const { caseId, userId } = RemovedMember.parse(input);
  const to = userId === actor.id ? "case.read" : "members.change";
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to });
    const member = await getMember(transaction, caseId, userId);
    if (member.role === "lead") await keepOneLead(transaction, caseId, userId);
    await transaction.caseMember.delete({ where: { caseId_userId: { caseId, userId } }, select: { userId: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "member.removed", caseId, subject: member.user.email },
      detail: { was: member.role },
    });
  });
}
