import type { TableRow } from "@/components/timeline/table-rows";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";

/**
 * The lines of the table with what people entered by hand among them, each before the first row that is later, or that is not
 * where the latest come first. `within` is the time that the rows are read of, half open: what lies beyond comes with its rows.
 */
export function withManual(
  lines: readonly TableRow[],
  events: readonly ManualEventRow[],
  within: { fromMs: number; toMs: number },
  latestFirst: boolean,
): readonly TableRow[] {
  const left = events
    .map((event): Extract<TableRow, { kind: "manual" }> => {
      return { id: `manual/${event.id}`, kind: "manual", event, atMs: Date.parse(event.at) };
    })
    .filter(({ atMs }) => atMs >= within.fromMs && atMs < within.toMs)
    .sort((a, b) => (latestFirst ? b.atMs - a.atMs : a.atMs - b.atMs));
  if (left.length === 0) return lines;
  const put: TableRow[] = [];
  for (const line of lines) {
    // Never into an open group: its records and their rest belong together.
    if (line.kind === "event" && !line.inGroup) {
      const { atMs } = line.event;
      while (left[0] && (latestFirst ? left[0].atMs >= atMs : left[0].atMs < atMs)) put.push(...left.splice(0, 1));
    }
    put.push(line);
  }
  return [...put, ...left];
}
