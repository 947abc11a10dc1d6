import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { byLink } from "@/lib/auth/by-link";
import { cutOff } from "@/lib/auth/cut-off";
import { EntryToken, takeEntryLink } from "@/lib/auth/entry-link";
import { giveAttemptBack, takeAttempt } from "@/lib/auth/limit-attempts";
import { NewPassword } from "@/lib/auth/new-password";
import { checkPasswordStrength } from "@/lib/auth/password-strength";
import { setPassword } from "@/lib/auth/set-password";
import { AppError } from "@/lib/core/app-error";

export const NewPasswordByLink = z.object({ token: EntryToken, password: NewPassword });

/** Sets a password by a link and takes every other way in from its person: whoever had the old one may have made some. Throws AppError `forbidden` (link) or `invalid` (password). */
export async function resetPassword(input: z.input<typeof NewPasswordByLink>, headers: Headers): Promise<void> {
  const { token, password } = NewPasswordByLink.parse(input);
  const from = originOf(headers);
  // By address alone: a token is nothing that can be guessed, and nobody shall lock others out of theirs.
  const account = `entry-link ${from.address}`;
  await takeAttempt(account, from);
  await byLink(from, async (transaction) => {
    const { userId, email } = await takeEntryLink(transaction, token, "reset");
    const person = await transaction.user.findFirst({ where: { id: userId ?? "", disabledAt: null } });
    if (!person) throw new AppError("forbidden", "This account is disabled.");
    checkPasswordStrength(password, [person.name, email]);
    await setPassword(transaction, person.id, password);
    const taken = await cutOff(transaction, person);
    await appendAuditEntry(transaction, {
      ...{ actor: email, action: "person.password-reset", caseId: null, subject: email },
      ...{ from, detail: { ...taken } },
    });
  });
  await giveAttemptBack(account, from);
}
