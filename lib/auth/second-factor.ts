import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { authOver } from "@/lib/auth/auth";
import { byOwnPassword, OwnPassword } from "@/lib/auth/change-password";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, type Transaction } from "@/lib/db/client";

export const ByPassword = z.object({ password: OwnPassword });

export interface NewSecondFactor {
  /** For the app: `otpauth://totp/…`, with the secret in it. */
  uri: string;
  /** Each lets someone in once, without the app. */
  recoveryCodes: string[];
}

/**
 * Makes a secret for an app and recovery codes; they count once a code of the app was given (`confirmSecondFactor`). Throws
 * AppError `forbidden` for a wrong password, and `conflict` where there is a second factor already.
 */
export function beginSecondFactor(
  input: z.input<typeof ByPassword>,
  person: Person,
  headers: Headers,
): Promise<NewSecondFactor> {
  const { password } = ByPassword.parse(input);
  return byOwnPassword({ person, password, headers }, async (transaction) => {
    const made = await asked(() =>
      authOver(transaction).api.enableTwoFactor({ body: { password, method: "totp" }, headers }),
    );
    if (made.method !== "totp") throw new AppError("conflict", "No secret was made.");
    return { uri: made.totpURI, recoveryCodes: made.backupCodes };
  });
}

export const AppCode = z.object({
  code: PersonText.transform((text) => text.replace(/\s/g, "")).pipe(
    z.string().regex(/^\d{6}$/, "A code has six digits."),
  ),
});

/** Puts the second factor in force, by a code of the app that got the secret. Throws AppError `forbidden` for a wrong one. */
export async function confirmSecondFactor(
  input: z.input<typeof AppCode>,
  person: Person,
  headers: Headers,
): Promise<void> {
  const { code } = AppCode.parse(input);
  await inTransaction(async (transaction) => {
    await asked(() => authOver(transaction).api.verifyTOTP({ body: { code }, headers }));
    await tell(transaction, person, "person.second-factor-set");
  });
}

/** Takes the second factor away. Throws AppError `forbidden` for a wrong password. */
export async function dropSecondFactor(
  input: z.input<typeof ByPassword>,
  person: Person,
  headers: Headers,
): Promise<void> {
  const { password } = ByPassword.parse(input);
  await byOwnPassword({ person, password, headers }, async (transaction) => {
    await asked(() => authOver(transaction).api.disableTwoFactor({ body: { password }, headers }));
    await tell(transaction, person, "person.second-factor-dropped");
  });
}

/** Makes new recovery codes; the old ones count no more. Throws AppError `forbidden` for a wrong password. */
export function renewRecoveryCodes(
  input: z.input<typeof ByPassword>,
  person: Person,
  headers: Headers,
): Promise<{ recoveryCodes: string[] }> {
  const { password } = ByPassword.parse(input);
  return byOwnPassword({ person, password, headers }, async (transaction) => {
    const made = await asked(() => authOver(transaction).api.generateBackupCodes({ body: { password }, headers }));
    await tell(transaction, person, "person.recovery-codes-made");
    return { recoveryCodes: made.backupCodes };
  });
}

/** What better-auth refuses, in words of ours. */
async function asked<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!isAPIError(error)) throw error;
    const refused = WORDS[String(error.body?.code)] ?? { code: "invalid" as const, words: error.message };
    throw new AppError(refused.code, refused.words, { cause: error });
  }
}

const WORDS: Record<string, { code: AppError["code"]; words: string }> = {
  INVALID_CODE: { code: "forbidden", words: "This code does not fit. Is the clock of the device right?" },
  TOTP_ALREADY_ENABLED: { code: "conflict", words: "There is a second factor already." },
  TOTP_NOT_ENABLED: { code: "conflict", words: "There is no second factor: begin anew." },
};

function tell(
  transaction: Transaction,
  person: Person,
  action: "person.second-factor-set" | "person.second-factor-dropped" | "person.recovery-codes-made",
): Promise<void> {
  return appendAuditEntry(transaction, { actor: person, action, caseId: null, subject: person.email, detail: {} });
}
