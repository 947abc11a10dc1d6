import fc from "fast-check";
import { expect, it } from "vitest";
import { EventSearch } from "@/lib/timeline/events/event-search";
import { eventSearchParams, readEventSearch } from "@/lib/timeline/events/read-event-search";

const values: Record<string, fc.Arbitrary<string>> = {
  tie: fc.constantFrom("all", "indicator", "ALL", ""),
  source: fc.constantFrom("flow", "dns,api", "api,flow,x", "", "none", "flow,flow"),
  q: fc.oneof(fc.string(), fc.string({ minLength: 195, maxLength: 205 })),
  group: fc.constantFrom("on", "off", "0"),
  sort: fc.constantFrom("time", "-time", "-bytes", "bytes"),
  at: fc.oneof(
    fc.date({ noInvalidDate: true, min: new Date(-1e12), max: new Date(4e12) }).map((date) => date.toISOString()),
    fc.constantFrom("2026-02-16", "2026-02-16T22:57:41Z", "2026-02-16T22:57+05:30", "2026-13-16T22:57:41Z", "now"),
    fc.constantFrom(
      "2026-02-30T00:00:00Z",
      "2026-02-16T24:00:00Z",
      "2026-02-16T22:57:41.1234567Z",
      "2026-02-16 22:57Z",
    ),
  ),
  open: fc.constantFrom("1771212990000.2.80.22", "1.9.1.1", "", "x"),
};
const urls = fc
  .record(values, { requiredKeys: [] })
  .map(
    (record) =>
      new URLSearchParams(Object.entries(record).filter(([, value]) => value !== undefined) as [string, string][]),
  );

it("reads a URL as the schema does", () => {
  fc.assert(
    fc.property(urls, (params) => {
      expect(readEventSearch(params)).toEqual(EventSearch.parse(Object.fromEntries(params)));
    }),
    { numRuns: 2000 },
  );
});

it("is written back to what reads the same", () => {
  fc.assert(
    fc.property(urls, (params) => {
      const search = readEventSearch(params);
      const written = Object.entries(eventSearchParams(search)).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      );
      const again = readEventSearch(new URLSearchParams(written));
      expect(again).toEqual({ ...search, at: undefined, open: undefined });
    }),
  );
});
