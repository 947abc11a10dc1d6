import type { InstanceV1, TrafficV1 } from "@/lib/investigate/document.types";
import { INDICATOR } from "./world";

/** Calls and those of them that failed, by "eventSource eventName". */
export type CallTally = Map<string, { calls: number; errors: number }>;

/** Use of an instance's role session from one address that is not the instance's. */
export interface OffInstanceTruth {
  calls: number;
  keys: Set<string>;
  firstSeenMs: number;
  lastSeenMs: number;
}

/** A session that was obtained with an instance's own. */
export interface ChainedTruth {
  principalArn: string;
  keys: Set<string>;
  calls: CallTally;
}

/** The right answers on one instance, as the generator counted them while it made the events. */
export interface InstanceTruth {
  matchedBy: Set<InstanceV1["matchedBy"][number]>;
  /** Interfaces it held in the 48 hours. */
  interfaces: Set<string>;
  /** Traffic with the indicator. */
  traffic: TrafficV1;
  /** Queries this instance made, by name. */
  queries: Map<string, number>;
  /** Names that an answer to it gave the indicator for. */
  resolvedToIndicator: Set<string>;
  /** Role sessions: role ARN and the keys that called. */
  keys: Map<string, Set<string>>;
  calls: CallTally;
  /** By the address that called. */
  offInstance: Map<string, OffInstanceTruth>;
  /** By the id of the event that issued the key. */
  chained: Map<string, ChainedTruth>;
}

/** What a right reading of the incident says, gathered apart from any code that reads it. */
export interface Truth {
  indicator: string;
  /** Every instance, met or not; those with a reason in `matchedBy` are the ones to list. */
  instances: Map<string, InstanceTruth>;
  files: Map<string, { records: number; duplicates: number; rejected: number }>;
  callsFromIndicator: CallTally;
  /** Times of the first and the last readable record of any log. */
  span: { firstMs: number; lastMs: number };
  /** The first record that ties anything to the indicator. */
  earliest: { atMs: number; kind: "flow" | "dns" | "api" | "finding" };
}

export function newTruth(): Truth {
  return {
    indicator: INDICATOR,
    instances: new Map(),
    files: new Map(),
    callsFromIndicator: new Map(),
    span: { firstMs: Number.POSITIVE_INFINITY, lastMs: Number.NEGATIVE_INFINITY },
    earliest: { atMs: Number.POSITIVE_INFINITY, kind: "flow" },
  };
}

export function truthOf(truth: Truth, instanceId: string): InstanceTruth {
  const known = truth.instances.get(instanceId);
  if (known) return known;
  const traffic: TrafficV1 = {
    ...{ bytesOut: 0, bytesIn: 0, packetsOut: 0, packetsIn: 0, flows: 0, rejected: 0 },
    ...{ unknownBytes: 0, unknownAction: 0, firstSeen: null, lastSeen: null, ports: [] },
  };
  const made: InstanceTruth = {
    matchedBy: new Set(),
    interfaces: new Set(),
    traffic,
    queries: new Map(),
    resolvedToIndicator: new Set(),
    keys: new Map(),
    calls: new Map(),
    offInstance: new Map(),
    chained: new Map(),
  };
  truth.instances.set(instanceId, made);
  return made;
}

/** Notes that a record ties something to the indicator; the first of all is kept. */
export function tieToIndicator(truth: Truth, kind: Truth["earliest"]["kind"], atMs: number): void {
  if (atMs < truth.earliest.atMs) truth.earliest = { atMs, kind };
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
  tieToIndicator(truth, "flow", met.startMs);
  const [start, end] = [new Date(met.startMs).toISOString(), new Date(met.endMs).toISOString()];
  if (traffic.firstSeen === null || start < traffic.firstSeen) traffic.firstSeen = start;
  if (traffic.lastSeen === null || end > traffic.lastSeen) traffic.lastSeen = end;
  if (!met.accepted) {
    traffic.rejected += 1;
    return;
  }
  traffic.flows += 1;
  const { service, protocol } = met;
  let port = traffic.ports.find(
    (row) => row.protocol === protocol && row.port === service.port && row.servedBy === service.servedBy,
  );
  if (!port) {
    port = { protocol, ...service, bytesOut: 0, bytesIn: 0, flows: 0 };
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

export function tally(calls: CallTally, call: { eventSource: string; eventName: string; errorCode?: string }): void {
  const name = `${call.eventSource} ${call.eventName}`;
  const known = calls.get(name) ?? { calls: 0, errors: 0 };
  calls.set(name, { calls: known.calls + 1, errors: known.errors + (call.errorCode === undefined ? 0 : 1) });
}

/** Counts a call that an instance's own role session made, wherever it came from. */
export function countOwnCall(
  truth: Truth,
  instanceId: string,
  call: { eventSource: string; eventName: string; errorCode?: string; roleArn: string; accessKeyId: string },
): void {
  const told = truthOf(truth, instanceId);
  told.keys.set(call.roleArn, (told.keys.get(call.roleArn) ?? new Set()).add(call.accessKeyId));
  tally(told.calls, call);
}
