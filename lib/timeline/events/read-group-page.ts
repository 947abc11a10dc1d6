import { KeptAnswers } from "@/lib/core/kept-answers";
import { cutStretches } from "@/lib/timeline/events/cut-stretches";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { compareEvents, type EventPlace } from "@/lib/timeline/events/event-cursor";
import { type GroupPage, type GroupSource, pageGroups, placeOf } from "@/lib/timeline/events/page-groups";
import { type EventsAsked, type PageAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { readEventVolume } from "@/lib/timeline/events/read-event-volume";
import {
  cutAtPlaces,
  type ReadLater,
  readStretch,
  type Stretch,
  toStretch,
} from "@/lib/timeline/events/walk-stretches";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Records that are grouped together at most: reading and grouping them takes well under a second. */
const STRETCH_RECORDS = 20_000;
// A minute may hold more at one moment than evenly cut pieces of it should; so many are grouped all the same.
const MOST_READ = 50_000;

const readCounts = async ({ scope, tie }: EventsAsked) => (await readEventVolume(scope)).read(tie);

/** The stretches of time within which the events of a view are grouped. */
export async function groupStretches(asked: EventsAsked): Promise<Piece[]> {
  return cutStretches(asked.view, await readCounts(asked), STRETCH_RECORDS);
}

const KEPT = 100;
const keptCuts = new KeptAnswers<Stretch[]>(KEPT);

async function cut(asked: EventsAsked, piece: Piece, readLater: ReadLater): Promise<readonly Stretch[]> {
  const counts = await readCounts(asked);
  if (counts.records(counts.touching(piece)) <= MOST_READ) return [toStretch(piece)];
  const { caseId, revision, instanceId, ip } = asked.scope;
  const key = JSON.stringify([caseId, revision, instanceId, ip, asked.tie, asked.sources, asked.query, piece]);
  return keptCuts.get(key, () => cutAtPlaces(piece, MOST_READ, readLater));
}

async function sourceOf(asked: EventsAsked): Promise<GroupSource> {
  const readLater: ReadLater = (view, from, limit) =>
    readEventPage({ ...asked, view, direction: "later", from, limit });
  return {
    pieces: await groupStretches(asked),
    cut: (piece) => cut(asked, piece, readLater),
    readLater,
    most: MOST_READ,
  };
}

/** A page of rows of the table, each a group of events of one kind within its stretch of time. */
export async function readGroupPage(asked: PageAsked): Promise<GroupPage> {
  return pageGroups(await sourceOf(asked), asked);
}

/** The events of the group that begins with an event, beyond a place among them. */
export async function readGroupEvents(
  asked: EventsAsked,
  first: EventPlace,
  after: EventPlace | null,
  limit: number,
): Promise<{ events: FoundEvent[]; next: EventPlace | null }> {
  const source = await sourceOf(asked);
  const piece = source.pieces.find(({ fromMs, toMs }) => first.atMs >= fromMs && first.atMs < toMs);
  if (!piece) return { events: [], next: null };
  const stretches = await source.cut(piece);
  const stretch = stretches.find(({ upTo }) => compareEvents(first, upTo) <= 0) ?? toStretch(piece);
  const groups = await readStretch(piece, stretch, source.most, source.readLater);
  const group = groups.find(({ events }) => compareEvents(events[0], first) === 0);
  const events = (group?.events ?? []).filter((event) => after === null || compareEvents(event, after) > 0);
  const page = events.slice(0, limit);
  const last = page.at(-1);
  return { events: page, next: last && events.length > limit ? placeOf(last) : null };
}
