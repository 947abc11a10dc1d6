import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";
import { ReportSettings, USUAL_SETTINGS } from "@/lib/report/report-settings";

export const ChosenReport = z.object({ caseId: z.uuid(), settings: ReportSettings });
export type ChosenReport = z.input<typeof ChosenReport>;

/**
 * Keeps how the report of a case is put together, for everyone who works on it. Throws AppError `not-found`, `forbidden` or
 * `conflict` (closed), or a ZodError.
 */
export async function chooseReport(input: ChosenReport, actor: Actor): Promise<void> {
  const { caseId, settings } = ChosenReport.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "report.change" });
    const before = await transaction.reportSetting.findUnique({ where: { caseId }, select: { settings: true } });
    const row = { settings, actor: actorOf(actor), changedAt: new Date() };
    await transaction.reportSetting.upsert({ where: { caseId }, create: { caseId, ...row }, update: row });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "report.chosen", caseId, subject: null },
      detail: { ...told(settings), was: before && told(ReportSettings.catch(USUAL_SETTINGS).parse(before.settings)) },
    });
  });
}

/** What the trail keeps of them: a logo is said to be there, a summary by how it begins. */
function told({ logo, summary, ...rest }: ReportSettings) {
  return { ...rest, logo: logo !== null, summary: summary.slice(0, 500) };
}
