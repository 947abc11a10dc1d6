import { readSource } from "@/lib/exports/read-source";
import { caseHtml } from "@/lib/report/case-html";
import { makeCaseReport } from "@/lib/report/case-report";
import type { ReportSettings } from "@/lib/report/report-settings";

/**
 * The report of a case, or of one of its versions, as its HTML would leave now with settings that nobody need have kept; for
 * those who read the case. Nothing leaves by it.
 */
export async function previewReport(
  caseId: string,
  { version = null, settings: tried }: { version?: number | null; settings: ReportSettings },
): Promise<string> {
  const { data, settings } = await readSource({ caseId, version, settings: tried, wholeTrail: false });
  return caseHtml(makeCaseReport(data, settings));
}
