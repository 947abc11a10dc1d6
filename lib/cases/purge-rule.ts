import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import type { PurgeRule } from "@/lib/core/retention";
import { inTransaction, prisma } from "@/lib/db/client";

const days = (least: number) =>
  z
    .number("Give a number of days.")
    .int("Give whole days.")
    .min(least, `Give ${least} at least.`)
    .max(36_500, "Give 36,500 at most.");

export const NewPurgeRule = z.object({ afterDays: days(1).nullable(), warningDays: days(1) });
export type NewPurgeRule = z.input<typeof NewPurgeRule>;

/** What becomes of closed cases by itself. */
export async function readPurgeRule(): Promise<PurgeRule> {
  const kept = await prisma().installationSettings.findUnique({ where: { id: 1 } });
  return {
    afterDays: kept?.purgeAfterDays ?? null,
    warningDays: kept?.purgeWarningDays ?? 14,
    setAt: kept?.purgeRuleSetAt ?? null,
  };
}

/** Sets that rule; the warning days begin anew. Throws AppError `forbidden`, or a ZodError. */
export async function setPurgeRule(input: NewPurgeRule, actor: Actor): Promise<void> {
  checkInstallation(actor, "retention.change");
  const { afterDays, warningDays } = NewPurgeRule.parse(input);
  const was = await readPurgeRule();
  await inTransaction(async (transaction) => {
    const row = { purgeAfterDays: afterDays, purgeWarningDays: warningDays, purgeRuleSetAt: new Date() };
    await transaction.installationSettings.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "installation.purge-rule", caseId: null, subject: null },
      detail: { afterDays, warningDays, was: { afterDays: was.afterDays, warningDays: was.warningDays } },
    });
  });
}
