import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Edge } from "@/lib/timeline/events/event-cursor";
import { scanEnd } from "@/lib/timeline/events/read-flow-events";
import { beyond, type Parameters } from "@/lib/timeline/events/source-read";
import type { CaseRead } from "@/lib/timeline/search/case-events";

/** A search of a case goes on towards what is later. */
export const LATER = { direction: "later" } as const;

/** So many records one step looks at. */
const SCANNED = 50_000;

interface Source {
  table: string;
  /** Its name in a query. */
  alias: string;
}

/** The condition of a source's records that lie behind where a search has come, and in view; the parameters are added to those given. */
export function beyondEdgeOf({ attribution, edge, view }: CaseRead, { alias }: Source): (at: Parameters) => string {
  return (at) =>
    `${alias}.load_id IN (${attribution.loads})
       AND ${alias}.at >= ${at.add(isoInstant(Math.max(view.fromMs, edge.atMs)))}::timestamptz(3)
       AND ${alias}.at < ${at.add(isoInstant(view.toMs))}::timestamptz(3) AND ${beyond(at, { ...LATER, edge }, alias, "at")}`;
}

/** The last record that one step looks at, by time; null where it reaches the end. */
export function stepEnd(beyondEdge: (at: Parameters) => string, { table, alias }: Source): Promise<Edge | null> {
  return scanEnd(
    (at, most) =>
      `SELECT ${alias}.at, ${alias}.file_id, ${alias}.record_no FROM ${table} ${alias} WHERE ${beyondEdge(at)} ORDER BY ${alias}.at ${most}`,
    "at",
    SCANNED,
  );
}
