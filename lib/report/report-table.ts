import type { ReportTable } from "@/lib/report/report-block.types";
import { humanBytes, humanCount } from "@/lib/report/units";

/** What stands where there is nothing to say. */
export const NONE = "–";

/** A table, or nothing where it has no rows; a `#` before a column's name tells that it holds numbers. */
export function reportTable(
  caption: string,
  columns: string[],
  rows: string[][],
  notes?: readonly (readonly number[])[],
): ReportTable[] {
  if (rows.length === 0) return [];
  const named = columns.map((name) => (name.startsWith("#") ? { name: name.slice(1), numeric: true } : { name }));
  return [{ kind: "table", caption, columns: named, rows, ...(notes?.some(({ length }) => length > 0) && { notes }) }];
}

/** Bytes in words, and to the byte where those round. */
export const bytesText = (count: number) =>
  count < 1000 ? humanBytes(count) : `${humanBytes(count)} (${humanCount(count)})`;
