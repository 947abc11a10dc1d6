import { canonicalAddress } from "@/lib/core/address";
import { FLOW_SUMS } from "@/lib/core/flow-sums";
import { LATEST_MS } from "@/lib/core/instant";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { likePattern } from "@/lib/core/like-pattern";
import { canonicalNetwork } from "@/lib/core/network-table";
import { pool } from "@/lib/db/pool";
import { isoInstant, isoInstantOrNull } from "@/lib/investigate/iso-instant";
import { namePeers } from "@/lib/investigate/names/name-peers";
import type { PeerName } from "@/lib/investigate/names/peer-name";
import { labelAddresses, listedNames } from "@/lib/reference/label-addresses";
import { Parameters } from "@/lib/timeline/events/source-read";
import { type InstanceScope, readCaseAttribution } from "@/lib/timeline/instance-scope";
import type { NetworkPage, PeerRow, PeerService } from "@/lib/timeline/network/network.types";
import type { NetworkSearch, PeerSort } from "@/lib/timeline/network/network-search";
import { readUnusedNames } from "@/lib/timeline/network/read-unused-names";

export const PEERS_SHOWN = 100;
const SERVICES_SHOWN = 4;
const HOUR = 3_600_000;
const SERVED = ["unknown", "instance", "peer"] as const;

export interface RollUps {
  /** Whether the roll-up over all evidence is there: the detection job makes it after each load. */
  peers: boolean;
  /** Which revision of the evidence those by hour stand for; null before the first was made. */
  hours: number | null;
  /** Of the run that makes them: queued, running, done, failed or cancelled; null where none was asked for. */
  state: string | null;
}

export async function readRollUps(caseId: string): Promise<RollUps> {
  const { rows } = await pool().query<RollUps>(
    `SELECT c.flow_sums = $2 AS peers, r.hours_revision AS hours, r.state
       FROM cases c LEFT JOIN detection_runs r ON r.case_id = c.id WHERE c.id = $1`,
    [caseId, FLOW_SUMS],
  );
  return rows[0] ?? { peers: false, hours: null, state: null };
}

const ORDER: Record<PeerSort, { column: string; falling: boolean }> = {
  bytes: { column: "bytes", falling: true },
  bytesOut: { column: "bytes_out", falling: true },
  bytesIn: { column: "bytes_in", falling: true },
  connections: { column: "connections", falling: true },
  accepted: { column: "accepted", falling: true },
  rejected: { column: "rejected", falling: true },
  first: { column: "first_start", falling: false },
  last: { column: "last_end", falling: true },
  peer: { column: "peer", falling: false },
};

/** Not on the internet: a name is no matter of resolvers there. */
const INSIDE = `'{10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,169.254.0.0/16,127.0.0.0/8,224.0.0.0/4,
  255.255.255.255/32,0.0.0.0/8,fc00::/7,fe80::/10,ff00::/8,::1/128}'::inet[]`;

interface Row {
  ip: string;
  bytes_out: number;
  bytes_in: number;
  accepted: number;
  rejected: number;
  connections: number;
  first_ms: number;
  last_start_ms: number;
  last_ms: number;
}

interface ServicesRow {
  ip: string;
  services: [protocol: number, port: number, served: number, bytes: number][];
  serviceCount: number;
}

interface TotalRow {
  total: number;
  bytes: number;
}

/** Whole hours that a stretch of time touches; null without one. */
export function hoursOf({ from, to }: Pick<NetworkSearch, "from" | "to">): NetworkPage["hours"] {
  if (from === undefined || to === undefined || to <= from) return null;
  return { fromMs: Math.floor(from / HOUR) * HOUR, toMs: Math.min(Math.ceil(to / HOUR) * HOUR, LATEST_MS) };
}

/**
 * The far addresses of an instance with their names and labels, a page of them. Stands on the roll-ups, which must be those
 * of the scope's revision: by hour where a stretch of time is asked for or an interface changed hands, else over all evidence.
 * In the hour of such a change a peer and service that both instances used is counted for both.
 */
