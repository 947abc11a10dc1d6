import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { authOver } from "@/lib/auth/auth";
import { giveAttemptBack, takeAttempt } from "@/lib/auth/limit-attempts";
import { LONGEST_PASSWORD } from "@/lib/auth/password-bounds";
import { tellRefused } from "@/lib/auth/tell-refused";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const Credentials = z.object({
  email: PersonText.trim().toLowerCase().min(1, "Write your e-mail address.").max(254),
  password: z.string().min(1, "Write your password.").max(LONGEST_PASSWORD),
});

/**
 * Opens a session and sets its cookie, or, with a second factor, a cookie of ten minutes for the second step. Throws AppError `forbidden` for a wrong address or password, in the same words
 * for both, for a disabled account, and after too many of them.
 */
export async function signIn(
  input: z.input<typeof Credentials>,
  headers: Headers,
): Promise<"signed-in" | "second-factor"> {
  const { email, password } = Credentials.parse(input);
  const from = originOf(headers);
  await takeAttempt(email, from);
  let how: "signed-in" | "second-factor";
  try {
    how = await inTransaction(async (transaction) => {
      const answer = await authOver(transaction).api.signInEmail({ body: { email, password }, headers });
      const known = await transaction.user.findUniqueOrThrow({ where: { email }, select: { disabledAt: true } });
      // Said to who knows the password, and to nobody else.
      if (known.disabledAt !== null) throw new AppError("forbidden", "This account is disabled. Ask an owner.");
      // Signed in by the second step alone (`finishSignIn`): until then there is no session.
      if ("twoFactorRedirect" in answer) return "second-factor" as const;
      await appendAuditEntry(transaction, {
        actor: email,
        action: "person.signed-in",
        caseId: null,
        subject: email,
        ...{ from, detail: {} },
      });
      return "signed-in" as const;
    });
  } catch (error) {
    if (!isAPIError(error) && !(error instanceof AppError)) throw error;
    await tellRefused("password", { from, subject: email });
    if (error instanceof AppError) throw error;
    throw new AppError("forbidden", "This address and password do not go together.");
  }
  await giveAttemptBack(email, from);
  return how;
}
