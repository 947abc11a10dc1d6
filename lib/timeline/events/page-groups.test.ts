import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { compareEvents, type Direction, type EventPlace, writeCursor } from "@/lib/timeline/events/event-cursor";
import { type GroupSource, pageGroups, placeOf } from "@/lib/timeline/events/page-groups";
import { cutAtPlaces, type ReadLater } from "@/lib/timeline/events/walk-stretches";

const END = 40;
const PIECES = [
  { fromMs: 0, toMs: 10 },
  { fromMs: 10, toMs: END },
];

// Few moments, files and kinds: most events share their instant with others, and their kind.
const event = fc
  .record({
    atMs: fc.constantFrom(0, 9, 10, 11, 39),
    fileId: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom("a", "b"),
  })
  .map(
    (of): FoundEvent => ({
      ...{ source: "dns", rcode: "NOERROR", type: "A", answers: [], answerCount: 0, withIndicator: false, record: 0 },
      ...of,
    }),
  );
const evidence = fc
  .array(event, { maxLength: 60 })
  .map((events) => events.map((of, at) => ({ ...of, record: at + 1 })).sort(compareEvents));

function readerOf(events: readonly FoundEvent[]): ReadLater {
  return async ({ fromMs, toMs }, from, limit) => {
    const rest = events.filter(
      (of) => of.atMs >= fromMs && of.atMs < toMs && (from === null || compareEvents(of, from) > 0),
    );
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return { events: page, next: last && rest.length > limit ? placeOf(last) : null };
  };
}

async function walk(source: GroupSource, direction: Direction, limit: number): Promise<FoundEvent[][]> {
  const groups: FoundEvent[][] = [];
  let from: EventPlace | null = null;
  do {
    const page = await pageGroups(source, { direction, from, limit });
    expect(page.groups.length).toBeLessThanOrEqual(limit);
    groups.push(...page.groups.map(({ events }) => events));
    from = page.next;
  } while (from !== null);
  return groups;
}

describe("pageGroups", () => {
  it("gives each event once in pages of any size, however many stand at one moment", async () => {
    const sizes = fc.record({ most: fc.integer({ min: 1, max: 9 }), limit: fc.integer({ min: 1, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(evidence, sizes, async (events, { most, limit }) => {
        const readLater = readerOf(events);
        const source: GroupSource = {
          pieces: PIECES,
          cut: (piece) => cutAtPlaces(piece, most, readLater),
          readLater,
          most,
        };
        const later = await walk(source, "later", limit);
        expect(later.flat().sort(compareEvents).map(writeCursor)).toEqual(events.map(writeCursor));
        expect(later.every((group) => group.length <= most)).toBe(true);
        expect(await walk(source, "earlier", limit)).toEqual(later.reverse());
      }),
    );
  });
});
