import { pool } from "@/lib/db/pool";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { FlowEvent } from "@/lib/timeline/events/event.types";
import type { Edge } from "@/lib/timeline/events/event-cursor";
import { hasHops } from "@/lib/timeline/events/has-hops";
import { holdPieces } from "@/lib/timeline/events/hold-rows";
import { scanBound } from "@/lib/timeline/events/scan-bound";
import {
  beyond,
  endOf,
  inOrder,
  narrowed,
  Parameters,
  SCANNED_RECORDS,
  type SourceFound,
  type SourceRead,
} from "@/lib/timeline/events/source-read";
import { ownSide } from "@/lib/timeline/own-side";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { flowSearchColumns } from "@/lib/timeline/search/flow-search-columns";
import { oneOf, recordsMeant, tableOf } from "@/lib/timeline/search/records-meant";

/** A row of `flowColumns`, with the two that are told apart by where the record was found. */
export type FlowRow = Omit<FlowEvent, "source" | "action"> & { fileId: number; record: number; action: number };

export type FoundFlow = FlowEvent & { fileId: number; record: number };

const ACTIONS = [null, "ACCEPT", "REJECT"] as const;
const SOURCE = "coalesce(f.packet_source_ip, f.source_ip)";
const DESTINATION = "coalesce(f.packet_destination_ip, f.destination_ip)";

/** The row itself becomes the event: a page has hundreds, and copying each took a sixteenth of its time. */
export function toFlowEvent(row: FlowRow): FoundFlow {
  return Object.assign(row, { source: "flow" as const, action: ACTIONS[row.action] ?? null });
}

/** Columns of an event from a record `f`; `out` says in SQL whether it left, null where that is unknown. */
export function flowColumns(out: string): string {
  return `(extract(epoch FROM f.start_at) * 1000)::float8 AS "atMs", f.file_id AS "fileId", f.record_no AS record,
    ${out} AS outbound, f.protocol, f.action, f.bytes::float8 AS bytes, f.packets::float8 AS packets,
    host(CASE WHEN ${out} IS NOT FALSE THEN ${SOURCE} ELSE ${DESTINATION} END) AS "nearIp",
    host(CASE WHEN ${out} IS NOT FALSE THEN ${DESTINATION} ELSE ${SOURCE} END) AS "peerIp",
    CASE WHEN ${out} IS NOT FALSE THEN f.source_port ELSE f.destination_port END AS "nearPort",
    CASE WHEN ${out} IS NOT FALSE THEN f.destination_port ELSE f.source_port END AS "peerPort"`;
}

/**
 * SQL for the record of a hit `h` in a file `e`. Kept apart, so that the one table it can stand in is looked at: joined, those of all
 * loads of the installation would be, for each hit.
 */
export function recordOfHit(loads: string): string {
  return `SELECT r.* FROM flow_records r WHERE r.load_id IN (${loads}) AND r.load_id = e.load_id AND r.file_id = h.file_id
             AND r.record_no = h.record_no OFFSET 0`;
}

/** Records with the indicator, as the document counts them: at the instance's own interface and hops elsewhere. */
export async function readIndicatorFlows(read: SourceRead, hopsOnly = false): Promise<SourceFound<FoundFlow>> {
  const { scope, limit, query } = read;
  const searched = { ...flowSearchColumns("h.outbound"), instanceId: scope.instanceId };
  if (meansNone(query, searched) || (hopsOnly && !(await hasHops(scope)))) return { rows: [], end: null };
  await findIndicatorHits(scope.caseId, scope.ip);
  const { fromMs, toMs } = narrowed(read);
  const meant = recordsMeant(query, searched);
  const hits = (at: Parameters, end: Edge | null, most: string) =>
    `SELECT h.start_at, h.file_id, h.record_no, h.outbound, h.role FROM indicator_hits h
      WHERE h.case_id = ${at.add(scope.caseId)} AND h.indicator = ${at.add(scope.ip)}::inet
        AND h.instance_id = ${at.add(scope.instanceId)} AND h.start_at >= ${at.add(isoInstant(fromMs))}
        AND h.start_at < ${at.add(isoInstant(toMs))} AND h.role = ANY(${at.add(hopsOnly ? ["hop"] : ["own", "hop"])}::text[])
        AND ${oneOf(at, meant, "h")} AND ${beyond(at, read, "h", "start_at", end)} ${inOrder(read, "h", "start_at")} ${most}`;
  const picks = query !== null && meant === null;
  const scanned = picks ? await scanEnd((at, most) => hits(at, null, most), "start_at") : null;
  const at = new Parameters();
  const found = hits(at, scanned, query === null ? `LIMIT ${at.add(limit)}` : "");
  const { rows } = await pool().query<FlowRow>(
    `SELECT ${flowColumns("h.outbound")}, true AS "withIndicator", h.role = 'hop' AS hop
       FROM (${found}) h
       JOIN evidence_files e ON e.id = h.file_id
      CROSS JOIN LATERAL (${recordOfHit(scope.loads)}) f
      WHERE ${compileQuery(query, searched, at)}
      ${inOrder(read, "f", "start_at")} LIMIT ${at.add(limit)}`,
    at.values,
  );
  const events = rows.map(toFlowEvent);
  return { rows: events, end: endOf(events, limit, scanned) };
}

