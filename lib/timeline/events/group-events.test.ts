import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { groupEvents, rhythmOf, summariseGroup } from "@/lib/timeline/events/group-events";
import { groupKey } from "@/lib/timeline/events/group-key";

const every = (everyMs: number, count: number, off: (n: number) => number = () => 0) =>
  Array.from({ length: count }, (_, n) => 1_000_000 + n * everyMs + off(n));

describe("rhythmOf", () => {
  it.each([
    ["even", every(300_000, 20), { everyMs: 300_000, spreadMs: 0 }],
    [
      "with some seconds more or less",
      every(300_000, 21, (n) => (n % 2) * 20_000),
      { everyMs: 300_000, spreadMs: 20_000 },
    ],
    ["with one long pause", [...every(60_000, 10), 9_000_000], { everyMs: 60_000, spreadMs: 0 }],
    ["too few to tell", every(300_000, 5), null],
    ["all at once", every(0, 30), null],
    ["at any time", [0, 1, 100, 110, 500, 900, 3_000].map((n) => n * 1000), null],
  ])("of moments %s", (_, moments, rhythm) => {
    expect(rhythmOf(moments)).toEqual(rhythm);
  });
});

const event = fc
  .record({ atMs: fc.nat(50), name: fc.constantFrom("a", "b"), rcode: fc.constantFrom("NOERROR", "NXDOMAIN") })
  .map(
    ({ atMs, name, rcode }, record = 0): FoundEvent => ({
      ...{ source: "dns", atMs, name, rcode, type: "A", answers: [], answerCount: 0, withIndicator: false },
      ...{ fileId: 1, record },
    }),
  );

describe("groupEvents", () => {
  it("puts every event into one group of its kind, in order", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const sorted = events.sort((a, b) => a.atMs - b.atMs);
        const groups = groupEvents(sorted);
        expect(groups.reduce((sum, group) => sum + group.events.length, 0)).toBe(events.length);
        const firsts = groups.map((group) => sorted.indexOf(group.events[0]));
        expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
        for (const group of groups) {
          expect(new Set(group.events.map((row) => row.source === "dns" && `${row.name} ${row.rcode}`)).size).toBe(1);
          expect(summariseGroup(group)?.count ?? 1).toBe(group.events.length);
          expect(new Set(group.events.map(groupKey)).size).toBe(1);
        }
      }),
    );
  });
});

describe("groupKey", () => {
  const call: FoundEvent = {
    ...{ source: "api", atMs: 1, withIndicator: false, fileId: 1, record: 1, eventSource: "sts.amazonaws.com" },
    ...{ eventName: "AssumeRole", region: "eu-west-1", errorCode: null, calledFrom: "198.51.100.7", roleArn: null },
    ...{ sessionName: null, accessKeyId: null, foreign: false, chained: false },
  };

  it("depends on what the record says, not on what other evidence makes of it", () => {
    expect(groupKey({ ...call, foreign: true, chained: true, fileId: 9, record: 3, atMs: 7 })).toBe(groupKey(call));
    expect(groupKey({ ...call, errorCode: "AccessDenied" })).not.toBe(groupKey(call));
  });
});
