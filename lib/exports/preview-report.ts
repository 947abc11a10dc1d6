import { findReportSettings } from "@/lib/exports/find-report-settings";
import { readCaseData } from "@/lib/exports/read-case-data";
import { caseHtml } from "@/lib/report/case-html";
import { makeCaseReport } from "@/lib/report/case-report";
import { maskCase } from "@/lib/report/mask/mask-case-data";

/** The report as its HTML would leave now, for those who read the case; nothing leaves by it. */
export async function previewReport(caseId: string): Promise<string> {
  const { data, settings } = maskCase(await readCaseData(caseId), await findReportSettings(caseId));
  return caseHtml(makeCaseReport(data, settings));
}
