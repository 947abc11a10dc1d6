import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { shortTitle } from "@/lib/cases/annotations/marked";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { type EditOutcome, takeEdit } from "@/lib/core/merge-text";
import { textEdit } from "@/lib/core/text-edit";
import { inTransaction } from "@/lib/db/client";

const MOST_NOTE = 2_000;

export const NotedPin = z.object({ caseId: z.uuid(), pinId: z.uuid(), edit: textEdit(MOST_NOTE) });
export type NotedPin = z.input<typeof NotedPin>;

/** Writes a pin's note; see `takeEdit` for what comes of two people at once. Throws AppError `not-found`, `conflict`, `forbidden`. */
export async function notePin(input: NotedPin, actor: Actor): Promise<EditOutcome> {
  const { caseId, pinId, edit } = NotedPin.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "marks.change" });
    const pin = await transaction.pin.findFirst({ where: { id: pinId, caseId } });
    if (!pin) throw new AppError("not-found", "That is not pinned any more.");
    const outcome = takeEdit({ text: pin.note, version: pin.version }, edit, MOST_NOTE);
    if (outcome.state === "conflict" || outcome.version === pin.version) return outcome;
    const { text: note, version } = outcome;
    await transaction.pin.update({
      where: { id: pinId },
      data: { note, version, changedAt: new Date() },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "pin.noted", caseId, subject: shortTitle(pin.title) },
      detail: { subject: pin.subjectKey, before: pin.note, after: note, merged: outcome.state === "merged" },
    });
    return outcome;
  });
}
