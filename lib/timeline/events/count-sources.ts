import type { EventSource, SourceCounts } from "@/lib/timeline/events/event.types";
import { MINUTE_MS, type MinuteCounts, type Minutes } from "@/lib/timeline/events/minute-counts";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { readEventVolume } from "@/lib/timeline/events/read-event-volume";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MOST_COUNTED = 5_000;

/**
 * How many events of each source a view has: whole minutes as counted once, the view's ends by reading them. Null with a
 * query, which nobody has counted, and where more stands at an end than is worth reading.
 */
export async function countSources(asked: EventsAsked): Promise<SourceCounts> {
  const count = async (source: EventSource): Promise<number | null> => {
    if (asked.query !== null) return null;
    // Findings are few: no roll-up has them.
    if (source === "finding") return countByReading(asked, source, [asked.view]);
    const broken = brokenMinutes(asked);
    const counts = (await readEventVolume(asked.scope)).of(source, asked.tie === "indicator");
    const rest = await countByReading(
      asked,
      source,
      [...broken].map((minute) => within(asked.view, minute)),
    );
    if (rest === null) return null;
    // What was read is not counted again.
    const read = [...broken].map((minute) => counts.records(minuteWithin(counts, asked.view, minute)));
    return counts.records(counts.within(asked.view)) - read.reduce((sum, records) => sum + records, 0) + rest;
  };
  const [flow, dns, api, finding] = await Promise.all([count("flow"), count("dns"), count("api"), count("finding")]);
  return { flow, dns, api, finding };
}

/** Minutes that the roll-up counts whole and the view, or the time an interface was the instance's, has a part of. */
function brokenMinutes({ view, scope }: EventsAsked): Set<number> {
  const ends = [view.fromMs, view.toMs, ...scope.holds.flatMap(({ fromMs, toMs }) => [fromMs, toMs])];
  const within = ends.filter((ms) => ms !== null && ms % MINUTE_MS !== 0 && ms >= view.fromMs && ms <= view.toMs);
  return new Set(within.map((ms) => Math.floor(Number(ms) / MINUTE_MS) * MINUTE_MS));
}

/** A minute by its start, where it lies whole in the view: none otherwise. */
function minuteWithin(counts: MinuteCounts, view: Piece, minuteMs: number): Minutes {
  const isWhole = minuteMs >= view.fromMs && minuteMs + MINUTE_MS <= view.toMs;
  return counts.within(isWhole ? { fromMs: minuteMs, toMs: minuteMs + MINUTE_MS } : { fromMs: 0, toMs: 0 });
}

function within({ fromMs, toMs }: Piece, minuteMs: number): Piece {
  return { fromMs: Math.max(fromMs, minuteMs), toMs: Math.min(toMs, minuteMs + MINUTE_MS) };
}

async function countByReading(
  asked: EventsAsked,
  source: EventSource,
  pieces: readonly Piece[],
): Promise<number | null> {
  let total = 0;
  for (const view of pieces) {
    const page = await readEventPage({
      ...{ ...asked, view, sources: [source] },
      ...{ direction: "later", from: null, limit: MOST_COUNTED },
    });
    if (page.next !== null) return null;
    total += page.events.length;
  }
  return total;
}
