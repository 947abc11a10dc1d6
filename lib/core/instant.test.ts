import fc from "fast-check";
import { expect, it } from "vitest";
import { parseInstant } from "@/lib/core/instant";

it.each([
  ["2026-03-01T22:10:00Z", Date.UTC(2026, 2, 1, 22, 10)],
  ["2026-03-01 22:10", Date.UTC(2026, 2, 1, 22, 10)],
  ["2026-03-01T22:10:00.1239+02:00", Date.UTC(2026, 2, 1, 20, 10, 0, 123)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["9999-12-31T23:59:59Z", Date.UTC(9999, 11, 31, 23, 59, 59)],
  ["1970-01-01T00:00:00Z", 0],
  ["2026-03-01 22:10:00.000 UTC", Date.UTC(2026, 2, 1, 22, 10)],
])("reads %s", (text, ms) => {
  expect(parseInstant(text)).toBe(ms);
});

it.each([
  "2026-02-29T00:00:00Z",
  "2026-02-30T10:00:00Z",
  "2026-04-31T10:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-00-10T00:00:00Z",
  "2026-03-00T00:00:00Z",
  "2026-03-01T24:00:00Z",
  "2026-03-01T24:00:01Z",
  "2026-03-01T25:00:00Z",
  "2026-03-01T10:60:00Z",
  "2026-03-01T10:00:60Z",
  "1969-12-31T23:59:59Z",
  "0000-01-01T00:00:00Z",
  "26-03-01T10:00:00Z",
  "",
  "now",
])("refuses %s", (text) => {
  expect(parseInstant(text)).toBeNull();
});

it("says of a time what it says of the same with thousandths, whatever was read before", () => {
  const part = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, "0"));
  const day = fc.tuple(fc.constantFrom("1969", "1970", "2024", "2026", "9999"), part(13), part(32));
  const clock = fc.tuple(part(25), part(61), part(61));
  fc.assert(
    fc.property(fc.array(fc.tuple(day, clock)), (times) => {
      for (const [days, clocks] of times) {
        const whole = `${days.join("-")}T${clocks.join(":")}`;
        expect(parseInstant(`${whole}Z`)).toBe(parseInstant(`${whole}.000Z`));
      }
    }),
  );
});
