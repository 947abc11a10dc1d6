/** What a full report is made of; text of logs is as given and is escaped by whoever draws it. */
export type ReportBlock =
  | { kind: "heading"; level: 1 | 2 | 3; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; label: string; items: string[] }
  | { kind: "facts"; facts: [name: string, value: string][] }
  | ReportTable;

export interface ReportTable {
  kind: "table";
  caption: string;
  columns: { name: string; numeric?: boolean }[];
  rows: string[][];
}
