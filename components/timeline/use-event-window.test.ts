import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf } from "@/components/timeline/event-place";
import { extended } from "@/components/timeline/use-event-window";
import type { EventRow, EventWindow } from "@/lib/timeline/events/event.types";

const ALL = 9_000;
const row = (record: number): EventRow => ({
  ...{ source: "finding", atMs: record * 1000, withIndicator: true, type: "t", lastSeenMs: 0, remoteIps: [] },
  evidence: { fileId: 1, fileName: "f", sha256: "", record },
});

/** What a server with rows 1 to ALL answers beyond a place. */
function answer(way: "earlier" | "later", cursor: string, rows: number): EventWindow {
  const at = Number(cursor.split(".")[3]);
  const first = way === "later" ? at + 1 : Math.max(1, at - rows);
  const last = way === "later" ? Math.min(ALL, at + rows) : at - 1;
  const found = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => row(first + n));
  const ends = [found[0] && first > 1 ? placeOf(found[0]) : null, last < ALL ? placeOf(row(last)) : null] as const;
  return { rows: found, earlier: ends[0], later: ends[1] };
}

describe("a window of rows that is extended", () => {
  it("stays one stretch without holes, bounded, and can be read on at both ends", () => {
    const steps = fc.array(
      fc.record({ way: fc.constantFrom("earlier", "later"), rows: fc.integer({ min: 1, max: 400 }) }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: ALL - 1 }), steps, (start, reads) => {
        let window = answer("later", placeOf(row(start)), 200);
        for (const { way, rows } of reads) {
          const cursor = window[way as "earlier" | "later"];
          if (cursor !== null)
            window = extended(window, answer(way as "earlier" | "later", cursor, rows), way as "earlier" | "later");
          const numbers = window.rows.map(({ evidence }) => evidence.record);
          expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
          expect(numbers.length).toBeLessThanOrEqual(2_000);
          if (window.earlier === null) expect(numbers[0]).toBeLessThanOrEqual(Math.max(1, start + 1));
          if ((numbers.at(-1) ?? 0) < ALL) expect(window.later).not.toBeNull();
        }
      }),
      { numRuns: 40 },
    );
  });
});
