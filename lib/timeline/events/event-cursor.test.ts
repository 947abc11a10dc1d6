import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENT_SOURCES } from "@/lib/timeline/events/event.types";
import { afterFor, compareEvents, readCursor, writeCursor } from "@/lib/timeline/events/event-cursor";

const place = fc.record({
  atMs: fc.nat(3),
  source: fc.constantFrom(...EVENT_SOURCES),
  fileId: fc.integer({ min: 1, max: 3 }),
  record: fc.integer({ min: 1, max: 3 }),
});

describe("a cursor", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(place, (at) => {
        expect(readCursor(writeCursor(at))).toEqual(at);
      }),
    );
  });

  it.each(["", "1", "1.4.1.1", "-1.0.1.1", "1.0.1.1 ", "1.0.9999999999.1", "1.0.1.1;--"])("refuses %j", (text) => {
    expect(readCursor(text)).toBeNull();
  });

  it("leaves, of every source, exactly the events that come after it", () => {
    fc.assert(
      fc.property(place, place, (cursor, event) => {
        const after = afterFor(event.source, cursor, 0);
        const isAfter =
          event.atMs > after.atMs ||
          (event.atMs === after.atMs &&
            (event.fileId > after.fileId || (event.fileId === after.fileId && event.record > after.record)));
        expect(isAfter).toBe(compareEvents(event, cursor) > 0);
      }),
    );
  });
});
