import { groupBy } from "@/lib/core/group-by";
import type { EventGroup, FoundEvent } from "@/lib/timeline/events/event.types";
import { groupKey } from "@/lib/timeline/events/group-key";
import { bytesOutOf, servicePort } from "@/lib/timeline/events/service-port";

/** What events have in common that stand in one row; null for one that always stands alone. */
function kindOf(event: FoundEvent): string | null {
  switch (event.source) {
    case "flow": {
      const { peerIp, protocol, action, outbound, hop } = event;
      const near = outbound === null ? event.nearIp : null;
      return JSON.stringify(["flow", peerIp, servicePort(event), protocol, action, outbound, hop, near]);
    }
    case "dns":
      return JSON.stringify(["dns", event.name, event.type, event.rcode]);
    case "api": {
      const { eventSource, eventName, roleArn, sessionName, errorCode, calledFrom, foreign, chained } = event;
      return JSON.stringify([eventSource, eventName, roleArn, sessionName, errorCode, calledFrom, foreign, chained]);
    }
    case "finding":
      return null;
  }
}

/** Events of one kind, in their order. */
export interface GroupedEvents {
  events: [FoundEvent, ...FoundEvent[]];
}

/** Puts events of one kind together; groups come in the order of their first events, as the events do. */
export function groupEvents(events: readonly FoundEvent[]): GroupedEvents[] {
  let alone = 0;
  const groups = groupBy(events, (event) => {
    const kind = kindOf(event);
    if (kind !== null) return kind;
    alone += 1;
    return alone;
  });
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [{ events: [first, ...others] }] : []));
}

/** What a row says of a group; undefined for a single event. */
export function summariseGroup({ events }: GroupedEvents): EventGroup | undefined {
  const last = events.at(-1);
  const key = groupKey(events[0]);
  if (!last || key === null || events.length < 2) return undefined;
  const bytes = events
    .flatMap((event) => (event.source === "flow" ? [bytesOutOf(event)] : []))
    .filter((n) => n !== null);
  return {
    key,
    count: events.length,
    lastMs: last.atMs,
    bytesOut: bytes.length === 0 ? null : bytes.reduce((sum, n) => sum + n, 0),
    rhythm: rhythmOf(events.map(({ atMs }) => atMs)),
  };
}

const FEWEST = 6;
const MOST_SPREAD = 0.15;

/**
 * How evenly moments (in order) follow each other: the median of the gaps, and the median distance of the gaps from it.
 * Null for fewer than six moments, or where that distance is over 15 % of the median.
 */
export function rhythmOf(moments: readonly number[]): EventGroup["rhythm"] {
  if (moments.length < FEWEST) return null;
  const gaps = moments.slice(1).map((ms, at) => ms - (moments[at] ?? ms));
  const everyMs = median(gaps);
  const spreadMs = median(gaps.map((gap) => Math.abs(gap - everyMs)));
  return everyMs > 0 && spreadMs <= everyMs * MOST_SPREAD ? { everyMs, spreadMs } : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
