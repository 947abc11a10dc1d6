import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const WithdrawnInvitation = z.object({ id: z.number().int().positive() });

/** Takes an invitation back. Throws AppError `forbidden`, and `not-found` where it was used meanwhile. */
export async function withdrawInvitation(input: z.input<typeof WithdrawnInvitation>, actor: Actor): Promise<void> {
  checkInstallation(actor, "people.change");
  const { id } = WithdrawnInvitation.parse(input);
  await inTransaction(async (transaction) => {
    const found = await transaction.entryLink.findFirst({ where: { id, kind: "invitation" } });
    if (!found) throw new AppError("not-found", "This invitation was used or taken back already.");
    await transaction.entryLink.delete({ where: { id }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "person.invitation-withdrawn", caseId: null, subject: found.email },
      detail: { role: found.role, invitedBy: found.actor },
    });
  });
}
