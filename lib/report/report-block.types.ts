import type { ReportChart } from "@/lib/report/chart/chart.types";

/**
 * What a full report is made of; text of logs is as given and is escaped by whoever draws it. `notes` are numbers of
 * footnotes: of a paragraph, of each item, of each fact, of each row.
 */
export type ReportBlock =
  | { kind: "heading"; level: 1 | 2 | 3; text: string; anchor?: string }
  | { kind: "paragraph"; text: string; notes?: readonly number[] }
  | { kind: "list"; label: string; items: string[]; notes?: readonly (readonly number[])[] }
  | { kind: "facts"; facts: [name: string, value: string][]; notes?: readonly (readonly number[])[] }
  | { kind: "contents"; entries: readonly { text: string; anchor: string }[] }
  | { kind: "footnotes"; notes: readonly { number: number; text: string }[] }
  | ReportChart
  | ReportTable;

export interface ReportTable {
  kind: "table";
  caption: string;
  columns: { name: string; numeric?: boolean }[];
  rows: string[][];
  notes?: readonly (readonly number[])[];
}
