import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { shortTitle } from "@/lib/cases/annotations/marked";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const MovedPin = z.object({
  caseId: z.uuid(),
  pinId: z.uuid(),
  /** The pin that it shall stand before; null for the end. */
  beforeId: z.uuid().nullable(),
});
export type MovedPin = z.input<typeof MovedPin>;

/** Gives a pin another place among the others. Throws AppError `not-found`, `forbidden`, `conflict` for a closed case. */
export async function movePin(input: MovedPin, actor: Actor): Promise<void> {
  const { caseId, pinId, beforeId } = MovedPin.parse(input);
  if (pinId === beforeId) return;
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "marks.change" });
    const pins = await transaction.pin.findMany({ where: { caseId }, orderBy: [{ place: "asc" }, { id: "asc" }] });
    const was = pins.findIndex(({ id }) => id === pinId);
    const moved = pins[was];
    const others = pins.filter(({ id }) => id !== pinId);
    const to = beforeId === null ? others.length : others.findIndex(({ id }) => id === beforeId);
    if (!moved || to < 0) throw new AppError("not-found", "That is not pinned any more.");
    if (to === was) return;
    const ids = others.toSpliced(to, 0, moved).map(({ id }) => id);
    await transaction.$executeRaw`
      UPDATE pins p SET place = o.place FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS o (id, place)
       WHERE p.id = o.id AND p.place <> o.place`;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "pin.moved", caseId, subject: shortTitle(moved.title) },
      detail: { subject: moved.subjectKey, before: was + 1, after: to + 1 },
    });
  });
}
