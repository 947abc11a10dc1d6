import { z } from "zod";
import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { lockCase } from "@/lib/cases/lock-case";
import { canonicalAddress } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const NewIndicator = z.object({
  caseId: z.uuid(),
  kind: z.enum(["address", "name"]),
  value: z.string().trim().min(1).max(1004),
  source: z.enum(["user", "finding"]).default("user"),
});
export type NewIndicator = z.input<typeof NewIndicator>;

export interface Indicator {
  id: number;
  kind: "address" | "name";
  /** Canonical address, or lower-case name without the trailing dot. */
  value: string;
}

/** Flags an address or a name in a case; flagging it again changes nothing. Throws AppError `invalid` or `not-found`. */
export async function addIndicator(input: NewIndicator, actor = LOCAL_ACTOR): Promise<Indicator> {
  const { caseId, kind, value: given, source } = NewIndicator.parse(input);
  const value = kind === "address" ? canonicalAddress(given) : given.toLowerCase().replace(/\.$/, "");
  if (!value) throw new AppError("invalid", `This is no IP address: ${given}`);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, caseId, "share");
    const key = { caseId, kind, value };
    // createMany alone has ON CONFLICT DO NOTHING: of two who flag the same at once, one adds it.
    const added = await transaction.indicator.createMany({ data: [{ ...key, source }], skipDuplicates: true });
    if (added.count > 0) {
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
