import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isZone, parseTime, timesIn } from "@/components/format/times";

const at = Date.parse("2026-02-16T22:57:41Z");

describe("timesIn", () => {
  it.each([
    ["UTC", "16 Feb 2026 22:57:41 UTC", "16 Feb 22:57:41"],
    ["Asia/Kolkata", "17 Feb 2026 04:27:41 +05:30", "17 Feb 04:27:41"],
    ["America/New_York", "16 Feb 2026 17:57:41 −05:00", "16 Feb 17:57:41"],
    ["Asia/Kathmandu", "17 Feb 2026 04:42:41 +05:45", "17 Feb 04:42:41"],
  ])("in %s", (zone, instant, dayClock) => {
    expect(timesIn(zone).instant(at)).toBe(instant);
    expect(timesIn(zone).dayClock(at)).toBe(dayClock);
  });

  it("tells the two hours of one name apart when clocks go back", () => {
    const berlin = timesIn("Europe/Berlin");
    expect(berlin.instant(Date.parse("2026-10-25T00:30:00Z"))).toBe("25 Oct 2026 02:30:00 +02:00");
    expect(berlin.instant(Date.parse("2026-10-25T01:30:00Z"))).toBe("25 Oct 2026 02:30:00 +01:00");
  });

  it("says of a span only what differs", () => {
    const times = timesIn("UTC");
    expect(times.span(Date.parse("2026-02-16T22:30Z"), Date.parse("2026-02-17T03:30Z"))).toBe(
      "16 Feb 2026 22:30 to 17 Feb 03:30",
    );
    expect(times.span(Date.parse("2026-02-16T01:00Z"), Date.parse("2026-02-16T03:30:05Z"))).toBe(
      "16 Feb 2026 01:00 to 03:30:05",
    );
    expect(timesIn("Asia/Tokyo").span(Date.parse("2025-12-31T14:00Z"), Date.parse("2025-12-31T16:00Z"))).toBe(
      "31 Dec 2025 23:00 to 1 Jan 2026 01:00",
    );
  });
});

describe("parseTime", () => {
  it.each([
    ["UTC", "2026-02-16 22:57:41", "2026-02-16T22:57:41Z"],
    ["UTC", "2026-02-16", "2026-02-16T00:00:00Z"],
    ["Asia/Kolkata", "2026-02-17T04:27", "2026-02-16T22:57:00Z"],
    ["Asia/Kolkata", "2026-02-16T22:57:41Z", "2026-02-16T22:57:41Z"],
    ["UTC", "2026-02-17 04:27:41+05:30", "2026-02-16T22:57:41Z"],
    ["Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z"],
    ["Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00Z"],
  ])("in %s: %s", (zone, typed, iso) => expect(parseTime(zone, typed)).toBe(Date.parse(iso)));

  it.each(["", "yesterday", "2026-02-30", "2026-13-01", "2026-02-16 25:00", "2026-02-16 22:61", "16 Feb", "99999"])(
    "refuses %j",
    (typed) => expect(parseTime("UTC", typed)).toBeNull(),
  );

  it("reads back what is shown, in every zone, but for the hour that comes twice", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const moments = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2030, 0) }).map((ms) => ms - (ms % 1000));
    fc.assert(
      fc.property(zones, moments, (zone, ms) => {
        const times = timesIn(zone);
        const back = parseTime(zone, times.typed(ms)) ?? Number.NaN;
        expect(times.typed(back)).toBe(times.typed(ms));
        if (times.offsetMinutes(ms - 12 * 3_600_000) === times.offsetMinutes(ms + 12 * 3_600_000))
          expect(back).toBe(ms);
      }),
    );
  });
});

describe("isZone", () => {
  it.each([
    ["UTC", true],
    ["Europe/Berlin", true],
    ["Mars/Olympus", false],
    ["", false],
    ["../../etc", false],
  ])("%s: %s", (text, known) => expect(isZone(text)).toBe(known));
});
