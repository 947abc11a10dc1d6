import { compareText } from "@/lib/core/compare-text";
import { pool } from "@/lib/db/pool";
import type { EventRefV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { countedCall, type Scope } from "@/lib/investigate/scope";
import type { LatestFinding } from "@/lib/ledger/latest-findings";

interface Candidate {
  atMs: number;
  kind: EventRefV1["kind"];
  summary: string;
  sha256: string;
  record: number;
}

/** The earliest of the candidates; at one time flow, dns, api, finding, then by file and number. */
export function earliest(candidates: readonly Candidate[]): EventRefV1 | null {
  const kinds: EventRefV1["kind"][] = ["flow", "dns", "api", "finding"];
  const [first] = [...candidates].sort(
    (a, b) =>
      a.atMs - b.atMs ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      compareText(a.sha256, b.sha256) ||
      a.record - b.record,
  );
  if (!first) return null;
  const { atMs, kind, summary, sha256, record } = first;
  return { time: isoInstant(atMs), kind, summary, evidence: { sha256, record } };
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

async function firstFlow(scope: Scope): Promise<Candidate[]> {
  const { rows } = await pool().query<FlowRow>(
    `SELECT (extract(epoch FROM h.start_at) * 1000)::float8 AS at_ms, e.sha256, h.record_no AS record, h.verdict,
            host(coalesce(r.packet_source_ip, r.source_ip)) AS source,
            host(coalesce(r.packet_destination_ip, r.destination_ip)) AS destination,
            r.source_port, r.destination_port, r.protocol, r.bytes
       FROM indicator_hits h
       JOIN evidence_files e ON e.id = h.file_id
       JOIN flow_records r ON r.load_id = e.load_id AND r.file_id = h.file_id AND r.record_no = h.record_no
      WHERE h.case_id = $1 AND h.indicator = $2::inet AND h.start_at >= $3 AND h.start_at < $4
        AND r.load_id IN (${scope.loads})
      ORDER BY h.start_at, e.sha256, h.record_no LIMIT 1`,
    [scope.caseId, scope.ip, isoInstant(scope.fromMs), isoInstant(scope.toMs)],
  );
  return rows.map((row) => ({
    atMs: row.at_ms,
    kind: "flow",
    summary: flowSummary(row),
    sha256: row.sha256,
    record: row.record,
  }));
}

async function firstQuery(scope: Scope): Promise<Candidate[]> {
  const { rows } = await pool().query<{
    at_ms: number;
    sha256: string;
    record: number;
    name: string;
    asker: string | null;
  }>(
    `SELECT (extract(epoch FROM q.at) * 1000)::float8 AS at_ms, e.sha256, q.record_no AS record, n.name,
            coalesce(a.instance_id, host(a.source_ip)) AS asker
       FROM dns_queries q
       JOIN evidence_files e ON e.id = q.file_id
       JOIN dns_names n ON n.id = q.name_no
       JOIN dns_askers a ON a.id = q.asker_no
      WHERE q.load_id IN (${scope.loads}) AND NOT q.duplicate AND q.at >= $2 AND q.at < $3
        AND $1::inet = ANY(q.resolved_ips)
      ORDER BY q.at, e.sha256, q.record_no LIMIT 1`,
    [scope.ip, isoInstant(scope.fromMs), isoInstant(scope.toMs)],
  );
  return rows.map((row) => ({
    atMs: row.at_ms,
    kind: "dns",
    summary: `${row.asker ?? "someone unnamed"} looked up ${row.name} and got ${scope.ip}`,
    sha256: row.sha256,
    record: row.record,
  }));
}

async function firstCall(scope: Scope): Promise<Candidate[]> {
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

/** The first record of any source in the window that ties anything to the indicator. */
export async function findEarliestIndicator(
  scope: Scope,
  findings: readonly LatestFinding[],
): Promise<EventRefV1 | null> {
  const found = await Promise.all([firstFlow(scope), firstQuery(scope), firstCall(scope)]);
  const reported = findings.map(
    (finding): Candidate => ({
      atMs: finding.firstSeenMs,
      kind: "finding",
      summary: `${finding.type} names ${scope.ip}`,
      sha256: finding.sha256,
      record: finding.record,
    }),
  );
  return earliest([...found.flat(), ...reported]);
}
