import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import { pool } from "@/lib/db/pool";
import type { InvestigationV1, TrafficV1 } from "@/lib/investigate/document.types";
import { isoInstant, isoInstantOrNull } from "@/lib/investigate/iso-instant";
import type { Scope } from "@/lib/investigate/scope";

/** Indicator hits of one instance, or one interface of nobody, alike in port and outcome. */
export interface HitGroup {
  /** Null for an interface of nobody. */
  instanceId: string | null;
  /** Only for an interface of nobody: what stands for it, and its id where it has one. */
  interfaceKey: string | null;
  interfaceId: string | null;
  outbound: boolean;
  /** 1 counted as accepted, 2 REJECT, 0 neither. */
  verdict: 0 | 1 | 2;
  unknownAction: boolean;
  protocol: number | null;
  servicePort: number;
  servedBy: "instance" | "indicator" | "unknown";
  records: number;
  withoutBytes: number;
  bytes: number;
  packets: number;
  firstMs: number;
  lastMs: number;
}

export interface CaseTraffic {
  /** By instance id. */
  instances: Map<string, TrafficV1>;
  unattributed: InvestigationV1["unattributed"];
}

/** The traffic of an instance for which no record shows any. */
export function noTraffic(): TrafficV1 {
  return addUp([]);
}

// A protocol that the log does not name has no number; -1 is none.
const UNKNOWN_PROTOCOL = -1;

/** Adds up the hits of one instance or interface; only accepted records add bytes and ports. */
export function addUp(groups: readonly HitGroup[]): TrafficV1 {
  const sum = (of: readonly HitGroup[], what: (group: HitGroup) => number) =>
    of.reduce((total, group) => total + what(group), 0);
  const accepted = groups.filter((group) => group.verdict === 1);
  const rejected = groups.filter((group) => group.verdict === 2);
  const out = accepted.filter((group) => group.outbound);
  const into = accepted.filter((group) => !group.outbound);
  const counted = [...accepted, ...rejected];
  const first = counted.reduce<number | null>(
    (at, { firstMs }) => (at === null ? firstMs : Math.min(at, firstMs)),
    null,
  );
  const last = counted.reduce<number | null>((at, { lastMs }) => (at === null ? lastMs : Math.max(at, lastMs)), null);
  return {
    bytesOut: sum(out, (group) => group.bytes),
    bytesIn: sum(into, (group) => group.bytes),
    packetsOut: sum(out, (group) => group.packets),
    packetsIn: sum(into, (group) => group.packets),
    flows: sum(accepted, (group) => group.records),
    rejected: sum(rejected, (group) => group.records),
    unknownBytes: sum(accepted, (group) => group.withoutBytes),
    unknownAction: sum(groups, (group) => (group.unknownAction ? group.records : 0)),
    firstSeen: isoInstantOrNull(first),
    lastSeen: isoInstantOrNull(last),
    ports: addUpPorts(accepted),
  };
}

function addUpPorts(accepted: readonly HitGroup[]): TrafficV1["ports"] {
  const ports = new Map<string, TrafficV1["ports"][number]>();
  for (const group of accepted) {
    const protocol = group.protocol ?? UNKNOWN_PROTOCOL;
    const key = `${protocol} ${group.servicePort} ${group.servedBy}`;
    const port = ports.get(key) ?? {
      ...{ protocol, port: group.servicePort, servedBy: group.servedBy },
      ...{ bytesOut: 0, bytesIn: 0, flows: 0 },
    };
    if (group.outbound) port.bytesOut += group.bytes;
    else port.bytesIn += group.bytes;
    port.flows += group.records;
    ports.set(key, port);
  }
  return [...ports.values()].sort(
    (a, b) =>
      b.bytesOut + b.bytesIn - (a.bytesOut + a.bytesIn) ||
      b.flows - a.flows ||
      a.protocol - b.protocol ||
      a.port - b.port ||
      compareText(a.servedBy, b.servedBy),
  );
}

/** Splits the hits by instance, and those of nobody by interface, most bytes out first. */
export function divideTraffic(groups: readonly HitGroup[]): CaseTraffic {
  const ofInterface = groupBy(
    groups.filter((group) => group.instanceId === null),
    (group) => group.interfaceKey ?? "",
  );
  const instances = new Map<string, TrafficV1>();
  for (const [instanceId, hits] of groupBy(groups, (group) => group.instanceId)) {
    if (instanceId !== null) instances.set(instanceId, addUp(hits));
  }
  const unattributed = [...ofInterface]
    .map(([key, hits]) => ({ key, interfaceId: hits[0]?.interfaceId ?? null, traffic: addUp(hits) }))
    .sort((a, b) => b.traffic.bytesOut - a.traffic.bytesOut || compareText(a.key, b.key))
    .map(({ interfaceId, traffic }) => ({ interfaceId, traffic }));
  return { instances, unattributed };
}

/** Traffic with the indicator in the window. The indicator's hits must stand (`findIndicatorHits`). */
export async function readTraffic(scope: Scope): Promise<CaseTraffic> {
  const { rows } = await pool().query<Omit<HitGroup, "bytes" | "packets"> & { bytes: string; packets: string }>(
    `SELECT h.instance_id AS "instanceId", i.key AS "interfaceKey", i.interface_id AS "interfaceId", h.outbound,
            h.verdict, h.unknown_action AS "unknownAction", h.protocol, h.service_port AS "servicePort",
            h.served_by AS "servedBy", count(*)::float8 AS records,
            (count(*) FILTER (WHERE h.bytes IS NULL))::float8 AS "withoutBytes",
            coalesce(sum(h.bytes), 0) AS bytes, coalesce(sum(h.packets), 0) AS packets,
            (extract(epoch FROM min(h.start_at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(h.end_at)) * 1000)::float8 AS "lastMs"
       FROM indicator_hits h
       LEFT JOIN interfaces i ON i.id = h.interface_no AND h.instance_id IS NULL
      WHERE h.case_id = $1 AND h.indicator = $2::inet AND h.start_at >= $3 AND h.start_at < $4
        AND h.role IN ('own', 'hop', 'unattributed')
      GROUP BY h.instance_id, i.key, i.interface_id, h.outbound, h.verdict, h.unknown_action, h.protocol,
               h.service_port, h.served_by`,
    [scope.caseId, scope.ip, isoInstant(scope.fromMs), isoInstant(scope.toMs)],
  );
  return divideTraffic(rows.map((row) => ({ ...row, bytes: Number(row.bytes), packets: Number(row.packets) })));
}
