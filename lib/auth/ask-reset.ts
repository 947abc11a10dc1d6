import { z } from "zod";
import { NOBODY } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { takeAttempt } from "@/lib/auth/limit-attempts";
import { resetLinkFor } from "@/lib/auth/make-reset-link";
import { EmailAddress } from "@/lib/auth/new-password";
import { AppError } from "@/lib/core/app-error";
import { logFault } from "@/lib/log/log";
import { isMailConfigured } from "@/lib/mail/send-mail";

export const AskedReset = z.object({ email: EmailAddress });

/**
 * Sends a link for a new password to an address, if it has an account. Whoever asks learns nothing of that, not from how long it
 * takes either. Throws AppError `forbidden` after too many, and `invalid` where no mail can be sent.
 */
export async function askReset(input: z.input<typeof AskedReset>, headers: Headers): Promise<void> {
  const { email } = AskedReset.parse(input);
  if (!isMailConfigured()) throw new AppError("invalid", "No mail can be sent: ask an owner for a link.");
  const from = originOf(headers);
  await takeAttempt(`reset ${email}`, from);
  void resetLinkFor({ email }, { email: NOBODY, from }).catch((error: unknown) => {
    if (!(error instanceof AppError)) logFault(error, "reset by mail");
  });
}
