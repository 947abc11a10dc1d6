import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { getHypothesis } from "@/lib/cases/hypotheses/get-hypothesis";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

export const RemovedHypothesis = z.object({ caseId: z.uuid(), hypothesisId: z.uuid() });
export type RemovedHypothesis = z.input<typeof RemovedHypothesis>;

/** Takes away a hypothesis that should not be there, with what was cited; one that does not hold is rejected. */
export async function removeHypothesis(input: RemovedHypothesis, actor: Actor): Promise<void> {
  const { caseId, hypothesisId } = RemovedHypothesis.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change", removes: true });
    const { statement, state } = await getHypothesis(transaction, caseId, hypothesisId);
    const cited = await transaction.citation.count({ where: { hypothesisId } });
    await transaction.hypothesis.delete({ where: { id: hypothesisId }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "hypothesis.removed", caseId, subject: statement.slice(0, 200) },
      detail: { hypothesis: hypothesisId, before: { statement, state, cited } },
    });
  });
}
