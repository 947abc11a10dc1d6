import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, prisma } from "@/lib/db/client";

export const SecondFactorRule = z.object({ required: z.boolean() });

/** Whether everyone who signs in by password must have a second factor. */
export async function isSecondFactorRequired(): Promise<boolean> {
  const kept = await prisma().installationSettings.findUnique({ where: { id: 1 } });
  return kept?.requireSecondFactor === true;
}

/** Sets that rule; whoever has none then gets no further than to setting one up. Throws AppError `forbidden`, and `conflict` for who has none. */
export async function requireSecondFactor(input: z.input<typeof SecondFactorRule>, actor: Actor): Promise<void> {
  checkInstallation(actor, "people.change");
  const { required } = SecondFactorRule.parse(input);
  await inTransaction(async (transaction) => {
    const own = actor.id === null ? null : await transaction.user.findUnique({ where: { id: actor.id } });
    if (required && own?.twoFactorEnabled === false) {
      throw new AppError("conflict", "Set up a second factor of your own first: you would be locked out here, too.");
    }
    const { count } = await transaction.installationSettings.updateMany({
      where: { id: 1, requireSecondFactor: !required },
      data: { requireSecondFactor: required },
    });
    if (count === 0) return;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "installation.second-factor-rule", caseId: null, subject: null },
      detail: { required, was: !required },
    });
  });
}
