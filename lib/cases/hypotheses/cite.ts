import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { getHypothesis } from "@/lib/cases/hypotheses/get-hypothesis";
import { CitationNote, Cited } from "@/lib/cases/hypotheses/hypothesis-fields";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { SIDES } from "@/lib/core/hypothesis-state";
import { subjectKey } from "@/lib/core/subject-key";
import { inTransaction } from "@/lib/db/client";

const MOST_CITED = 500;

export const NewCitation = z.object({
  caseId: z.uuid(),
  hypothesisId: z.uuid(),
  cited: Cited,
  side: z.enum(SIDES),
  note: CitationNote.default(""),
});
export type NewCitation = z.input<typeof NewCitation>;

/**
 * Cites something for a hypothesis or against it, with a note. What is cited already changes its side and note. Throws AppError
 * `not-found`, `conflict` for a closed case, `invalid` for one too many.
 */
export async function cite(input: NewCitation, actor: Actor): Promise<void> {
  const { caseId, hypothesisId, cited, side, note } = NewCitation.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "board.change" });
    const { statement } = await getHypothesis(transaction, caseId, hypothesisId);
    const key = subjectKey(cited.subject);
    const which = { hypothesisId_subjectKey: { hypothesisId, subjectKey: key } };
    const before = await transaction.citation.findUnique({ where: which });
    if (before === null && (await transaction.citation.count({ where: { hypothesisId } })) >= MOST_CITED)
      throw new AppError("invalid", `A hypothesis cites at most ${MOST_CITED} things.`);
    const at = cited.at === null ? null : new Date(cited.at);
    await transaction.citation.upsert({
      where: which,
      create: {
        ...{ caseId, hypothesisId, subjectKey: key, subject: cited.subject, title: cited.title, at },
        ...{ side, note, actor: actorOf(actor) },
      },
      update: { side, note, actor: actorOf(actor) },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "hypothesis.cited", caseId, subject: statement.slice(0, 200) },
      detail: {
        ...{ hypothesis: hypothesisId, cited: key, title: cited.title },
        before: before === null ? null : { side: before.side, note: before.note },
        after: { side, note },
      },
    });
  });
}
