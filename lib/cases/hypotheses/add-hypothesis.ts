import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { MOST_STATEMENT } from "@/lib/cases/hypotheses/hypothesis-fields";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

const MOST_HYPOTHESES = 200;

export const NewHypothesis = z.object({
  caseId: z.uuid(),
  statement: PersonText.trim()
    .min(1, "Say what may have happened.")
    .max(MOST_STATEMENT, "Keep a hypothesis under 2,000 characters."),
});
export type NewHypothesis = z.input<typeof NewHypothesis>;

/** Writes down what may have happened. Throws AppError `not-found`, `conflict` for a closed case, `invalid` for one too many. */
export async function addHypothesis(input: NewHypothesis, actor: Actor): Promise<{ id: string }> {
  const { caseId, statement } = NewHypothesis.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change" });
    const there = await transaction.hypothesis.aggregate({
      where: { caseId },
      _max: { position: true },
      _count: { _all: true },
    });
    if (there._count._all >= MOST_HYPOTHESES)
      throw new AppError("invalid", `A case has at most ${MOST_HYPOTHESES} hypotheses.`);
    const by = actorOf(actor);
    const { id } = await transaction.hypothesis.create({
      data: { caseId, statement, position: (there._max.position ?? 0) + 1, actor: by, stateBy: by },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "hypothesis.added", caseId, subject: statement.slice(0, 200) },
      detail: { hypothesis: id, statement },
    });
    return { id };
  });
}
