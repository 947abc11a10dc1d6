import { pool } from "@/lib/db/pool";
import type { EventRefV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { countedCall, type Scope } from "@/lib/investigate/scope";

/** A record that ties something to the indicator, in words. */
export interface FirstRecord {
  atMs: number;
  kind: EventRefV1["kind"];
  summary: string;
  sha256: string;
  record: number;
}

interface FlowRow {
  at_ms: number;
  sha256: string;
  record: number;
  source: string;
  destination: string;
  source_port: number | null;
  destination_port: number | null;
  protocol: number | null;
  bytes: string | null;
  verdict: number;
}

const PROTOCOLS = new Map([
  [1, "ICMP"],
  [6, "TCP"],
  [17, "UDP"],
  [58, "ICMPv6"],
]);

const VERDICTS = ["no action logged", "accepted", "rejected"];

function endpoint(ip: string, port: number | null): string {
  if (port === null) return ip;
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function flowSummary(row: FlowRow): string {
  const protocol =
    row.protocol === null ? "unknown protocol" : (PROTOCOLS.get(row.protocol) ?? `protocol ${row.protocol}`);
  const bytes = row.bytes === null ? "bytes not logged" : `${row.bytes} bytes`;
  const from = endpoint(row.source, row.source_port);
  const to = endpoint(row.destination, row.destination_port);
  return `${protocol} ${from} to ${to}, ${VERDICTS[row.verdict] ?? "accepted"}, ${bytes}`;
}

/** The first flow record of the window with the indicator: any, or only one that passed (1) or was refused (2). */
export async function firstFlow(scope: Scope, verdict: 1 | 2 | null = null): Promise<FirstRecord[]> {
  // The moment first: joined to their records all at once, the hits of a busy address would all be looked up.
  const { rows } = await pool().query<FlowRow>(
    `WITH first AS MATERIALIZED (
       SELECT min(h.start_at) AS at FROM indicator_hits h JOIN evidence_files e ON e.id = h.file_id
        WHERE h.case_id = $1 AND h.indicator = $2::inet AND h.start_at >= $3 AND h.start_at < $4
          AND e.load_id IN (${scope.loads}) AND ($5::int IS NULL OR h.verdict = $5))
     SELECT (extract(epoch FROM h.start_at) * 1000)::float8 AS at_ms, e.sha256, h.record_no AS record, h.verdict,
            host(coalesce(r.packet_source_ip, r.source_ip)) AS source,
            host(coalesce(r.packet_destination_ip, r.destination_ip)) AS destination,
            r.source_port, r.destination_port, r.protocol, r.bytes
       FROM indicator_hits h
       JOIN evidence_files e ON e.id = h.file_id
       JOIN flow_records r ON r.load_id = e.load_id AND r.file_id = h.file_id AND r.record_no = h.record_no
      WHERE h.case_id = $1 AND h.indicator = $2::inet AND h.start_at = (SELECT at FROM first)
        AND r.load_id IN (${scope.loads}) AND ($5::int IS NULL OR h.verdict = $5)
      ORDER BY h.start_at, e.sha256, h.record_no LIMIT 1`,
    [scope.caseId, scope.ip, isoInstant(scope.fromMs), isoInstant(scope.toMs), verdict],
  );
  return rows.map((row) => ({
    atMs: row.at_ms,
    kind: "flow",
    summary: flowSummary(row),
    sha256: row.sha256,
    record: row.record,
  }));
}

/** The first query of the window that was answered with the indicator. */
export async function firstQuery(scope: Scope): Promise<FirstRecord[]> {
  // When it was given to anyone is kept by address: most addresses never were, and all lookups would be read to tell.
  const { rows } = await pool().query<{
    at_ms: number;
    sha256: string;
    record: number;
    name: string;
    asker: string | null;
  }>(
    `WITH first AS MATERIALIZED (
       SELECT min(t) AS at FROM address_names a CROSS JOIN unnest(a.times) t
        WHERE a.case_id = $4 AND a.address = $1::inet AND a.load_id IN (${scope.loads}) AND t >= $2 AND t < $3)
     SELECT (extract(epoch FROM q.at) * 1000)::float8 AS at_ms, e.sha256, q.record_no AS record, n.name,
            coalesce(a.instance_id, host(a.source_ip)) AS asker
       FROM dns_queries q
       JOIN evidence_files e ON e.id = q.file_id
       JOIN dns_names n ON n.id = q.name_no
       JOIN dns_askers a ON a.id = q.asker_no
      WHERE q.load_id IN (${scope.loads}) AND NOT q.duplicate AND q.at = (SELECT at FROM first)
        AND $1::inet = ANY(q.resolved_ips)
      ORDER BY q.at, e.sha256, q.record_no LIMIT 1`,
    [scope.ip, isoInstant(scope.fromMs), isoInstant(scope.toMs), scope.caseId],
  );
  return rows.map((row) => ({
    atMs: row.at_ms,
    kind: "dns",
    summary: `${row.asker ?? "someone unnamed"} looked up ${row.name} and got ${scope.ip}`,
    sha256: row.sha256,
    record: row.record,
  }));
}

/** The first call of the window that came from the indicator. */
export async function firstCall(scope: Scope): Promise<FirstRecord[]> {
  const { rows } = await pool().query<{
    at_ms: number;
    sha256: string;
    record: number;
    event_source: string;
    event_name: string;
    region: string;
    caller: string | null;
    error_code: string | null;
  }>(
    `SELECT (extract(epoch FROM c.at) * 1000)::float8 AS at_ms, e.sha256, c.record_no AS record, c.event_source,
            c.event_name, c.region, coalesce(p.arn, p.principal_id, p.user_name, p.account_id, p.type) AS caller,
            c.error_code
       FROM api_calls c
       JOIN evidence_files e ON e.id = c.file_id
       JOIN principals p ON p.id = c.principal_no
      WHERE c.load_id IN (${scope.loads}) AND c.source_ip = $1::inet AND c.at >= $2 AND c.at < $3
        AND ${countedCall("c")}
      ORDER BY c.at, e.sha256, c.record_no LIMIT 1`,
    [scope.ip, isoInstant(scope.fromMs), isoInstant(scope.toMs)],
  );
  return rows.map((row) => ({
    atMs: row.at_ms,
    kind: "api",
    summary: `${row.caller ?? "someone unnamed"} called ${row.event_source} ${row.event_name} in ${row.region} from ${scope.ip}${row.error_code === null ? "" : ` (${row.error_code})`}`,
    sha256: row.sha256,
    record: row.record,
  }));
}
