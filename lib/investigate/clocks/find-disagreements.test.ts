import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apartMs,
  type ClockFacts,
  disagreementText,
  distanceWords,
  findDisagreements,
  findingApart,
} from "@/lib/investigate/clocks/find-disagreements";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2026, 1, 16);
const span = (from: number, to: number) => ({ fromMs: T + from, toMs: T + to });
const none = { flow: null, dns: null, api: null };

function facts(
  part: Partial<ClockFacts["instances"][number]>,
  sources: Partial<ClockFacts["sources"]> = {},
): ClockFacts {
  return {
    sources: { ...none, ...sources },
    instances: [{ instanceId: "i-1", ...none, ranAtMs: null, terminatedAtMs: null, statedLaunchMs: null, ...part }],
  };
}
const kinds = (given: ClockFacts) =>
  findDisagreements(given).map(({ subject, kind, apartMs: apart }) => [subject, kind, apart]);

describe("where sources disagree about time", () => {
  it.each([
    ["records that overlap", { flow: span(0, HOUR), api: span(HOUR / 2, 3 * HOUR) }, []],
    ["records less than an hour apart", { flow: span(0, HOUR), dns: span(HOUR + 50 * MINUTE, 9 * HOUR) }, []],
    [
      "records that lie wholly apart",
      { flow: span(0, HOUR), api: span(13 * HOUR, 14 * HOUR) },
      [["i-1", "apart", 12 * HOUR]],
    ],
    ["flow records from its launch on", { flow: span(0, HOUR), ranAtMs: T - MINUTE }, []],
    [
      "flow records before its launch",
      { flow: span(0, HOUR), ranAtMs: T + 3 * HOUR },
      [["i-1", "before-launch", 3 * HOUR]],
    ],
    ["flow records for minutes after its end", { flow: span(0, HOUR), terminatedAtMs: T + 50 * MINUTE }, []],
    [
      "flow records after its end",
      { flow: span(0, 9 * HOUR), terminatedAtMs: T + HOUR },
      [["i-1", "after-end", 8 * HOUR]],
    ],
    ["a launch as it was called for", { ranAtMs: T, statedLaunchMs: T + 1000 }, []],
    [
      "a launch that is stated otherwise",
      { ranAtMs: T, statedLaunchMs: T - 48 * HOUR },
      [["i-1", "launch-stated-otherwise", 48 * HOUR]],
    ],
  ])("of %s", (_, part, expected) => {
    expect(kinds(facts(part))).toEqual(expected);
  });

  it("says once of all the evidence what is true of each instance too", () => {
    const sources = { flow: span(0, HOUR), api: span(48 * HOUR, 49 * HOUR) };
    expect(kinds(facts(sources, sources))).toEqual([["evidence", "apart", 47 * HOUR]]);
  });

  it("names a distance that a time zone would explain, with its sign, and no other", () => {
    const zone = (hours: number) =>
      findDisagreements(facts({ flow: span(0, 0), dns: span(hours * HOUR, hours * HOUR) }))[0]?.zoneMs;
    expect([2, -2, 5.5, 3.2, 26].map(zone)).toEqual([2 * HOUR, -2 * HOUR, 5.5 * HOUR, null, null]);
  });

  it("takes no gap between two spans for a clock that is off: both of their ends must say the same", () => {
    const shifted = (dns: { fromMs: number; toMs: number }) =>
      findDisagreements(facts({ flow: span(0, HOUR), dns }))[0]?.zoneMs;
    // Two hours lie between them, and neither begins nor ends as if it were the other two hours later.
    expect(shifted(span(3 * HOUR, 9 * HOUR))).toBeNull();
    expect(shifted(span(3 * HOUR, 4 * HOUR))).toBe(3 * HOUR);
    expect(shifted(span(3 * HOUR + MINUTE, 4 * HOUR - MINUTE))).toBe(3 * HOUR);
    const launch = facts({ ranAtMs: T, statedLaunchMs: T + 9 * HOUR });
    expect(findDisagreements(launch)[0]?.zoneMs).toBe(-9 * HOUR);
  });

  it("puts its numbers into words", () => {
    const [found] = findDisagreements(facts({ flow: span(12 * HOUR, 13 * HOUR), api: span(0, HOUR) }));
    expect(found && disagreementText(found)).toBe(
      "i-1: flow records (2026-02-16T12:00:00Z to 2026-02-16T13:00:00Z) lie after CloudTrail calls (2026-02-16T00:00:00Z to 2026-02-16T01:00:00Z) by 11 h; so far is a clock that shows another time zone, here 12 h ahead of the other's. What they tell is not joined across that distance.",
    );
    const [other] = findDisagreements(facts({ flow: span(0, HOUR), api: span(9 * HOUR, 90 * HOUR) }));
    expect(other && disagreementText(other)).toMatch(
      / lie before .* by 8 h; only their first and last times are compared/,
    );
    expect([distanceWords(90 * MINUTE), distanceWords(49 * HOUR), distanceWords(24 * HOUR + MINUTE)]).toEqual([
      "1 h 30 min",
      "2 d 1 h",
      "1 d 1 min",
    ]);
  });

  it("holds a finding against the traffic that was found for it", () => {
    expect(findingApart("i-1", span(0, HOUR), span(HOUR, 2 * HOUR))).toBeNull();
    expect(findingApart("i-1", span(0, HOUR), null)).toBeNull();
    expect(findingApart("i-1", span(0, HOUR), span(4 * HOUR, 5 * HOUR))).toMatchObject({
      apartMs: 3 * HOUR,
      zoneMs: 4 * HOUR,
    });
  });

  it("is silent about spans that meet, whatever they are", () => {
    const times = fc
      .record({ at: fc.nat(100), length: fc.nat(100) })
      .map(({ at, length }) => span(at * HOUR, (at + length) * HOUR));
    fc.assert(
      fc.property(times, times, (flow, api) => {
        const found = findDisagreements(facts({ flow, api }));
        expect(found.length > 0).toBe(apartMs(flow, api) > HOUR);
        for (const row of found) expect(row.apartMs).toBe(apartMs(flow, api));
      }),
    );
  });
});
