import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

export const ChosenBaseline = z.object({
  caseId: z.uuid(),
  /** Half open; null goes back to all before the case begins. */
  span: z
    .object({ from: z.date(), to: z.date() })
    .refine(({ from, to }) => from < to, "The baseline must begin before it ends.")
    .nullable(),
});
export type ChosenBaseline = z.input<typeof ChosenBaseline>;

/**
 * Keeps an earlier span as what a case is compared with, or drops the one that is kept. Throws AppError `not-found`,
 * `conflict` for a closed case, or a ZodError.
 */
export async function chooseBaseline(input: ChosenBaseline, actor: Actor): Promise<void> {
  const { caseId, span } = ChosenBaseline.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.describe" });
    const { title } = await transaction.case.findUniqueOrThrow({ where: { id: caseId }, select: { title: true } });
    const before = await transaction.caseBaseline.findUnique({ where: { caseId } });
    const was = { wasFrom: before?.fromAt.toISOString() ?? null, wasTo: before?.toAt.toISOString() ?? null };
    if (span === null) {
      if (!before) return;
      await transaction.caseBaseline.delete({ where: { caseId } });
      await appendAuditEntry(transaction, {
        actor,
        action: "case.baseline-dropped",
        caseId,
        subject: title,
        detail: was,
      });
      return;
    }
    const row = { fromAt: span.from, toAt: span.to, actor: actorOf(actor), chosenAt: new Date() };
    await transaction.caseBaseline.upsert({ where: { caseId }, create: { caseId, ...row }, update: row });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "case.baseline-chosen", caseId, subject: title },
      detail: { from: span.from.toISOString(), to: span.to.toISOString(), ...was },
    });
  });
}
