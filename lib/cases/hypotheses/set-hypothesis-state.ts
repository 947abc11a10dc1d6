import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { getHypothesis } from "@/lib/cases/hypotheses/get-hypothesis";
import { lockCase } from "@/lib/cases/lock-case";
import { HYPOTHESIS_STATE_IDS } from "@/lib/core/hypothesis-state";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const StatedHypothesis = z.object({
  caseId: z.uuid(),
  hypothesisId: z.uuid(),
  state: z.enum(HYPOTHESIS_STATE_IDS),
  why: PersonText.trim().max(1000, "Keep the reason under 1,000 characters.").default(""),
});
export type StatedHypothesis = z.input<typeof StatedHypothesis>;

/** Says how a hypothesis stands, and why. Throws AppError `not-found`, and `conflict` for a closed case. */
export async function setHypothesisState(input: StatedHypothesis, actor: Actor): Promise<void> {
  const { caseId, hypothesisId, state, why } = StatedHypothesis.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change" });
    const before = await getHypothesis(transaction, caseId, hypothesisId);
    if (before.state === state && before.stateWhy === why) return;
    await transaction.hypothesis.update({
      where: { id: hypothesisId },
      data: { state, stateWhy: why, stateBy: actorOf(actor), stateAt: new Date() },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "hypothesis.state-set", caseId, subject: before.statement.slice(0, 200) },
      detail: {
        hypothesis: hypothesisId,
        before: { state: before.state, why: before.stateWhy },
        after: { state, why },
      },
    });
  });
}
