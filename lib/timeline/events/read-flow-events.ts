import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { FlowEvent } from "@/lib/timeline/events/event.types";
import type { After } from "@/lib/timeline/events/event-cursor";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import { ownSide } from "@/lib/timeline/own-side";

type FlowRow = Omit<FlowEvent, "source" | "action"> & { fileId: number; record: number; action: number };

export type FoundFlow = FlowEvent & { fileId: number; record: number };

const ACTIONS = [null, "ACCEPT", "REJECT"] as const;

function toEvent(row: FlowRow): FoundFlow {
  return { ...row, source: "flow", action: ACTIONS[row.action] ?? null };
}

/** Columns of an event from a record `f`; `out` says in SQL whether it left, null where that is unknown. */
function columns(out: string): string {
  const source = "coalesce(f.packet_source_ip, f.source_ip)";
  const destination = "coalesce(f.packet_destination_ip, f.destination_ip)";
  return `(extract(epoch FROM f.start_at) * 1000)::float8 AS "atMs", f.file_id AS "fileId", f.record_no AS record,
    ${out} AS outbound, f.protocol, f.action, f.bytes::float8 AS bytes, f.packets::float8 AS packets,
    host(CASE WHEN ${out} IS NOT FALSE THEN ${source} ELSE ${destination} END) AS "nearIp",
    host(CASE WHEN ${out} IS NOT FALSE THEN ${destination} ELSE ${source} END) AS "peerIp",
    CASE WHEN ${out} IS NOT FALSE THEN f.source_port ELSE f.destination_port END AS "nearPort",
    CASE WHEN ${out} IS NOT FALSE THEN f.destination_port ELSE f.source_port END AS "peerPort"`;
}

/** Records with the indicator, as the document counts them: at the instance's own interface and hops elsewhere. */
export async function readIndicatorFlows(
  scope: InstanceScope,
  after: After,
  toMs: number,
  limit: number,
  hopsOnly = false,
): Promise<FoundFlow[]> {
  const { rows } = await pool().query<FlowRow>(
    `SELECT ${columns("h.outbound")}, true AS "withIndicator", h.role = 'hop' AS hop
       FROM (SELECT start_at, file_id, record_no, outbound, role FROM indicator_hits
              WHERE case_id = $1 AND indicator = $2::inet AND instance_id = $3 AND start_at >= $4 AND start_at < $5
                AND (start_at, file_id, record_no) > ($4, $6, $7) AND role = ANY($8::text[])
              ORDER BY start_at, file_id, record_no LIMIT $9) h
       JOIN evidence_files e ON e.id = h.file_id
       JOIN flow_records f ON f.load_id = e.load_id AND f.file_id = h.file_id AND f.record_no = h.record_no
      ORDER BY f.start_at, f.file_id, f.record_no`,
    [
      ...[scope.caseId, scope.ip, scope.instanceId, isoInstant(after.atMs), isoInstant(toMs)],
      ...[after.fileId, after.record, hopsOnly ? ["hop"] : ["own", "hop"], limit],
    ],
  );
  return rows.map(toEvent);
}

/** Every record at the instance's own interfaces while they were its own. */
export async function readInterfaceFlows(
  scope: InstanceScope,
  after: After,
  toMs: number,
  limit: number,
): Promise<FoundFlow[]> {
  const holds = scope.holds
    .map((hold) => ({
      ...{ no: hold.interfaceNo, ips: hold.ownIps },
      from: Math.max(hold.fromMs ?? after.atMs, after.atMs),
      to: Math.min(hold.toMs ?? toMs, toMs),
    }))
    .filter(({ from, to }) => from < to)
    .map(({ no, ips, from, to }) => ({ no, ips, from_at: isoInstant(from), to_at: isoInstant(to) }));
  if (holds.length === 0) return [];
  const { rows } = await pool().query<FlowRow>(
    `SELECT ${columns("(nullif(f.side, 0) = 2)")}, false AS hop,
            $6::inet IN (f.source_ip, f.destination_ip, f.packet_source_ip, f.packet_destination_ip) IS TRUE
              AS "withIndicator"
       FROM jsonb_to_recordset($1::jsonb) AS p(no int, ips inet[], from_at timestamptz, to_at timestamptz)
      CROSS JOIN LATERAL (
        SELECT r.*, ${ownSide("r", "p.ips")} AS side FROM flow_records r
         WHERE r.load_id IN (${scope.loads}) AND r.interface_no = p.no AND r.start_at >= p.from_at
           AND r.start_at < p.to_at AND NOT r.duplicate AND (r.start_at, r.file_id, r.record_no) > ($2, $3, $4)
         ORDER BY r.start_at, r.file_id, r.record_no LIMIT $5) f
      ORDER BY f.start_at, f.file_id, f.record_no LIMIT $5`,
    [JSON.stringify(holds), isoInstant(after.atMs), after.fileId, after.record, limit, scope.ip],
  );
  return rows.map(toEvent);
}
