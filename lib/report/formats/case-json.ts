import type { CaseData } from "@/lib/report/case-data.types";
import { printableJson } from "@/lib/report/printable-json";

/** The investigation documents and what people and the trail add to them, as one JSON object. */
export function caseJson({ charts: _pictures, events: _lines, ...data }: CaseData): string {
  return `${printableJson(JSON.stringify(data, null, 2))}\n`;
}
