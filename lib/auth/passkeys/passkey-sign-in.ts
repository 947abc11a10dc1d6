import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { giveAttemptBack, limitAsking, takeAttempt } from "@/lib/auth/limit-attempts";
import { CredentialJson } from "@/lib/auth/passkeys/own-passkeys";
import { passkeysOver } from "@/lib/auth/passkeys/passkeys-over";
import { tellRefused } from "@/lib/auth/tell-refused";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

/** What the browser needs to sign someone in by a passkey, whoever they are. */
export async function beginPasskeySignIn(headers: Headers): Promise<Record<string, unknown>> {
  await limitAsking("passkey", originOf(headers));
  return inTransaction(async (transaction) => {
    const { api } = passkeysOver(transaction);
    const options = await api.generatePasskeyAuthenticationOptions({ headers: new Headers() });
    return { ...options, userVerification: "required" };
  });
}

/** What the verification reads of it, and refuses where it is none. */
type AuthenticationResponse = Parameters<
  ReturnType<typeof passkeysOver>["api"]["verifyPasskeyAuthentication"]
>[0] extends infer Asked
  ? Asked extends { body: { response: infer Response } }
    ? Response
    : never
  : never;

export const PasskeySignIn = z.object({ credential: CredentialJson });

/** Opens a session by a passkey. Throws AppError `forbidden` for one that is not known, does not verify, or is a disabled person's. */
export async function finishPasskeySignIn(input: z.input<typeof PasskeySignIn>, headers: Headers): Promise<void> {
  const { credential } = PasskeySignIn.parse(input);
  const from = originOf(headers);
  const account = `passkey ${from.address}`;
  await takeAttempt(account, from);
  try {
    await inTransaction(async (transaction) => {
      const { api } = passkeysOver(transaction);
      const { user } = await api.verifyPasskeyAuthentication({
        body: { response: credential as unknown as AuthenticationResponse },
        headers,
      });
      const { email, disabledAt } = await transaction.user.findUniqueOrThrow({ where: { id: user.id } });
      if (disabledAt !== null) throw new AppError("forbidden", "This account is disabled. Ask an owner.");
      await appendAuditEntry(transaction, {
        ...{ actor: email, action: "person.signed-in", caseId: null, subject: email },
        ...{ from, detail: { by: "passkey" } },
      });
    });
  } catch (error) {
    if (!isAPIError(error) && !(error instanceof AppError)) throw error;
    await tellRefused("passkey", { from });
    if (error instanceof AppError) throw error;
    throw new AppError("forbidden", "This passkey was not accepted.");
  }
  await giveAttemptBack(account, from);
}
