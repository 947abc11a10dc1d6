import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { byOwnPassword, OwnPassword } from "@/lib/auth/change-password";
import { Confirmed, confirmPerson } from "@/lib/auth/confirm-person";
import { passkeysOver } from "@/lib/auth/passkeys/passkeys-over";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, prisma } from "@/lib/db/client";

const MOST_CHARACTERS = 20_000;

/** What a browser's `PublicKeyCredential.toJSON()` gives. */
export const CredentialJson = z
  .record(z.string(), z.unknown())
  .refine((value) => JSON.stringify(value).length <= MOST_CHARACTERS, "That is no passkey.");

export interface OwnPasskey {
  id: string;
  name: string;
  createdMs: number;
  /** Kept by an account of the device's maker, and so on several devices. */
  synced: boolean;
}

export async function listOwnPasskeys({ id: userId }: Person): Promise<OwnPasskey[]> {
  const rows = await prisma().passkey.findMany({ where: { userId }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
  return rows.map(({ id, name, createdAt, backedUp }) => ({
    ...{ id, name: name ?? "Passkey", synced: backedUp },
    createdMs: Math.floor((createdAt?.getTime() ?? 0) / 1000) * 1000,
  }));
}

export const BegunPasskey = z.object({ password: OwnPassword });

/** What the browser needs to make a passkey. Throws AppError `forbidden` for a wrong password. */
export function beginPasskey(
  input: z.input<typeof BegunPasskey>,
  person: Person,
  headers: Headers,
): Promise<Record<string, unknown>> {
  const { password } = BegunPasskey.parse(input);
  return byOwnPassword({ person, password, headers }, async (transaction) => {
    const options = await passkeysOver(transaction).api.generatePasskeyRegistrationOptions({ headers });
    return { ...options };
  });
}

export const FinishedPasskey = z.object({
  name: PersonText.trim().min(1, "Give the passkey a name.").max(100, "A name has 100 characters at most."),
  credential: CredentialJson,
});

/** Keeps the passkey that the browser made. Throws AppError `forbidden` for one that was not asked for or does not verify. */
export async function finishPasskey(
  input: z.input<typeof FinishedPasskey>,
  person: Person,
  headers: Headers,
): Promise<void> {
  const { name, credential } = FinishedPasskey.parse(input);
  await inTransaction(async (transaction) => {
    try {
      const { api } = passkeysOver(transaction);
      await api.verifyPasskeyRegistration({ body: { response: credential, name }, headers });
    } catch (error) {
      if (!isAPIError(error)) throw error;
      throw new AppError("forbidden", "This passkey was not accepted. Begin again.", { cause: error });
    }
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "person.passkey-added", caseId: null, subject: person.email },
      detail: { name },
    });
  });
}

export const RemovedPasskey = z.object({ id: PersonText.min(1).max(100), ...Confirmed });

/** Takes one's own passkey out of use. Throws AppError `not-found`, and `forbidden` for a wrong password. */
export async function removePasskey(
  input: z.input<typeof RemovedPasskey>,
  person: Person,
  headers: Headers,
): Promise<void> {
  const { id, password } = RemovedPasskey.parse(input);
  await confirmPerson({ password }, person, headers);
  await inTransaction(async (transaction) => {
    const found = await transaction.passkey.findFirst({ where: { id, userId: person.id } });
    if (!found) throw new AppError("not-found", "This passkey is not there any more.");
    await transaction.passkey.delete({ where: { id }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "person.passkey-removed", caseId: null, subject: person.email },
      detail: { name: found.name },
    });
  });
}