/** Every record at the instance's own interfaces while they were its own. */
export async function readInterfaceFlows(read: SourceRead): Promise<SourceFound<FoundFlow>> {
  const { scope, limit, query } = read;
  const { fromMs, toMs } = narrowed(read);
  const pieces = holdPieces(scope, fromMs, toMs);
  const out = "(nullif(f.side, 0) = 2)";
  const searched = { ...flowSearchColumns(out), instanceId: scope.instanceId };
  if (pieces.length === 0 || meansNone(query, searched)) return { rows: [], end: null };
  const meant = recordsMeant(query, searched);
  // One query an interface, its number and times as parameters of their own: joined, the planner could not know how many
  // records they mean, and would sort all of them instead of reading an index in order.
  const records = (at: Parameters, end: Edge | null, most: string, condition: (at: Parameters) => string) =>
    pieces
      .map(
        (piece) => `(SELECT f.* FROM (
          SELECT r.*, ${ownSide("r", `${at.add(piece.ownIps)}::inet[]`)} AS side
            FROM ${tableOf(at, meant, "flow_records", scope.loads)} r
           WHERE r.load_id IN (${scope.loads}) AND r.interface_no = ${at.add(piece.interfaceNo)}::int
             AND r.start_at >= ${at.add(isoInstant(piece.fromMs))}::timestamptz(3)
             AND r.start_at < ${at.add(isoInstant(piece.toMs))}::timestamptz(3)
             AND NOT r.duplicate AND ${beyond(at, read, "r", "start_at", end)}) f
         WHERE ${condition(at)} ${inOrder(read, "f", "start_at")} ${most})`,
      )
      .join(" UNION ALL ");
  const looked = (at: Parameters, most: string) =>
    `SELECT f.* FROM (${records(at, null, most, () => "true")}) f ${inOrder(read, "f", "start_at")} ${most}`;
  const bound = query === null || meant !== null ? null : await scanBound(read, "flow");
  const scanned = bound === undefined ? await scanEnd(looked, "start_at") : bound;
  const at = new Parameters();
  const most = `LIMIT ${at.add(limit)}`;
  const found = records(at, scanned, most, (parameters) => compileQuery(query, searched, parameters));
  const { rows } = await pool().query<FlowRow>(
    `SELECT ${flowColumns(out)}, false AS hop,
            ${at.add(scope.ip)}::inet IN (f.source_ip, f.destination_ip, f.packet_source_ip, f.packet_destination_ip) IS TRUE
              AS "withIndicator"
       FROM (${found}) f ${inOrder(read, "f", "start_at")} ${most}`,
    at.values,
  );
  const events = rows.map(toFlowEvent);
  return { rows: events, end: endOf(events, limit, scanned) };
}

/** Where looking through records ends for now: the place of the last one within the bound; null where there are fewer. */
export async function scanEnd(
  records: (at: Parameters, most: string) => string,
  time: "start_at" | "at",
  bound = SCANNED_RECORDS,
): Promise<Edge | null> {
  const at = new Parameters();
  const { rows } = await pool().query<Edge>(
    `SELECT (extract(epoch FROM s.${time}) * 1000)::float8 AS "atMs", s.file_id AS "fileId", s.record_no AS record
       FROM (${records(at, `LIMIT ${bound}`)}) s OFFSET ${bound - 1} LIMIT 1`,
    at.values,
  );
  return rows[0] ?? null;
}
