import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const ListedInCase = z.object({
  caseId: z.uuid(),
  kind: z.enum(["network", "name"]),
  value: PersonText.min(1).max(253),
  /** Of the list that has it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Keeps an eye on an address, network or name that a list has, in a case: noted with the list, its date and its hash. It
 * becomes no flagged indicator. Throws AppError `not-found` where no list has it, and `conflict` for a closed case.
 */
export async function watchListedValue(input: z.input<typeof ListedInCase>, actor: Actor): Promise<void> {
  const { caseId, kind, value, sha256 } = ListedInCase.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "watches.change" });
    const [listed] = await transaction.$queryRaw<{ note: string; name: string; dated: Date | null }[]>`
      SELECT e.note, f.name, f.dated FROM reference_files f JOIN reference_entries e ON e.file_id = f.id
       WHERE f.sha256 = ${sha256} AND CASE ${kind} WHEN 'name' THEN e.name = ${value}
             ELSE abbrev(e.network) = ${value} END LIMIT 1`;
    if (!listed) throw new AppError("not-found", "No list has this value any more.");
    const row = {
      ...{ caseId, kind, value, sha256, source: listed.name, note: listed.note, dated: listed.dated },
      actor: actorOf(actor),
    };
    const added = await transaction.watchedValue.createMany({ data: [row], skipDuplicates: true });
    if (added.count === 0) return;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "watch.added", caseId, subject: value },
      detail: { kind, list: listed.name, sha256, dated: listed.dated?.toISOString() ?? null },
    });
  });
}
