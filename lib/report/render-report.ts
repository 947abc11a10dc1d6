import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { htmlReport } from "@/lib/report/html-report";
import { markdownReport } from "@/lib/report/markdown-report";
import { printableJson } from "@/lib/report/printable-json";
import { textReport } from "@/lib/report/text-report";

export type ReportFormat = "text" | "json" | "md" | "html";

/** Renders documents, one an indicator; JSON is an array when there are several. Ends in a line end. */
export function renderReport(format: ReportFormat, documents: readonly InvestigationV1[]): string {
  switch (format) {
    case "json":
      return `${printableJson(JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2))}\n`;
    case "text":
      return documents.map(textReport).join(`\n${"─".repeat(96)}\n\n`);
    case "md":
      return documents.map(markdownReport).join("\n---\n\n");
    case "html":
      return htmlReport(documents);
  }
}
