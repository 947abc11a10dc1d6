import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { WINDOW_ORDER } from "@/lib/cases/case-window";
import { getCase } from "@/lib/cases/get-case";
import { lockCase, refuseClosed } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { investigate } from "@/lib/investigate/investigate";

export const AcceptedStart = z.object({
  caseId: z.uuid(),
  /** The address whose earliest record is meant. */
  ip: z.string().min(1).max(64),
  /** What the person saw and agreed to. */
  at: z.iso.datetime(),
});
export type AcceptedStart = z.input<typeof AcceptedStart>;

/**
 * Lets the case's window begin at the earliest record that ties it to an address. Throws AppError `not-found`,
 * `conflict` for a closed case or when the evidence now says another time than was agreed to, and `invalid`.
 */
export async function acceptStart(input: AcceptedStart, actor: string): Promise<void> {
  const { caseId, ip, at } = AcceptedStart.parse(input);
  const { windowFrom: from, windowTo: to } = await getCase(caseId);
  const { earliestIndicator } = await investigate({ caseId, ip, from, to });
  if (earliestIndicator === null || Date.parse(earliestIndicator.time) !== Date.parse(at)) {
    throw new AppError("conflict", "The evidence has changed meanwhile: look at the earliest indicator again.");
  }
  await inTransaction(async (transaction) => {
    refuseClosed(await lockCase(transaction, caseId, "update"));
    const before = await transaction.case.findUniqueOrThrow({ where: { id: caseId } });
    const windowFrom = new Date(at);
    if (before.windowTo !== null && windowFrom >= before.windowTo) throw new AppError("invalid", WINDOW_ORDER);
    await transaction.case.update({ where: { id: caseId }, data: { windowFrom }, select: { id: true } });
    await appendAuditEntry(transaction, {
      actor,
      action: "case.start-accepted",
      caseId,
      subject: earliestIndicator.summary.slice(0, 500),
      detail: {
        from: windowFrom.toISOString(),
        was: before.windowFrom?.toISOString() ?? null,
        address: ip,
        file: earliestIndicator.evidence.sha256,
        record: earliestIndicator.evidence.record,
      },
    });
  });
}
