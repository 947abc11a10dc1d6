import { prisma } from "@/lib/db/client";
import { ReportSettings, USUAL_SETTINGS } from "@/lib/report/report-settings";

/** What people chose for a case's report; the usual where nobody chose, or where this version cannot read it. */
export async function findReportSettings(caseId: string): Promise<ReportSettings> {
  const row = await prisma().reportSetting.findUnique({ where: { caseId }, select: { settings: true } });
  return ReportSettings.catch(USUAL_SETTINGS).parse(row?.settings ?? {});
}
