import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { getHypothesis } from "@/lib/cases/hypotheses/get-hypothesis";
import { MOST_STATEMENT } from "@/lib/cases/hypotheses/hypothesis-fields";
import { lockCase } from "@/lib/cases/lock-case";
import { type EditOutcome, takeEdit } from "@/lib/core/merge-text";
import { textEdit } from "@/lib/core/text-edit";
import { inTransaction } from "@/lib/db/client";

export const EditedHypothesis = z.object({
  caseId: z.uuid(),
  hypothesisId: z.uuid(),
  edit: textEdit(MOST_STATEMENT).refine(({ text }) => text !== "", "Say what may have happened."),
});
export type EditedHypothesis = z.input<typeof EditedHypothesis>;

/**
 * Changes a hypothesis's words, together with what someone else made of them meanwhile; where both changed the same words
 * nothing is kept, and the outcome says so. Throws AppError `not-found`, and `conflict` for a closed case.
 */
export async function editHypothesis(input: EditedHypothesis, actor: Actor): Promise<EditOutcome> {
  const { caseId, hypothesisId, edit } = EditedHypothesis.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change" });
    const before = await getHypothesis(transaction, caseId, hypothesisId);
    const outcome = takeEdit({ text: before.statement, version: before.version }, edit, MOST_STATEMENT);
    if (outcome.state === "conflict" || outcome.version === before.version) return outcome;
    const { text: statement, version } = outcome;
    await transaction.hypothesis.update({
      where: { id: hypothesisId },
      data: { statement, version },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "hypothesis.edited", caseId, subject: statement.slice(0, 200) },
      detail: { hypothesis: hypothesisId, before: { statement: before.statement }, after: { statement } },
    });
    return outcome;
  });
}
