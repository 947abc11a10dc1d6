import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { getHypothesis } from "@/lib/cases/hypotheses/get-hypothesis";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const RemovedCitation = z.object({ caseId: z.uuid(), hypothesisId: z.uuid(), citationId: z.uuid() });
export type RemovedCitation = z.input<typeof RemovedCitation>;

/** Takes back that something speaks for a hypothesis, or against it. Throws AppError `not-found`, `conflict`. */
export async function removeCitation(input: RemovedCitation, actor: Actor): Promise<void> {
  const { caseId, hypothesisId, citationId } = RemovedCitation.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change", removes: true });
    const { statement } = await getHypothesis(transaction, caseId, hypothesisId);
    const before = await transaction.citation.findFirst({ where: { id: citationId, hypothesisId } });
    if (!before) throw new AppError("not-found", "This is not cited any more.");
    await transaction.citation.delete({ where: { id: citationId }, select: { id: true } });
    const { subjectKey: cited, title, side, note } = before;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "hypothesis.uncited", caseId, subject: statement.slice(0, 200) },
      detail: { hypothesis: hypothesisId, cited, title, before: { side, note } },
    });
  });
}