export async function readNetwork(
  scope: InstanceScope,
  search: NetworkSearch,
  hours: NetworkPage["hours"],
): Promise<NetworkPage> {
  const at = new Parameters();
  const peers = peersSql(at, scope, hours);
  const fits = filterSql(at, scope, hours, search.q);
  const shown =
    search.show === "refused" ? "p.rejected > 0" : search.show === "unresolved" ? unresolvedSql(at, scope) : "true";
  const { column, falling } = ORDER[search.sort];
  const way = falling !== (search.turned === "1") ? "DESC" : "ASC";
  const knows = scope.askers.length > 0;
  const { rows } = await pool().query<Row & TotalRow>(
    `WITH fitting AS MATERIALIZED (SELECT * FROM (${peers}) p WHERE ${fits} AND ${shown}),
          t AS (SELECT count(*)::float8 AS total, coalesce(sum(bytes), 0)::float8 AS bytes FROM fitting)
     SELECT host(s.peer) AS ip, s.bytes_out::float8 AS bytes_out, s.bytes_in::float8 AS bytes_in, s.accepted::float8 AS accepted,
            s.rejected::float8 AS rejected, s.connections::float8 AS connections,
            (extract(epoch FROM s.first_start) * 1000)::float8 AS first_ms,
            (extract(epoch FROM s.last_start) * 1000)::float8 AS last_start_ms,
            (extract(epoch FROM s.last_end) * 1000)::float8 AS last_ms, t.*
       FROM t LEFT JOIN
            (SELECT * FROM fitting ORDER BY ${column} ${way}, peer
              LIMIT ${PEERS_SHOWN} OFFSET ${at.add((search.page - 1) * PEERS_SHOWN)}) s ON true
      ORDER BY s.${column} ${way}, s.peer`,
    at.values,
  );
  const [first] = rows;
  // Of an instance without flow records nothing can be said to have been left alone.
  const recorded = (first?.total ?? 0) > 0 || (await hasPeers(scope));
  const found = rows.filter(({ ip }) => ip !== null);
  const [shownPeers, unresolved, unused] = await Promise.all([
    toPeers(scope, hours, found),
    knows && recorded ? countUnresolved(scope, hours) : null,
    knows && recorded ? readUnusedNames(scope) : null,
  ]);
  return { recorded, peers: shownPeers, total: first?.total ?? 0, bytes: first?.bytes ?? 0, hours, unresolved, unused };
}

const KEPT = 64;
const keptUnresolved = new KeptAnswers<number>(KEPT);

/** Peers that no answer names, counted once a revision in this process. */
function countUnresolved(scope: InstanceScope, hours: NetworkPage["hours"]): Promise<number> {
  const key = JSON.stringify([scope.caseId, scope.revision, scope.instanceId, hours]);
  return keptUnresolved.get(key, async () => {
    const at = new Parameters();
    const { rows } = await pool().query<{ n: number }>(
      `SELECT count(*)::float8 AS n FROM (${peersSql(at, scope, hours)}) p WHERE ${unresolvedSql(at, scope)}`,
      at.values,
    );
    return rows[0]?.n ?? 0;
  });
}

/** Whether the flow logs show any traffic of an instance's interfaces, at any time. */
async function hasPeers({ caseId, holds }: InstanceScope): Promise<boolean> {
  const { rows } = await pool().query<{ any: boolean }>(
    "SELECT EXISTS (SELECT FROM flow_peers WHERE case_id = $1 AND interface_no = ANY($2::int[])) AS any",
    [caseId, holds.map(({ interfaceNo }) => interfaceNo)],
  );
  return rows[0]?.any ?? false;
}

const SUMS = `sum(bytes_out) AS bytes_out, sum(bytes_in) AS bytes_in, sum(accepted) AS accepted`;

/** One row an address: sums of all services. */
function peersSql(at: Parameters, scope: InstanceScope, hours: NetworkPage["hours"]): string {
  return `
    SELECT peer, ${SUMS}, sum(rejected) AS rejected, sum(connections) AS connections, min(first_start) AS first_start,
           max(last_start) AS last_start, max(last_end) AS last_end, sum(bytes_out) + sum(bytes_in) AS bytes,
           bool_or(served = 2 AND accepted > 0) AS connected
      FROM (${sourceSql(at, scope, hours)}) f GROUP BY peer`;
}

/** The largest services of some addresses, and how many each has. */
async function readServices(
  scope: InstanceScope,
  hours: NetworkPage["hours"],
  ips: readonly string[],
): Promise<ReadonlyMap<string, ServicesRow>> {
  if (ips.length === 0) return new Map();
  const at = new Parameters();
  const { rows } = await pool().query<ServicesRow>(
    `SELECT host(peer) AS ip, count(*)::int AS "serviceCount",
            (array_agg(jsonb_build_array(protocol, service_port, served, (bytes_out + bytes_in)::float8)
                       ORDER BY bytes_out + bytes_in DESC, accepted DESC, service_port))[1:${SERVICES_SHOWN}] AS services
       FROM (SELECT peer, protocol, service_port, served, ${SUMS} FROM (${sourceSql(at, scope, hours)}) f
              WHERE peer = ANY(${at.add(ips)}::inet[]) GROUP BY 1, 2, 3, 4) service
      GROUP BY peer`,
    at.values,
  );
  return new Map(rows.map((row) => [row.ip, row]));
}

