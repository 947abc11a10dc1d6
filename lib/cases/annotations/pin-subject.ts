import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { columnsOf, Marked, shortTitle } from "@/lib/cases/annotations/marked";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const PinnedSubject = Marked;
export type PinnedSubject = z.input<typeof PinnedSubject>;

const MOST_PINS = 2_000;

/**
 * Pins something, behind all that is pinned. Again changes nothing. Throws AppError `not-found`, `forbidden`, `conflict` for a
 * closed case, `invalid` for one pin too many.
 */
export async function pinSubject(input: PinnedSubject, actor: Actor): Promise<void> {
  const marked = PinnedSubject.parse(input);
  const { caseId } = marked;
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "marks.change" });
    const row = columnsOf(marked);
    const which = { caseId_subjectKey: { caseId, subjectKey: row.subjectKey } };
    if (await transaction.pin.findUnique({ where: which, select: { id: true } })) return;
    const { _count, _max } = await transaction.pin.aggregate({
      where: { caseId },
      _count: true,
      _max: { place: true },
    });
    if (_count >= MOST_PINS) throw new AppError("invalid", `A case has at most ${MOST_PINS} pins.`);
    const place = (_max.place ?? 0) + 1;
    await transaction.pin.create({ data: { ...row, place, actor: actorOf(actor) }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "pin.added", caseId, subject: shortTitle(marked.title) },
      detail: { subject: row.subjectKey, place },
    });
  });
}
