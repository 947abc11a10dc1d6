import { canonicalAddress } from "@/lib/core/address";
import { leastOf } from "@/lib/core/extremes";
import { pool } from "@/lib/db/pool";
import { RoleHistory } from "@/lib/investigate/sessions/role-history";
import { askerRows } from "@/lib/timeline/asker-columns";
import type { ApiEvent, DnsEvent, FlowEvent, FoundEvent } from "@/lib/timeline/events/event.types";
import type { Verdict } from "@/lib/timeline/events/event-detail.types";
import { servicePort } from "@/lib/timeline/events/service-port";
import { type FirstSeen, isEnough, type SeenKind } from "@/lib/timeline/first-seen/first-seen.types";
import { type HourlyRecords, historyBefore } from "@/lib/timeline/first-seen/history-before";
import { peerInterfaces } from "@/lib/timeline/first-seen/peer-roll-up";
import { readHourlyRecords } from "@/lib/timeline/first-seen/read-hourly-records";
import { registeredDomain } from "@/lib/timeline/first-seen/registered-domain";
import { seenWords } from "@/lib/timeline/first-seen/seen-words";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

/** Kinds that are told only where they are new: an old port or region of a new peer is no news. */
const ONLY_NEW: ReadonlySet<SeenKind> = new Set<SeenKind>(["network", "port", "region", "agent"]);

/** When the values of an event were first seen for its instance, in words, with the history behind each claim. */
export async function readEventFirstSeen(scope: InstanceScope, event: FoundEvent): Promise<Verdict[]> {
  if (event.source === "finding") return [];
  const records = await readHourlyRecords(scope);
  const seen =
    event.source === "flow"
      ? await flowFirsts(scope, event, records.flow)
      : event.source === "dns"
        ? await domainFirst(scope, event, records.dns)
        : await callFirsts(scope, event);
  const mark = records.findingMs === null ? null : { atMs: records.findingMs, name: "the first finding" };
  return seen
    .filter(({ kind, verdict }) => verdict === "first" || !ONLY_NEW.has(kind))
    .map((one) => ({ text: seenWords(one, event.atMs, mark), flag: false }));
}

function judged(kind: SeenKind, value: string, firstMs: number, records: HourlyRecords): FirstSeen {
  const history = historyBefore(records, firstMs);
  return { kind, value, firstMs, verdict: isEnough(history) ? "first" : "no-baseline", history };
}

async function flowFirsts(scope: InstanceScope, flow: FlowEvent, records: HourlyRecords): Promise<FirstSeen[]> {
  const peer = canonicalAddress(flow.peerIp);
  const interfaces = await peerInterfaces(scope);
  if (peer === null || interfaces === null || interfaces.length === 0) return [];
  const bits = peer.includes(":") ? 48 : 24;
  const port = servicePort(flow);
  const { rows } = await pool().query<{ network: string; peerMs: number | null; networkMs: number | null }>(
    `SELECT network(set_masklen($3::inet, $4))::text AS network,
            (extract(epoch FROM min(first_start) FILTER (WHERE peer = $3::inet)) * 1000)::float8 AS "peerMs",
            (extract(epoch FROM min(first_start)) * 1000)::float8 AS "networkMs"
       FROM flow_peers
      WHERE case_id = $1 AND interface_no = ANY($2::int[]) AND peer >= host(network(set_masklen($3::inet, $4)))::inet
        AND peer <= host(broadcast(set_masklen($3::inet, $4)))::inet`,
    [scope.caseId, interfaces, peer, bits],
  );
  const ports =
    port === null
      ? { rows: [] }
      : await pool().query<{ ms: number | null }>(
          `SELECT (extract(epoch FROM min(first_start)) * 1000)::float8 AS ms
             FROM flow_peers
            WHERE case_id = $1 AND interface_no = ANY($2::int[]) AND protocol = $3 AND service_port = $4`,
          [scope.caseId, interfaces, flow.protocol ?? -1, port],
        );
  const [found] = rows;
  const portMs = ports.rows[0]?.ms ?? null;
  return [
    ...(found && found.peerMs !== null ? [judged("peer", peer, found.peerMs, records)] : []),
    ...(found && found.networkMs !== null ? [judged("network", found.network, found.networkMs, records)] : []),
    ...(port !== null && portMs !== null ? [judged("port", portName(flow.protocol, port), portMs, records)] : []),
  ];
}