/** What the peers are summed up from: `flow_peers` has no time, so the hours tell of a stretch and of interfaces that changed hands. */
function sourceSql(at: Parameters, { caseId, holds }: InstanceScope, hours: NetworkPage["hours"]): string {
  const columns = `peer, protocol, service_port, served, bytes_out, bytes_in, accepted, rejected, connections, first_start, last_start`;
  const sole = holds.filter(({ shared }) => !hours && !shared);
  const others = hours ? holds : holds.filter(({ shared }) => shared);
  const within = hours
    ? `AND hour >= ${at.add(isoInstant(hours.fromMs))}::timestamptz AND hour < ${at.add(isoInstant(hours.toMs))}::timestamptz`
    : "";
  // The hour's rows do not say when a flow ended: its start stands in for that.
  return `
    SELECT ${columns}, last_end FROM flow_peers
     WHERE case_id = ${at.add(caseId)} AND interface_no = ANY(${at.add(sole.map(({ interfaceNo }) => interfaceNo))}::int[])
     UNION ALL
    SELECT ${columns}, last_start FROM flow_peer_hours h
     WHERE case_id = ${at.add(caseId)} AND interface_no = ANY(${at.add([...new Set(others.map(({ interfaceNo }) => interfaceNo))])}::int[]) ${within}
       AND EXISTS (SELECT FROM unnest(${at.add(others.map(({ interfaceNo }) => interfaceNo))}::int[],
                                      ${at.add(others.map(({ fromMs }) => isoInstantOrNull(fromMs)))}::timestamptz[],
                                      ${at.add(others.map(({ toMs }) => isoInstantOrNull(toMs)))}::timestamptz[]) AS held(no, from_at, to_at)
                    WHERE held.no = h.interface_no AND (held.from_at IS NULL OR h.last_start >= held.from_at)
                      AND (held.to_at IS NULL OR h.first_start < held.to_at))`;
}

/** Connected to on the internet before the instance or its VPC was given an answer that names it. */
function unresolvedSql(at: Parameters, { caseId, askers, vpcIds }: InstanceScope): string {
  return `(p.connected AND NOT (p.peer <<= ANY(${INSIDE})) AND NOT EXISTS (
    SELECT FROM address_names n WHERE n.case_id = ${at.add(caseId)} AND n.address = p.peer
       AND n.times[1] <= p.first_start + interval '999 milliseconds'
       AND (n.asker_no = ANY(${at.add(askers.map(({ askerNo }) => askerNo))}::int[]) OR n.vpc_id = ANY(${at.add(vpcIds)}::text[]))))`;
}

function filterSql(at: Parameters, scope: InstanceScope, hours: NetworkPage["hours"], q: string): string {
  if (q === "") return "true";
  const network = canonicalNetwork(q);
  if (network) return `p.peer <<= ${at.add(network.network)}::inet`;
  if (/^\d{1,5}$/.test(q)) {
    return `p.peer IN (SELECT f.peer FROM (${sourceSql(at, scope, hours)}) f WHERE f.service_port = ${at.add(Number(q))}::int)`;
  }
  return `p.peer IN (SELECT n.address FROM dns_names d JOIN address_names n ON n.name_no = d.id AND n.case_id = d.case_id
                      WHERE d.case_id = ${at.add(scope.caseId)} AND d.name LIKE ${at.add(likePattern(q.toLowerCase()))})`;
}

async function toPeers(scope: InstanceScope, hours: NetworkPage["hours"], rows: readonly Row[]): Promise<PeerRow[]> {
  const ips = rows.map(({ ip }) => canonicalAddress(ip) ?? ip);
  const [{ ledger }, early, late, labels, services] = await Promise.all([
    readCaseAttribution(scope.caseId),
    namePeers(
      scope,
      rows.map((row) => ({ ip: row.ip, atMs: row.first_ms })),
    ),
    namePeers(
      scope,
      rows.map((row) => ({ ip: row.ip, atMs: row.last_start_ms })),
    ),
    labelAddresses(ips),
    readServices(
      scope,
      hours,
      rows.map(({ ip }) => ip),
    ),
  ]);
  const names = rows.map((_, index) => {
    const [first, last]: (PeerName | undefined)[] = [early[index], late[index]];
    const later = first?.grade === "never" && last !== undefined && last.grade !== "never";
    return { name: (later ? last : first) ?? ({ grade: "unknown" } as const), namedLater: later };
  });
  const listed = await listedNames(names.flatMap(({ name }) => ("name" in name ? [name.name] : [])));
  const [vpcId = null] = scope.vpcIds;
  return rows.map((row, index): PeerRow => {
    const ip = ips[index] ?? row.ip;
    const { name, namedLater } = names[index] ?? { name: { grade: "unknown" }, namedLater: false };
    return {
      ...{ ip, name, namedLater, namedAtMs: namedLater ? row.last_start_ms : row.first_ms },
      holder: ledger.holderOfAddress(vpcId, ip, row.first_ms),
      label: labels.get(ip) ?? { aws: null, country: null, owner: null, listed: [] },
      listedName: ("name" in name ? listed.get(name.name) : undefined) ?? [],
      services: services.get(row.ip)?.services.map(toService) ?? [],
      serviceCount: services.get(row.ip)?.serviceCount ?? 0,
      ...{ bytesOut: row.bytes_out, bytesIn: row.bytes_in, accepted: row.accepted, rejected: row.rejected },
      ...{ connections: row.connections, firstMs: row.first_ms, lastMs: row.last_ms },
    };
  });
}

function toService([protocol, port, served, bytes]: ServicesRow["services"][number]): PeerService {
  return { protocol, port, served: SERVED[served] ?? "unknown", bytes };
}
