import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, OPERATOR } from "@/lib/auth/person";
import { canonicalIndicator, FlaggedIndicator } from "@/lib/cases/canonical-indicator";
import { lockCase, refuseClosed } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

export const NewIndicator = z.object({ caseId: z.uuid(), ...FlaggedIndicator.shape });
export type NewIndicator = z.input<typeof NewIndicator>;

export interface Indicator {
  id: number;
  kind: "address" | "name";
  /** Canonical address, or lower-case name without the trailing dot. */
  value: string;
}

/**
 * Flags an address or a name in a case; flagging it again changes nothing. Throws AppError `invalid`, `not-found`, and
 * `conflict` for a closed case.
 */
export async function addIndicator(input: NewIndicator, actor: Actor = OPERATOR): Promise<Indicator> {
  const { caseId, ...given } = NewIndicator.parse(input);
  const { kind, value, source } = canonicalIndicator(given);
  return inTransaction(async (transaction) => {
    const state = await lockCase(transaction, {
      caseId,
      how: "update",
      actor,
      to: "indicators.change",
      evenClosed: true,
    });
    const key = { caseId, kind, value };
    const added = await transaction.indicator.createMany({ data: [{ ...key, source }], skipDuplicates: true });
    if (added.count > 0) {
      refuseClosed(state);
      await transaction.case.update({ where: { id: caseId }, data: { updatedAt: new Date() }, select: { id: true } });
      await appendAuditEntry(transaction, {
        actor,
        action: "indicator.added",
        caseId,
        subject: value,
        detail: { kind, source },
      });
    }
    const { id } = await transaction.indicator.findUniqueOrThrow({
      where: { caseId_kind_value: key },
      select: { id: true },
    });
    return { id, kind, value };
  });
}
