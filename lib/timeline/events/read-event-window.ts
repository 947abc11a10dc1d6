import { KeptAnswers } from "@/lib/core/kept-answers";
import type { ReadQuery } from "@/lib/search/query.types";
import { countSources } from "@/lib/timeline/events/count-sources";
import type { EventRow, EventStart, EventWindow, FoundEvent, GroupRows } from "@/lib/timeline/events/event.types";
import { type Direction, type EventPlace, placeAt, writeCursor } from "@/lib/timeline/events/event-cursor";
import type { EventSearch } from "@/lib/timeline/events/event-search";
import { summariseGroup } from "@/lib/timeline/events/group-events";
import { nameEvents } from "@/lib/timeline/events/name-events";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { groupStretches, readGroupEvents, readGroupPage } from "@/lib/timeline/events/read-group-page";
import { type BytesPlace, readLargestFlows } from "@/lib/timeline/events/read-largest-flows";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";
import { readCaseQuery } from "@/lib/timeline/search/read-case-query";

const PAGE_ROWS = 200;
// Around a moment: what came before it is in sight when scrolling up, without a question.
const ROWS_BEFORE = 60;

export interface WindowAsked {
  scope: InstanceScope;
  view: Piece;
  search: EventSearch;
  /** Rows after or before a place, or below so many bytes; else around the moment that the search names, else where the order begins. */
  after?: EventPlace | undefined;
  before?: EventPlace | undefined;
  below?: BytesPlace | undefined;
  limit?: number | undefined;
}

type Asked = Pick<WindowAsked, "scope" | "view" | "search">;

/** Which events a search means, its query read for the case. */
export async function toEventsAsked(asked: Asked): Promise<EventsAsked> {
  return eventsOf(asked, await readCaseQuery(asked.scope.caseId, asked.search.q));
}

function eventsOf({ scope, view, search }: Asked, { query }: ReadQuery): EventsAsked {
  return { scope, view, tie: search.tie, sources: search.source, query };
}

interface Part {
  rows: { event: FoundEvent; group: EventRow["group"] }[];
  next: EventPlace | null;
}

async function readPart(asked: ReadAsked, direction: Direction, from: EventPlace | null, limit: number): Promise<Part> {
  const page = { ...eventsOf(asked, asked.read), direction, from, limit };
  if (asked.search.group === "off") {
    const { events, next } = await readEventPage(page);
    return { rows: events.map((event) => ({ event, group: undefined })), next };
  }
  const { groups, next } = await readGroupPage(page);
  return { rows: groups.map((group) => ({ event: group.events[0], group: summariseGroup(group) })), next };
}

async function toRows(asked: WindowAsked, part: Part["rows"]): Promise<EventRow[]> {
  const named = await nameEvents(
    asked.scope,
    part.map(({ event }) => event),
  );
  return named.map((event, at): EventRow => {
    const group = part[at]?.group;
    return group ? { ...event, group } : event;
  });
}

// A query with a mistake is not searched for at all: rows of its better half would read as an answer to it.
const NOTHING: EventWindow = { rows: [], earlier: null, later: null };
const UNCOUNTED = { flow: null, dns: null, api: null, finding: null };

const KEPT = 100;
const keptWindows = new KeptAnswers<EventWindow>(KEPT);
const keptStarts = new KeptAnswers<EventStart>(KEPT);

/** With its query as it was read for the case. */
type ReadAsked = WindowAsked & { read: ReadQuery };

async function withQuery(asked: WindowAsked): Promise<ReadAsked> {
  return { ...asked, read: await readCaseQuery(asked.scope.caseId, asked.search.q) };
}

/** All that rows depend on: the evidence by its revision, and the question, with what people marked where it asks for that. */
function keyOf({ scope, ...question }: ReadAsked): string {
  const { caseId, revision, instanceId, ip } = scope;
  return JSON.stringify([caseId, revision, instanceId, ip, question]);
}

const cursor = (place: EventPlace | null) => (place ? writeCursor(place) : null);

/**
 * Rows of the table of events: where its order begins, around a moment, or beyond one of the ends it has. Read once a
 * revision in this process.
 */
export async function readEventWindow(asked: WindowAsked): Promise<EventWindow> {
  const read = await withQuery(asked);
  return keptWindows.get(keyOf(read), () => readWindow(read));
}

async function readWindow(asked: ReadAsked): Promise<EventWindow> {
  const { search, view, after, before, limit = PAGE_ROWS } = asked;
  if (asked.read.mistakes.length > 0) return NOTHING;
  const at = search.at ?? search.open?.atMs;
  if (search.sort === "-bytes") return readByBytes(asked, limit);
  if (after) {
    const { rows, next } = await readPart(asked, "later", after, limit);
    return { rows: await toRows(asked, rows), earlier: writeCursor(after), later: cursor(next) };
  }
  const fromEnd = search.sort === "-time" && at === undefined;
  if (before || fromEnd) {
    const { rows, next } = await readPart(asked, "earlier", before ?? null, limit);
    return {
      rows: await toRows(asked, rows.reverse()),
      earlier: cursor(next),
      later: before ? writeCursor(before) : null,
    };
  }
  if (at === undefined || at <= view.fromMs) {
    const { rows, next } = await readPart(asked, "later", null, limit);
    return { rows: await toRows(asked, rows), earlier: null, later: cursor(next) };
  }
  const place = placeAt(Math.min(at, view.toMs));
  const [past, coming] = await Promise.all([
    readPart(asked, "earlier", place, ROWS_BEFORE),
    readPart(asked, "later", place, limit - ROWS_BEFORE),
  ]);
  const rows = await toRows(asked, [...past.rows.reverse(), ...coming.rows]);
  return { rows, earlier: cursor(past.next), later: cursor(coming.next) };
}

async function readByBytes(asked: ReadAsked, limit: number): Promise<EventWindow> {
  const { events, next } = await readLargestFlows(eventsOf(asked, asked.read), asked.below ?? null, limit);
  return {
    rows: await nameEvents(asked.scope, events),
    earlier: null,
    later: next ? `${next.bytes}:${writeCursor({ ...next, source: "flow" })}` : null,
  };
}

/** The first rows of a search, with how many events there are. Read once a revision in this process. */
export async function readEventStart(asked: WindowAsked): Promise<EventStart> {
  const read = await withQuery(asked);
  return keptStarts.get(keyOf(read), () => readStart(read));
}

async function readStart(asked: ReadAsked): Promise<EventStart> {
  const { mistakes } = asked.read;
  if (mistakes.length > 0) return { ...NOTHING, counts: UNCOUNTED, view: asked.view, stretches: 0, mistakes };
  const events = eventsOf(asked, asked.read);
  const isGrouped = asked.search.group === "on" && asked.search.sort !== "-bytes";
  const [window, counts, stretches] = await Promise.all([
    readWindow(asked),
    countSources(events),
    isGrouped ? groupStretches(events) : [],
  ]);
  return { ...window, counts, view: asked.view, stretches: stretches.length, mistakes };
}

/** A page of the events of the group that begins with an event. */
export async function readGroupRows(
  asked: EventsAsked,
  first: EventPlace,
  after: EventPlace | null,
): Promise<GroupRows> {
  const { events, next } = await readGroupEvents(asked, first, after, PAGE_ROWS);
  return { rows: await nameEvents(asked.scope, events), next: cursor(next) };
}
