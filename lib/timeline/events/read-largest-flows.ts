import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Edge } from "@/lib/timeline/events/event-cursor";
import { holdRows } from "@/lib/timeline/events/hold-rows";
import type { EventsAsked } from "@/lib/timeline/events/read-event-page";
import { readEventVolume } from "@/lib/timeline/events/read-event-volume";
import {
  type FlowRow,
  type FoundFlow,
  flowColumns,
  recordOfHit,
  toFlowEvent,
} from "@/lib/timeline/events/read-flow-events";
import { Parameters } from "@/lib/timeline/events/source-read";
import { ownSide } from "@/lib/timeline/own-side";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { flowSearchColumns } from "@/lib/timeline/search/flow-search-columns";

/** So many records are sorted well within a second. */
const MOST_SORTED = 500_000;

/** A place in the order of bytes: most first, then by time, file and record. */
export interface BytesPlace extends Edge {
  bytes: number;
}

export interface LargestFlows {
  events: FoundFlow[];
  next: BytesPlace | null;
}

// Bytes out: every one of them left.
const LEFT = flowSearchColumns("true");
const leftOf = ({ instanceId }: EventsAsked["scope"]) => ({ ...LEFT, instanceId });
const COUNT = new Intl.NumberFormat("en");

/** SQL for what comes after a place in the order of bytes, and for that order. */
function beyond(at: Parameters, from: BytesPlace | null, alias: string): string {
  if (from === null) return "true";
  const bytes = `${at.add(from.bytes)}::bigint`;
  const place = `(${at.add(isoInstant(from.atMs))}::timestamptz(3), ${at.add(from.fileId)}::int, ${at.add(from.record)}::int)`;
  return `(${alias}.bytes < ${bytes} OR (${alias}.bytes = ${bytes}
           AND (${alias}.start_at, ${alias}.file_id, ${alias}.record_no) > ${place}))`;
}

const order = (alias: string) =>
  `ORDER BY ${alias}.bytes DESC, ${alias}.start_at, ${alias}.file_id, ${alias}.record_no`;

function hitsSql(at: Parameters, asked: EventsAsked, from: BytesPlace | null, limit: number, roles: string[]): string {
  const { scope, view, query } = asked;
  return `SELECT ${flowColumns("true")}, true AS "withIndicator", h.role = 'hop' AS hop
      FROM indicator_hits h
      JOIN evidence_files e ON e.id = h.file_id
     CROSS JOIN LATERAL (${recordOfHit(scope.loads)}) f
     WHERE h.case_id = ${at.add(scope.caseId)} AND h.indicator = ${at.add(scope.ip)}::inet
       AND h.instance_id = ${at.add(scope.instanceId)} AND h.start_at >= ${at.add(isoInstant(view.fromMs))}
       AND h.start_at < ${at.add(isoInstant(view.toMs))} AND h.role = ANY(${at.add(roles)}::text[]) AND h.outbound
       AND f.action <> 2 AND h.bytes IS NOT NULL AND ${beyond(at, from, "h")} AND ${compileQuery(query, leftOf(scope), at)}
     ${order("h")} LIMIT ${at.add(limit)}`;
}

function recordsSql(at: Parameters, asked: EventsAsked, from: BytesPlace | null, limit: number): string {
  const { scope, view, query } = asked;
  return `SELECT ${flowColumns("true")}, false AS hop,
           ${at.add(scope.ip)}::inet IN (f.source_ip, f.destination_ip, f.packet_source_ip, f.packet_destination_ip) IS TRUE
             AS "withIndicator"
      FROM jsonb_to_recordset(${at.add(holdRows(scope, view.fromMs, view.toMs) ?? "[]")}::jsonb)
             AS p(no int, ips inet[], from_at timestamptz, to_at timestamptz)
      JOIN flow_records f ON f.interface_no = p.no AND f.start_at >= p.from_at AND f.start_at < p.to_at
     WHERE f.load_id IN (${scope.loads}) AND NOT f.duplicate AND f.action <> 2 AND f.bytes IS NOT NULL
       AND ${ownSide("f", "p.ips")} = 2 AND ${beyond(at, from, "f")} AND ${compileQuery(query, leftOf(scope), at)}
     ${order("f")} LIMIT ${at.add(limit)}`;
}

/**
 * Flow records by the accepted bytes that left the instance, most first. Throws AppError `invalid` where that would
 * mean sorting more than half a million records.
 */
export async function readLargestFlows(
  asked: EventsAsked,
  from: BytesPlace | null,
  limit: number,
): Promise<LargestFlows> {
  const { scope, sources, query, tie } = asked;
  if (!sources.includes("flow") || meansNone(query, leftOf(scope))) return { events: [], next: null };
  await findIndicatorHits(scope.caseId, scope.ip);
  await refuseTooMany(asked);
  const run = async (write: (at: Parameters) => string) => {
    const at = new Parameters();
    const text = write(at);
    return (await pool().query<FlowRow>(text, at.values)).rows.map(toFlowEvent);
  };
  const wanted = limit + 1;
  const found =
    tie === "indicator"
      ? [run((at) => hitsSql(at, asked, from, wanted, ["own", "hop"]))]
      : [run((at) => recordsSql(at, asked, from, wanted)), run((at) => hitsSql(at, asked, from, wanted, ["hop"]))];
  const events = (await Promise.all(found))
    .flat()
    .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || a.atMs - b.atMs || a.fileId - b.fileId || a.record - b.record);
  const page = events.slice(0, limit);
  const last = page.at(-1);
  if (!last || events.length <= limit) return { events: page, next: null };
  return { events: page, next: { bytes: last.bytes ?? 0, atMs: last.atMs, fileId: last.fileId, record: last.record } };
}

async function refuseTooMany({ scope, view, tie }: EventsAsked): Promise<void> {
  const counts = (await readEventVolume(scope)).of("flow", tie === "indicator");
  const records = counts.records(counts.touching(view));
  if (records <= MOST_SORTED) return;
  throw new AppError(
    "invalid",
    `Sorting by bytes would read ${COUNT.format(records)} flow records. Zoom in to at most ${COUNT.format(MOST_SORTED)}, or look at those with the address alone.`,
  );
}
