import type { ApiCallV1, InstanceV1, InvestigationV1, TrafficV1 } from "@/lib/investigate/document.types";
import type { CallTally, InstanceTruth, Truth } from "./truth";

type Counted = Pick<ApiCallV1, "eventSource" | "eventName" | "calls" | "errors">;

/** The parts of an instance that the incident's makers know, in the document's words and in an order that is fixed. */
export interface InstanceAnswers {
  instanceId: string;
  matchedBy: string[];
  interfaces: string[];
  traffic: TrafficV1;
  domains: { name: string; queries: number; resolvedToIndicator: boolean }[];
  roles: InstanceV1["roles"];
  apiCalls: Counted[];
  chainedSessions: { via: string; principalArn: string; accessKeyIds: string[]; apiCalls: Counted[] }[];
  offInstanceUse: InstanceV1["offInstanceUse"];
}

export interface Answers {
  indicator: string | null;
  window: InvestigationV1["window"];
  instances: InstanceAnswers[];
  unattributed: InvestigationV1["unattributed"];
  apiCallsFromIndicator: Counted[];
  earliestIndicator: { time: string; kind: string } | null;
}

const byKey =
  <T>(keyOf: (item: T) => string) =>
  (a: T, b: T) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;
const text = (value: string) => value;
const instant = (ms: number) => new Date(ms).toISOString();

function counted(calls: readonly Counted[]): Counted[] {
  return calls
    .map(({ eventSource, eventName, calls: count, errors }) => ({ eventSource, eventName, calls: count, errors }))
    .sort(byKey(({ eventSource, eventName }) => `${eventSource} ${eventName}`));
}

function fromTally(tally: CallTally): Counted[] {
  return counted(
    [...tally].map(([name, numbers]) => {
      const [eventSource, eventName] = name.split(" ") as [string, string];
      return { eventSource, eventName, ...numbers };
    }),
  );
}

function sortedTraffic(traffic: TrafficV1): TrafficV1 {
  const inUtc = (time: string | null) => (time === null ? null : new Date(time).toISOString());
  return {
    ...traffic,
    firstSeen: inUtc(traffic.firstSeen),
    lastSeen: inUtc(traffic.lastSeen),
    ports: traffic.ports.toSorted(byKey(({ protocol, port, servedBy }) => `${protocol} ${port} ${servedBy}`)),
  };
}

function instanceAnswers(instanceId: string, told: InstanceTruth): InstanceAnswers {
  return {
    instanceId,
    matchedBy: [...told.matchedBy].sort(),
    interfaces: [...told.interfaces].sort(),
    traffic: sortedTraffic(told.traffic),
    domains: [...told.queries]
      .map(([name, queries]) => ({ name, queries, resolvedToIndicator: told.resolvedToIndicator.has(name) }))
      .sort(byKey(({ name }) => name)),
    roles: [...told.keys]
      .map(([roleArn, keys]) => ({ roleArn, sessionName: instanceId, accessKeyIds: [...keys].sort() }))
      .sort(byKey(({ roleArn }) => roleArn)),
    apiCalls: fromTally(told.calls),
    chainedSessions: [...told.chained]
      .map(([via, { principalArn, keys, calls }]) => ({
        ...{ via, principalArn },
        ...{ accessKeyIds: [...keys].sort(), apiCalls: fromTally(calls) },
      }))
      .sort(byKey(({ via }) => via)),
    offInstanceUse: [...told.offInstance]
      .map(([sourceIp, { calls, keys, firstSeenMs, lastSeenMs }]) => ({
        ...{ sourceIp, calls, accessKeyIds: [...keys].sort() },
        ...{ firstSeen: instant(firstSeenMs), lastSeen: instant(lastSeenMs), basis: "known" as const },
      }))
      .sort(byKey(({ sourceIp }) => sourceIp)),
  };
}

/** The right answers on the incident: the instances to list, most bytes out first, and what was found of each. */
export function expectedAnswers(truth: Truth): Answers {
  const listed = [...truth.instances].filter(([, { matchedBy }]) => matchedBy.size > 0);
  return {
    indicator: truth.indicator,
    window: { from: instant(truth.span.firstMs), to: instant(truth.span.lastMs + 1000) },
    instances: listed
      .map(([instanceId, told]) => instanceAnswers(instanceId, told))
      .sort((a, b) => b.traffic.bytesOut - a.traffic.bytesOut || byKey(text)(a.instanceId, b.instanceId)),
    unattributed: [],
    apiCallsFromIndicator: fromTally(truth.callsFromIndicator),
    earliestIndicator: { time: instant(truth.earliest.atMs), kind: truth.earliest.kind },
  };
}

/** The same parts of a document. Order inside an instance is fixed here, since it is not what is compared. */
export function answersOf(document: InvestigationV1): Answers {
  const inUtc = (time: string) => new Date(time).toISOString();
  const earliest = document.earliestIndicator;
  return {
    indicator: document.indicator.ip,
    window: { from: inUtc(document.window.from ?? ""), to: inUtc(document.window.to ?? "") },
    instances: document.instances.map((instance) => ({
      instanceId: instance.instanceId,
      matchedBy: instance.matchedBy.toSorted(),
      interfaces: instance.interfaces.map(({ interfaceId }) => interfaceId).sort(),
      traffic: sortedTraffic(instance.traffic),
      domains: instance.domains
        .map(({ name, queries, resolvedToIndicator }) => ({ name, queries, resolvedToIndicator }))
        .sort(byKey(({ name }) => name)),
      roles: instance.roles
        .map(({ accessKeyIds, ...role }) => ({ ...role, accessKeyIds: accessKeyIds.toSorted() }))
        .sort(byKey(({ roleArn }) => roleArn)),
      apiCalls: counted(instance.apiCalls),
      chainedSessions: instance.chainedSessions
        .map(({ via, principalArn, accessKeyIds, apiCalls }) => ({
          ...{ via, principalArn },
          ...{ accessKeyIds: accessKeyIds.toSorted(), apiCalls: counted(apiCalls) },
        }))
        .sort(byKey(({ via }) => via)),
      offInstanceUse: instance.offInstanceUse
        .map((use) => ({
          ...use,
          ...{
            accessKeyIds: use.accessKeyIds.toSorted(),
            firstSeen: inUtc(use.firstSeen),
            lastSeen: inUtc(use.lastSeen),
          },
        }))
        .sort(byKey(({ sourceIp }) => sourceIp)),
    })),
    unattributed: document.unattributed,
    apiCallsFromIndicator: counted(document.apiCallsFromIndicator),
    earliestIndicator: earliest && { time: inUtc(earliest.time), kind: earliest.kind },
  };
}
