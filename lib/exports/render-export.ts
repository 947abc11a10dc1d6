import { casePdf } from "@/lib/exports/pdf/case-pdf";
import { type PackedFile, zipFiles } from "@/lib/exports/zip-files";
import type { CaseData } from "@/lib/report/case-data.types";
import { caseHtml } from "@/lib/report/case-html";
import { caseMarkdown } from "@/lib/report/case-markdown";
import { makeCaseReport } from "@/lib/report/case-report";
import type { ExportFormat } from "@/lib/report/export-formats";
import { caseJson } from "@/lib/report/formats/case-json";
import { csvTables } from "@/lib/report/formats/csv-tables";
import { ocsfLines } from "@/lib/report/formats/ocsf";
import { stixBundle } from "@/lib/report/formats/stix";
import { timesketchLines } from "@/lib/report/formats/timesketch";
import type { ReportSettings } from "@/lib/report/report-settings";

/** The bytes of a case in one format, from what is masked already where it is to be. */
export async function renderExport(format: ExportFormat, data: CaseData, settings: ReportSettings): Promise<Buffer> {
  switch (format) {
    case "html":
      return Buffer.from(caseHtml(makeCaseReport(data, settings)));
    case "pdf":
      return casePdf(makeCaseReport(data, settings));
    case "md":
      return Buffer.from(caseMarkdown(makeCaseReport(data, settings)));
    case "json":
      return Buffer.from(caseJson(data));
    case "csv":
      return zipFiles(
        csvTables(data).map(({ name, text }): PackedFile => ({ name, bytes: Buffer.from(text) })),
        new Date(data.madeAt),
      );
    case "timesketch":
      return Buffer.from(timesketchLines(data));
    case "stix":
      return Buffer.from(stixBundle(data, settings.classification));
    case "ocsf":
      return Buffer.from(ocsfLines(data));
  }
}
