import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

const MOST_OPEN = 5;

export const AskedExport = z.object({
  caseId: z.uuid(),
  /** Of lib/report/export-formats.ts; whoever makes it checks that. */
  format: z.string().max(40),
  version: z.int().min(1).max(2_147_483_647).nullable().default(null),
  /** What is masked for outsiders. */
  masked: z.array(z.string().max(40)).max(40).default([]),
});
export type AskedExport = z.input<typeof AskedExport>;

/**
 * Asks for an export that a job makes. Throws AppError `not-found` (case, version), `forbidden`, and `conflict` while too many
 * of the case wait.
 */
export async function askExport(input: AskedExport, actor: Actor): Promise<{ exportId: string }> {
  const { caseId, format, version, masked } = AskedExport.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "report.export" });
    if (version !== null && (await transaction.caseVersion.count({ where: { caseId, number: version } })) === 0)
      throw new AppError("not-found", "The case has no such version.");
    const open = await transaction.caseExport.count({ where: { caseId, state: { in: ["queued", "running"] } } });
    if (open >= MOST_OPEN) throw new AppError("conflict", "Several exports of this case are being made: wait for one.");
    const { id } = await transaction.caseExport.create({
      data: { caseId, format, version, masked, userId: actor.id, actor: actorOf(actor) },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "export.asked", caseId, subject: format },
      detail: { masked, ...(version === null ? {} : { version }) },
    });
    return { exportId: id };
  });
}
