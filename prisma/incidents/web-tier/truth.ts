import type { ApiCallV1, InstanceV1, TrafficV1 } from "@/lib/investigate/document.types";
import { INDICATOR } from "./world";

/** The right answers on one instance, as the generator counted them while it made the events. */
export interface InstanceTruth {
  matchedBy: Set<InstanceV1["matchedBy"][number]>;
  traffic: TrafficV1;
  /** Queries this instance made, by name; repeats of a delivery are not counted. */
  queries: Map<string, number>;
  /** Names that an answer to it gave the indicator for. */
  resolvedToIndicator: Set<string>;
  /** Role sessions: role ARN and the keys that called. */
  keys: Map<string, Set<string>>;
  calls: number;
  errors: number;
  offInstance: Map<string, { calls: number; keys: Set<string>; firstSeen: number; lastSeen: number }>;
  chained: Map<string, { principalArn: string; keys: Set<string>; calls: number }>;
}

/** What a right reading of the incident says, gathered apart from any code that reads it. */
export interface Truth {
  indicator: string;
  instances: Map<string, InstanceTruth>;
  files: Map<string, { records: number; duplicates: number; rejected: number }>;
  callsFromIndicator: number;
  /** Time of the first record that ties anything to the indicator. */
  earliestMs: number;
}

export function emptyTraffic(): TrafficV1 {
  return {
    bytesOut: 0,
    bytesIn: 0,
    packetsOut: 0,
    packetsIn: 0,
    flows: 0,
    rejected: 0,
    unknownBytes: 0,
    unknownAction: 0,
    firstSeen: null,
    lastSeen: null,
    ports: [],
  };
}

export function newTruth(): Truth {
  return {
    indicator: INDICATOR,
    instances: new Map(),
    files: new Map(),
    callsFromIndicator: 0,
    earliestMs: Number.POSITIVE_INFINITY,
  };
}

export function truthOf(truth: Truth, instanceId: string): InstanceTruth {
  const known = truth.instances.get(instanceId);
  if (known) return known;
  const made: InstanceTruth = {
    matchedBy: new Set(),
    traffic: emptyTraffic(),
    queries: new Map(),
    resolvedToIndicator: new Set(),
    keys: new Map(),
    calls: 0,
    errors: 0,
    offInstance: new Map(),
    chained: new Map(),
  };
  truth.instances.set(instanceId, made);
  return made;
}

/** One record of a conversation with the indicator, as the person who made it up knows it. */
export interface MetIndicator {
  startMs: number;
  endMs: number;
  outbound: boolean;
  bytes: number;
  packets: number;
  accepted: boolean;
  protocol: number;
  service: { port: number; servedBy: "instance" | "indicator" };
}

export function countTraffic(truth: Truth, instanceId: string, met: MetIndicator): void {
  const { traffic, matchedBy } = truthOf(truth, instanceId);
  matchedBy.add("flow");
  truth.earliestMs = Math.min(truth.earliestMs, met.startMs);
  const [start, end] = [new Date(met.startMs).toISOString(), new Date(met.endMs).toISOString()];
  if (traffic.firstSeen === null || start < traffic.firstSeen) traffic.firstSeen = start;
  if (traffic.lastSeen === null || end > traffic.lastSeen) traffic.lastSeen = end;
  if (!met.accepted) {
    traffic.rejected += 1;
    return;
  }
  traffic.flows += 1;
  let port = traffic.ports.find(
    (row) => row.protocol === met.protocol && row.port === met.service.port && row.servedBy === met.service.servedBy,
  );
  if (!port) {
    port = { protocol: met.protocol, ...met.service, bytesOut: 0, bytesIn: 0, flows: 0 };
    traffic.ports.push(port);
  }
  port.flows += 1;
  if (met.outbound) {
    traffic.bytesOut += met.bytes;
    traffic.packetsOut += met.packets;
    port.bytesOut += met.bytes;
  } else {
    traffic.bytesIn += met.bytes;
    traffic.packetsIn += met.packets;
    port.bytesIn += met.bytes;
  }
}

export function sumCalls(calls: readonly ApiCallV1[]): { calls: number; errors: number } {
  return calls.reduce((sum, { calls: n, errors }) => ({ calls: sum.calls + n, errors: sum.errors + errors }), {
    calls: 0,
    errors: 0,
  });
}
