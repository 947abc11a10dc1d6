import { describe, expect, it } from "vitest";
import { readQuery } from "@/lib/search/read-query";
import { domainQuery } from "@/lib/timeline/first-seen/domain-query";
import { type FirstSeen, isEnough } from "@/lib/timeline/first-seen/first-seen.types";
import { historyBefore } from "@/lib/timeline/first-seen/history-before";
import { registeredDomain } from "@/lib/timeline/first-seen/registered-domain";
import { seenWords } from "@/lib/timeline/first-seen/seen-words";

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 1, 16);

describe("historyBefore", () => {
  const everyHour = new Map(Array.from({ length: 72 }, (_, at) => [T0 / HOUR + at, 10]));

  it.each([
    ["whole hours before the moment's own", 30 * HOUR + 1, [], { days: 30 / 24, events: 300 }],
    ["nothing before the first record", 0, [], { days: 0, events: 0 }],
    [
      "without the time that was not recorded",
      48 * HOUR,
      [{ fromMs: T0 - HOUR, toMs: T0 + 24 * HOUR, state: "absent" as const }],
      { days: 1, events: 480 },
    ],
  ])("counts %s", (_, ms, gaps, history) => {
    expect(historyBefore({ hours: everyHour, gaps }, T0 + ms)).toEqual(history);
  });

  it.each([
    [{ days: 0.99, events: 5000 }, false],
    [{ days: 3, events: 19 }, false],
    [{ days: 1, events: 20 }, true],
  ])("of %j is enough: %s", (history, enough) => {
    expect(isEnough(history)).toBe(enough);
  });
});

describe("seenWords", () => {
  const seen: FirstSeen = {
    ...{ kind: "peer", value: "198.51.100.7", firstMs: T0, verdict: "first" },
    history: { days: 3.19, events: 12_345 },
  };
  const finding = { atMs: T0 + 42_000, name: "the first finding" };

  it("tells when, from what, and the days and records behind it", () => {
    expect(seenWords(seen, T0, finding)).toBe(
      "Peer 198.51.100.7: first seen here, 42 s before the first finding; never in 3.1 days (12,345 records) of flow logs before.",
    );
    expect(seenWords(seen, T0 + 2 * HOUR, null)).toContain("first seen 2 h before this; never in");
  });

  it("has no verdict below the least history", () => {
    const short: FirstSeen = { ...seen, verdict: "no-baseline", history: { days: 3.9 / 24, events: 1 } };
    expect(seenWords(short, T0, finding)).toBe(
      "Peer 198.51.100.7: first seen here; no baseline: 3 h and 1 record of flow logs before, 24 h and 20 needed.",
    );
  });
});

describe("a registered domain", () => {
  it.each([
    ["a.b.example.co.uk", "example.co.uk"],
    ["example.com", "example.com"],
    ["co.uk", null],
    ["10.1.2.3", null],
    ["_dmarc.example.org", "example.org"],
  ])("of %s is %s", (name, domain) => {
    expect(registeredDomain(name)).toBe(domain);
  });

  it.each(["example.co.uk", 'odd"na\\me.example', "-x.example", "(a OR b).example"])(
    "can be looked for: %s",
    (domain) => {
      expect(readQuery(domainQuery(domain)).mistakes).toEqual([]);
    },
  );
});
