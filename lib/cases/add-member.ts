import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { CASE_ROLES } from "@/lib/auth/permissions";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const NewMember = z.object({
  caseId: z.uuid(),
  userId: PersonText.min(1, "Choose a person.").max(100),
  role: z.enum(CASE_ROLES),
});
export type NewMember = z.input<typeof NewMember>;

/**
 * Puts a person on a case; a closed one takes them, too. Throws AppError `not-found` (case, person), `forbidden`, and `conflict`
 * for one who is on it already.
 */
export async function addMember(input: NewMember, actor: Actor): Promise<void> {
  const { caseId, userId, role } = NewMember.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "members.change" });
    const person = await transaction.user.findFirst({ where: { id: userId, disabledAt: null } });
    if (!person) throw new AppError("not-found", "There is no such person, or the account is disabled.");
    const row = { caseId, userId, role, actor: actorOf(actor) };
    const { count } = await transaction.caseMember.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) throw new AppError("conflict", `${person.name} is on this case already.`);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "member.added", caseId, subject: person.email },
      detail: { role },
    });
  });
}
