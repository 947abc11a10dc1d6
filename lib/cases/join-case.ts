import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation, NO_SUCH_CASE } from "@/lib/auth/check-permission";
import { actorOf, type Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const JoinedCase = z.object({
  caseId: z.uuid(),
  reason: PersonText.trim().min(1, "Say why you join this case.").max(500, "A reason has 500 characters at most."),
});
export type JoinedCase = z.input<typeof JoinedCase>;

/**
 * Makes an owner of the installation lead of a case that they are not on, with a reason that the case's own trail keeps.
 * Throws AppError `forbidden`, `not-found`, and `conflict` for one who is on it.
 */
export async function joinCase(input: JoinedCase, person: Person): Promise<void> {
  checkInstallation(person, "case.join");
  const { caseId, reason } = JoinedCase.parse(input);
  await inTransaction(async (transaction) => {
    const found = await transaction.$queryRaw<{ scratch: boolean }[]>`
      SELECT scratch OR state = 'purging' AS scratch FROM cases WHERE id = ${caseId}::uuid FOR NO KEY UPDATE`;
    if (!found[0] || found[0].scratch) throw new AppError("not-found", NO_SUCH_CASE);
    const row = { caseId, userId: person.id, role: "lead", actor: actorOf(person) };
    const { count } = await transaction.caseMember.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) throw new AppError("conflict", "You are on this case already.");
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "member.joined", caseId, subject: person.email },
      detail: { role: "lead", reason },
    });
  });
}
