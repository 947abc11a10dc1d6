import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor, Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const RevokedToken = z.object({ id: z.number().int().positive() });

/** Takes one's own token out of use at once. Throws AppError `not-found`. */
export function revokeToken(input: z.input<typeof RevokedToken>, person: Person): Promise<void> {
  return revoke(input, person, { userId: person.id });
}

/** Takes anyone's token out of use at once. Throws AppError `forbidden` and `not-found`. */
export async function revokePersonsToken(input: z.input<typeof RevokedToken>, actor: Actor): Promise<void> {
  checkInstallation(actor, "people.change");
  await revoke(input, actor, {});
}

async function revoke(input: z.input<typeof RevokedToken>, actor: Actor, whose: { userId?: string }): Promise<void> {
  const { id } = RevokedToken.parse(input);
  await inTransaction(async (transaction) => {
    const found = await transaction.apiToken.findFirst({ where: { id, ...whose }, include: { user: true } });
    if (!found) throw new AppError("not-found", "This token is not there any more.");
    await transaction.apiToken.delete({ where: { id }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "token.revoked", caseId: null, subject: found.name },
      detail: { of: found.user.email, usedAt: found.usedAt?.toISOString() ?? null },
    });
  });
}
