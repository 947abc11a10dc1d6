import { readSource } from "@/lib/exports/read-source";
import { caseHtml } from "@/lib/report/case-html";
import { makeCaseReport } from "@/lib/report/case-report";

/** The report of a case, or of one of its versions, as its HTML would leave now, for those who read the case; nothing leaves by it. */
export async function previewReport(caseId: string, version: number | null = null): Promise<string> {
  const { data, settings } = await readSource({ caseId, version, wholeTrail: false });
  return caseHtml(makeCaseReport(data, settings));
}