const PROTOCOLS = new Map([
  [6, "TCP"],
  [17, "UDP"],
]);

function portName(protocol: number | null, port: number): string {
  return `${PROTOCOLS.get(protocol ?? -1) ?? `protocol ${protocol ?? "unknown"}`} ${port}`;
}

async function domainFirst(scope: InstanceScope, query: DnsEvent, records: HourlyRecords): Promise<FirstSeen[]> {
  const domain = registeredDomain(query.name);
  if (domain === null) return [];
  // Each asker's queries in order, from the first on, until one is of the domain. Without IS TRUE the names would be joined to all
  // queries first.
  const { rows } = await pool().query<{ ms: number }>(
    `SELECT (extract(epoch FROM f.at) * 1000)::float8 AS ms
       FROM jsonb_to_recordset($1::jsonb) AS s(no int, from_at timestamptz, to_at timestamptz)
      CROSS JOIN LATERAL (
        SELECT q.at FROM dns_queries q
         WHERE q.load_id IN (${scope.loads}) AND q.asker_no = s.no AND q.at >= s.from_at AND q.at < s.to_at AND NOT q.duplicate
           AND (q.name_no IN (SELECT id FROM dns_names
                               WHERE case_id = $2 AND (name = $3 OR right(name, length($3) + 1) = '.' || $3))) IS TRUE
         ORDER BY q.at LIMIT 1) f
      ORDER BY f.at LIMIT 1`,
    [askerRows(scope.askers, 0, query.atMs + 1), scope.caseId, domain],
  );
  return rows.map(({ ms }) => judged("domain", domain, ms, records));
}

async function callFirsts(
  scope: InstanceScope,
  call: ApiEvent & { fileId: number; record: number },
): Promise<FirstSeen[]> {
  const { rows } = await pool().query<{
    api: string;
    region: string;
    agent: string | null;
    firstMs: number;
    lastMs: number;
    calls: number;
  }>(
    `WITH own AS (SELECT p.account_id, p.role_arn, p.arn FROM api_calls x JOIN principals p ON p.id = x.principal_no
                   WHERE x.load_id IN (${scope.loads}) AND x.file_id = $2 AND x.record_no = $3)
     SELECT u.event_source || ' ' || u.event_name AS api, u.region, u.user_agent AS agent,
            (extract(epoch FROM min(u.first_at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(u.last_at)) * 1000)::float8 AS "lastMs", sum(u.calls)::float8 AS calls
       FROM caller_uses u JOIN principals p ON p.id = u.principal_no
       JOIN own ON p.account_id IS NOT DISTINCT FROM own.account_id
               AND CASE WHEN own.role_arn IS NULL THEN p.arn IS NOT DISTINCT FROM own.arn ELSE p.role_arn = own.role_arn END
      WHERE u.case_id = $1 GROUP BY 1, 2, 3, date_trunc('hour', u.last_at)`,
    [scope.caseId, call.fileId, call.record],
  );
  const called = await pool().query<{ agent: string | null }>(
    `SELECT left(user_agent, 300) AS agent FROM api_calls
      WHERE load_id IN (${scope.loads}) AND file_id = $1 AND record_no = $2`,
    [call.fileId, call.record],
  );
  const agent = called.rows[0]?.agent ?? null;
  const first = (kind: SeenKind, value: string | null, of: (row: (typeof rows)[number]) => string | null) => {
    const uses = rows.flatMap((row) => {
      const api = of(row);
      return api === null ? [] : [{ api, calls: row.calls, firstMs: row.firstMs, lastMs: row.lastMs }];
    });
    const firstMs = uses.filter(({ api }) => api === value).map((use) => use.firstMs);
    if (value === null || firstMs.length === 0) return [];
    const atMs = leastOf(firstMs, (ms) => ms);
    const { days, calls: events } = new RoleHistory(uses).before(atMs);
    const history = { days, events };
    const verdict = isEnough(history) ? ("first" as const) : ("no-baseline" as const);
    return [{ kind, value, firstMs: atMs, verdict, history }];
  };
  return [
    ...first("api", `${call.eventSource} ${call.eventName}`, (row) => row.api),
    ...first("region", call.region, (row) => row.region),
    ...first("agent", agent, (row) => row.agent),
  ];
}
