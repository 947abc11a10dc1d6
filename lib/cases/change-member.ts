import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { NewMember } from "@/lib/cases/add-member";
import { getMember, keepOneLead } from "@/lib/cases/case-members";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

/** Gives someone on a case another role. Throws AppError `not-found`, `forbidden`, and `conflict` for its last lead. */
export async function changeMember(input: NewMember, actor: Actor): Promise<void> {
  const { caseId, userId, role } = NewMember.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "members.change" });
    const member = await getMember(transaction, caseId, userId);
    if (member.role === role) return;
    if (member.role === "lead") await keepOneLead(transaction, caseId, userId);
    const where = { caseId_userId: { caseId, userId } };
    await transaction.caseMember.update({ where, data: { role }, select: { userId: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "member.changed", caseId, subject: member.user.email },
      detail: { role, was: member.role },
    });
  });
}
