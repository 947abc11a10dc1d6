import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { authOver } from "@/lib/auth/auth";
import { byLink } from "@/lib/auth/by-link";
import { EntryToken, takeEntryLink } from "@/lib/auth/entry-link";
import { giveAttemptBack, takeAttempt } from "@/lib/auth/limit-attempts";
import { NewPassword, PersonName } from "@/lib/auth/new-password";
import { checkPasswordStrength } from "@/lib/auth/password-strength";
import { AppError } from "@/lib/core/app-error";

export const AcceptedInvitation = z.object({ token: EntryToken, name: PersonName, password: NewPassword });

/**
 * Makes the account that an invitation is for and signs it in; the link is used up with it. Throws AppError `forbidden` (link)
 * or `invalid` (password).
 */
export async function acceptInvitation(input: z.input<typeof AcceptedInvitation>, headers: Headers): Promise<void> {
  const { token, name, password } = AcceptedInvitation.parse(input);
  const from = originOf(headers);
  // By address alone: a token is nothing that can be guessed, and nobody shall lock others out of theirs.
  const account = `entry-link ${from.address}`;
  await takeAttempt(account, from);
  await byLink(from, async (transaction) => {
    const { email, role, actor: invitedBy } = await takeEntryLink(transaction, token, "invitation");
    checkPasswordStrength(password, [name, email]);
    try {
      const { user } = await authOver(transaction).api.signUpEmail({ body: { name, email, password }, headers });
      await transaction.user.update({ where: { id: user.id }, data: { role }, select: { id: true } });
    } catch (error) {
      if (isAPIError(error)) throw new AppError("invalid", error.message, { cause: error });
      throw error;
    }
    await appendAuditEntry(transaction, {
      ...{ actor: email, action: "person.joined", caseId: null, subject: email },
      ...{ from, detail: { name, role, invitedBy } },
    });
  });
  await giveAttemptBack(account, from);
}
