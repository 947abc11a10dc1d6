import { APIError, isAPIError } from "better-auth/api";
import { z } from "zod";
import { appendAuditEntry, NOBODY } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { authOver } from "@/lib/auth/auth";
import { giveAttemptBack, takeAttempt, takeCode } from "@/lib/auth/limit-attempts";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, type Transaction } from "@/lib/db/client";

export const SecondStep = z.object({
  code: PersonText.transform((text) => text.replace(/\s/g, "")).pipe(z.string().min(1, "Write the code.").max(64)),
});

/**
 * The second step of signing in: a code of the app, or a recovery code, which is then used up. Throws AppError `forbidden`; what
 * was counted as failed stays counted.
 */
export async function finishSignIn(input: z.input<typeof SecondStep>, headers: Headers): Promise<void> {
  const { code } = SecondStep.parse(input);
  const from = originOf(headers);
  const { email, own } = await inTransaction((transaction) => findHalfSignedIn(transaction, headers));
  await takeAttempt(`second ${email}`, from);
  const byApp = /^\d{6}$/.test(code);
  // Before it is looked at, and outside of the transaction: of two who bring the same code at once, one has it.
  const isNew = !byApp || (await takeCode(email, code));
  const failed = await inTransaction(async (transaction): Promise<string | null> => {
    const { api } = authOver(transaction);
    try {
      if (!isNew) throw new APIError("UNAUTHORIZED", { code: "INVALID_CODE" });
      if (byApp) await api.verifyTOTP({ body: { code }, headers: own });
      else await api.verifyBackupCode({ body: { code }, headers: own });
    } catch (error) {
      if (!isAPIError(error)) throw error;
      await appendAuditEntry(transaction, {
        ...{ actor: NOBODY, action: "person.sign-in-failed", caseId: null, subject: email },
        ...{ from, detail: { step: "second factor" } },
      });
      return String(error.body?.code);
    }
    await appendAuditEntry(transaction, {
      ...{ actor: email, action: "person.signed-in", caseId: null, subject: email },
      ...{ from, detail: { second: byApp ? "app" : "recovery code" } },
    });
    return null;
  });
  if (failed === null) return giveAttemptBack(`second ${email}`, from);
  if (/^INVALID_(BACKUP_)?CODE$/.test(failed)) throw new AppError("forbidden", "This code does not fit.");
  throw new AppError("forbidden", "Too many codes were wrong, or it took too long. Begin signing in again.");
}

/**
 * Whose password was right a moment ago, in this browser, and its headers with that cookie alone: by a session of someone else
 * that is still open there, better-auth would look at the code of that one. Throws AppError `forbidden` where nobody's was.
 */
async function findHalfSignedIn(transaction: Transaction, headers: Headers): Promise<{ email: string; own: Headers }> {
  const context = await authOver(transaction).$context;
  const { name } = context.createAuthCookie("two_factor");
  const cookie = (headers.get("cookie") ?? "").split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  // Its signature is better-auth's to check, before anything is done for it.
  const identifier = decodeURIComponent(cookie?.slice(name.length + 1) ?? "").split(".")[0] ?? "";
  const kept = identifier === "" ? null : await transaction.verification.findFirst({ where: { identifier } });
  const person =
    kept === null || kept.expiresAt < new Date()
      ? null
      : await transaction.user.findFirst({ where: { id: kept.value, disabledAt: null }, select: { email: true } });
  if (!person) throw new AppError("forbidden", "That took too long: begin signing in again.");
  const own = new Headers(headers);
  own.set("cookie", cookie ?? "");
  return { email: person.email, own };
}
