import { z } from "zod";
import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { canonicalAddress } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { withTransaction } from "@/lib/db/pool";

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
  return withTransaction(async (client) => {
    const found = await client.query("SELECT 1 FROM cases WHERE id = $1 FOR SHARE", [caseId]);
    if (found.rowCount === 0) throw new AppError("not-found", "There is no such case.");
    const added = await client.query<{ id: number }>(
      `INSERT INTO indicators (case_id, kind, value, source) VALUES ($1, $2, $3, $4)
       ON CONFLICT (case_id, kind, value) DO NOTHING RETURNING id`,
      [caseId, kind, value, source],
    );
    if (added.rows[0]) {
      await appendAuditEntry(client, {
        actor,
        action: "indicator.added",
        caseId,
        subject: value,
        detail: { kind, source },
      });
      return { id: added.rows[0].id, kind, value };
    }
    const known = await client.query<{ id: number }>(
      "SELECT id FROM indicators WHERE case_id = $1 AND kind = $2 AND value = $3",
      [caseId, kind, value],
    );
    return { id: (known.rows[0] as { id: number }).id, kind, value };
  });
}
