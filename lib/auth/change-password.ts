import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { authOver } from "@/lib/auth/auth";
import { findSessionToken } from "@/lib/auth/find-person";
import { giveAttemptBack, takeAttempt } from "@/lib/auth/limit-attempts";
import { NewPassword } from "@/lib/auth/new-password";
import { LONGEST_PASSWORD } from "@/lib/auth/password-bounds";
import { checkPasswordStrength } from "@/lib/auth/password-strength";
import type { Person } from "@/lib/auth/person";
import { setPassword } from "@/lib/auth/set-password";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Transaction } from "@/lib/db/client";

export const OwnPassword = z.string().min(1, "Write your password.").max(LONGEST_PASSWORD);
export const ChangedPassword = z.object({ current: OwnPassword, password: NewPassword });

/**
 * Sets someone's own password and ends their other sessions. Throws AppError `forbidden` for a wrong present one, and
 * `invalid` for a new one that is easily guessed.
 */
export async function changePassword(
  input: z.input<typeof ChangedPassword>,
  person: Person,
  headers: Headers,
): Promise<void> {
  const { current, password } = ChangedPassword.parse(input);
  checkPasswordStrength(password, [person.name, person.email]);
  const token = await findSessionToken(headers);
  await byOwnPassword({ person, password: current, headers }, async (transaction) => {
    await setPassword(transaction, person.id, password);
    await transaction.webSession.deleteMany({ where: { userId: person.id, token: { not: token ?? "" } } });
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "person.password-changed", caseId: null, subject: person.email },
      detail: {},
    });
  });
}

/**
 * Does something in one transaction for who gives their own password. Throws AppError `forbidden` for a wrong one; guesses are
 * counted like those at the door, outside the transaction: the count needs a connection of the pool that it would wait for.
 */
export async function byOwnPassword<Value>(
  { person, password, headers }: { person: Person; password: string; headers: Headers },
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> {
  const from = originOf(headers);
  await takeAttempt(person.email, from);
  let isTheirs = false;
  try {
    return await inTransaction(async (transaction) => {
      await checkOwnPassword(transaction, person, password);
      isTheirs = true;
      return work(transaction);
    });
  } catch (error) {
    if (!isTheirs && error instanceof AppError) await tellRefused({ ...person, from });
    throw error;
  } finally {
    if (isTheirs) await giveAttemptBack(person.email, from);
  }
}

async function tellRefused(person: Person): Promise<void> {
  await inTransaction((transaction) =>
    appendAuditEntry(transaction, {
      ...{ actor: person, action: "person.password-refused", caseId: null, subject: person.email, detail: {} },
    }),
  );
}

async function checkOwnPassword(transaction: Transaction, person: Person, password: string): Promise<void> {
  const kept = await transaction.loginAccount.findFirst({
    where: { userId: person.id, providerId: "credential" },
    select: { password: true },
  });
  const { verify } = (await authOver(transaction).$context).password;
  if (!kept?.password || !(await verify({ hash: kept.password, password }))) {
    throw new AppError("forbidden", "This is not your password.");
  }
}
