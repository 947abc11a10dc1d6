import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { columnsOf, Marked, shortTitle } from "@/lib/cases/annotations/marked";
import { lockCase } from "@/lib/cases/lock-case";
import { MARK_COLOURS } from "@/lib/core/mark-colour";
import { inTransaction } from "@/lib/db/client";

export const ColouredSubject = Marked.extend({ colour: z.enum(MARK_COLOURS).nullable() });
export type ColouredSubject = z.input<typeof ColouredSubject>;

/** Gives something a colour in the place of the one it had; null takes it away. Throws AppError `not-found`, `forbidden`, `conflict`. */
export async function colourSubject(input: ColouredSubject, actor: Actor): Promise<void> {
  const { colour, ...marked } = ColouredSubject.parse(input);
  const { caseId } = marked;
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "marks.change", removes: colour === null });
    const row = columnsOf(marked);
    const where = { caseId_subjectKey: { caseId, subjectKey: row.subjectKey } };
    const before = (await transaction.subjectColour.findUnique({ where }))?.colour ?? null;
    if (before === colour) return;
    const select = { colour: true };
    if (colour === null) await transaction.subjectColour.delete({ where, select });
    else {
      const given = { colour, actor: actorOf(actor) };
      await transaction.subjectColour.upsert({ where, create: { ...row, ...given }, update: given, select });
    }
    await appendAuditEntry(transaction, {
      ...{ actor, action: "colour.set", caseId, subject: shortTitle(marked.title) },
      detail: { subject: row.subjectKey, before, after: colour },
    });
  });
}
