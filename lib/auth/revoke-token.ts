import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const RevokedToken = z.object({ id: z.number().int().positive() });

/** Takes one's own token out of use at once. Throws AppError `not-found`. */
export async function revokeToken(input: z.input<typeof RevokedToken>, person: Person): Promise<void> {
  const { id } = RevokedToken.parse(input);
  await inTransaction(async (transaction) => {
    const found = await transaction.apiToken.findFirst({ where: { id, userId: person.id } });
    if (!found) throw new AppError("not-found", "This token is not there any more.");
    await transaction.apiToken.delete({ where: { id }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "token.revoked", caseId: null, subject: found.name },
      detail: { usedAt: found.usedAt?.toISOString() ?? null },
    });
  });
}
