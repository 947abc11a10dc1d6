import { createHash } from "node:crypto";
import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { authOver } from "@/lib/auth/auth";
import { giveAttemptBack, takeAttempt } from "@/lib/auth/limit-attempts";
import { EmailAddress, NewPassword, PersonName } from "@/lib/auth/new-password";
import { checkPasswordStrength } from "@/lib/auth/password-strength";
import { tellRefused } from "@/lib/auth/tell-refused";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const NewOwner = z.object({
  token: PersonText.trim().min(1, "Copy the link that the console shows: it carries the token.").max(200),
  name: PersonName,
  email: EmailAddress,
  password: NewPassword,
});

const TOKEN_ACCOUNT = "setup-token";

/**
 * Makes the owner's account and signs it in: once, by the token that the console printed. Throws AppError `forbidden` for
 * a wrong token, and `conflict` when there is an account already.
 */
export async function createOwner(input: z.input<typeof NewOwner>, headers: Headers): Promise<void> {
  const { token, ...owner } = NewOwner.parse(input);
  const from = originOf(headers);
  await takeAttempt(TOKEN_ACCOUNT, from);
  checkPasswordStrength(owner.password, [owner.name, owner.email]);
  const sha256 = createHash("sha256").update(token).digest("hex");
  const made = await inTransaction(async (transaction) => {
    // Of two who come at once with the token, one is the owner.
    await transaction.$executeRaw`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`;
    if ((await transaction.user.count()) > 0) throw new AppError("conflict", "The owner's account exists: sign in.");
    const { count } = await transaction.setupToken.deleteMany({ where: { sha256 } });
    if (count === 0) return false;
    try {
      const { user } = await authOver(transaction).api.signUpEmail({ body: owner, headers });
      await transaction.user.update({ where: { id: user.id }, data: { role: "owner" }, select: { id: true } });
      // What the command line loaded before anyone was here.
      await transaction.$executeRaw`
        INSERT INTO case_members (case_id, user_id, role, actor)
        SELECT id, ${user.id}, 'lead', ${owner.email} FROM cases WHERE NOT scratch`;
    } catch (error) {
      if (isAPIError(error)) throw new AppError("invalid", error.message, { cause: error });
      throw error;
    }
    await transaction.setupToken.deleteMany();
    await appendAuditEntry(transaction, {
      actor: owner.email,
      action: "owner.created",
      caseId: null,
      subject: owner.email,
      ...{ from, detail: { name: owner.name } },
    });
    return true;
  });
  if (made) return giveAttemptBack(TOKEN_ACCOUNT, from);
  await tellRefused("set-up token", { from });
  throw new AppError("forbidden", "This is not the token that the console shows. A newer start prints a newer one.");
}
