import type { Query } from "@/lib/search/query.types";
import { EVENT_SOURCES, type EventSource, type FoundEvent } from "@/lib/timeline/events/event.types";
import {
  compareEvents,
  type Direction,
  type Edge,
  type EventPlace,
  edgeFor,
  placeAt,
} from "@/lib/timeline/events/event-cursor";
import { readApiEvents } from "@/lib/timeline/events/read-api-events";
import { readDnsEvents } from "@/lib/timeline/events/read-dns-events";
import { readFindingEvents } from "@/lib/timeline/events/read-finding-events";
import { readIndicatorFlows, readInterfaceFlows } from "@/lib/timeline/events/read-flow-events";
import type { SourceFound, SourceRead } from "@/lib/timeline/events/source-read";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Which events of an instance are meant. */
export interface EventsAsked {
  scope: InstanceScope;
  view: Piece;
  tie: "indicator" | "all";
  sources: readonly EventSource[];
  query: Query | null;
}

export interface PageAsked extends EventsAsked {
  direction: Direction;
  /** Events beyond this place; null: from the beginning of the view, or backwards from its end. */
  from: EventPlace | null;
  limit: number;
}

export interface EventPage {
  /** In the order of reading. */
  events: FoundEvent[];
  /** Where to read on in the same direction; null at the end. With a query, a page may be short and go on. */
  next: EventPlace | null;
}

const READERS: Record<EventSource, (read: SourceRead) => Promise<SourceFound>> = {
  flow: async (read) => {
    if (read.tied) return readIndicatorFlows(read);
    const [own, hops] = await Promise.all([readInterfaceFlows(read), readIndicatorFlows(read, true)]);
    return merged([own, hops], read.direction);
  },
  dns: readDnsEvents,
  api: readApiEvents,
  finding: readFindingEvents,
};

/** A page of an instance's events, of every source asked for, in order of time, source, file and record. */
export async function readEventPage(asked: PageAsked): Promise<EventPage> {
  const { scope, view, tie, sources, query, direction, limit } = asked;
  const from = asked.from ?? placeAt(direction === "later" ? view.fromMs : view.toMs);
  const found = await Promise.all(
    EVENT_SOURCES.filter((source) => sources.includes(source)).map(async (source) => {
      const { rows, end } = await READERS[source]({
        ...{ scope, direction, fromMs: view.fromMs, toMs: view.toMs, tied: tie === "indicator", query },
        edge: edgeFor(source, from),
        // One more than a page: whether there is a next one.
        limit: limit + 1,
      });
      return { rows, end: end && { ...end, source } };
    }),
  );
  return joinSources(found, direction, limit);
}

/** A page of what several sources gave, as far as all of them were read. */
export function joinSources<Event extends FoundEvent>(
  found: readonly { rows: readonly Event[]; end: EventPlace | null }[],
  direction: Direction,
  limit: number,
): { events: Event[]; next: EventPlace | null } {
  const way = direction === "later" ? 1 : -1;
  const order = (a: EventPlace, b: EventPlace) => way * compareEvents(a, b);
  // Beyond the place that any source was read to, the others' events must wait.
  const [bound] = found.flatMap(({ end }) => (end ? [end] : [])).sort(order);
  const events = found
    .flatMap(({ rows }) => rows)
    .filter((event) => !bound || order(event, bound) <= 0)
    .sort(order);
  const page = events.slice(0, limit);
  return { events: page, next: events.length > limit ? placeOf(page.at(-1)) : (bound ?? null) };
}

function placeOf(event: FoundEvent | undefined): EventPlace | null {
  return event ? { atMs: event.atMs, source: event.source, fileId: event.fileId, record: event.record } : null;
}

/** What two readers of one source found, as far as both of them looked. */
function merged([one, other]: readonly [SourceFound, SourceFound], direction: Direction): SourceFound {
  if (other.rows.length === 0 && other.end === null) return one;
  const way = direction === "later" ? 1 : -1;
  const order = (a: Edge, b: Edge) => way * (a.atMs - b.atMs || a.fileId - b.fileId || a.record - b.record);
  const [end = null] = [one, other].flatMap((part) => (part.end ? [part.end] : [])).sort(order);
  const rows = [...one.rows, ...other.rows].filter((event) => end === null || order(event, end) <= 0);
  return { rows: rows.sort(order), end };
}
