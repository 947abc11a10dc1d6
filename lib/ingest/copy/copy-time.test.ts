import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyTime, isStorableTime } from "@/lib/ingest/copy/copy-time";

describe("the text of a time", () => {
  it.each([0, 999, 951_782_400_000, 1_772_409_600_000, 1_772_495_999_999, 253_402_300_799_999])(
    "is that of the date: %i",
    (ms) => expect(copyTime(ms)).toBe(new Date(ms).toISOString()),
  );

  it("is that of the date for every storable time", () => {
    fc.assert(
      fc.property(fc.nat({ max: 253_402_300_799_999 }), (ms) => {
        expect(isStorableTime(ms)).toBe(true);
        expect(copyTime(ms)).toBe(new Date(ms).toISOString());
      }),
    );
  });

  it("leaves a part of a millisecond out", () =>
    expect(copyTime(1_772_409_600_000.75)).toBe("2026-03-02T00:00:00.000Z"));
});
