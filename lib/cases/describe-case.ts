import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { CaseTitle } from "@/lib/cases/case-title";
import { CaseWindow, isWindow, WINDOW_ORDER } from "@/lib/cases/case-window";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

export const CaseDescription = z
  .object({ caseId: z.uuid(), title: CaseTitle, ...CaseWindow })
  .refine(isWindow, WINDOW_ORDER);
export type CaseDescription = z.input<typeof CaseDescription>;

const isoOf = (at: Date | null) => at?.toISOString() ?? null;

/**
 * Gives a case its name and window; the trail has an entry for each of the two that changed. Throws AppError `not-found`,
 * `conflict` for a closed case, or a ZodError.
 */
export async function describeCase(input: CaseDescription, actor: Actor): Promise<void> {
  const { caseId, ...wanted } = CaseDescription.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.describe" });
    const before = await transaction.case.findUniqueOrThrow({ where: { id: caseId } });
    await transaction.case.update({ where: { id: caseId }, data: wanted, select: { id: true } });
    // A window that begins elsewhere is a start that holds no more.
    if (isoOf(before.windowFrom) !== isoOf(wanted.windowFrom)) {
      await transaction.caseStart.deleteMany({ where: { caseId } });
    }
    const entry = { actor, caseId, subject: wanted.title };
    if (before.title !== wanted.title) {
      await appendAuditEntry(transaction, { ...entry, action: "case.renamed", detail: { was: before.title } });
    }
    const window = { from: isoOf(wanted.windowFrom), to: isoOf(wanted.windowTo) };
    const was = { wasFrom: isoOf(before.windowFrom), wasTo: isoOf(before.windowTo) };
    if (window.from !== was.wasFrom || window.to !== was.wasTo) {
      await appendAuditEntry(transaction, { ...entry, action: "case.window-set", detail: { ...window, ...was } });
    }
  });
}
