import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENT_SOURCES } from "@/lib/timeline/events/event.types";
import { compareEvents, edgeFor, placeAt, readCursor, writeCursor } from "@/lib/timeline/events/event-cursor";

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

  it("parts the events of every source into those that come before it and those that come after it", () => {
    fc.assert(
      fc.property(place, place, (cursor, event) => {
        const edge = edgeFor(event.source, cursor);
        const side = event.atMs - edge.atMs || event.fileId - edge.fileId || event.record - edge.record;
        expect(Math.sign(side)).toBe(Math.sign(compareEvents(event, cursor)));
      }),
    );
  });

  it("of a moment stands before all its events", () => {
    fc.assert(fc.property(place, (event) => compareEvents(placeAt(event.atMs), event) < 0));
  });
});
