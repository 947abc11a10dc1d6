import { describe, expect, it } from "vitest";
import { DomainWindows, type NameHour } from "@/lib/detect/names/domain-windows";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 1, 17);
const ASKING = { subject: "i-0123456789abcdef0", instanceId: "i-0123456789abcdef0" };

function asked(hour: number, more: Partial<NameHour> = {}): NameHour {
  const hourMs = START + hour * HOUR;
  const place = [hourMs + 1, 1, hour + 1, 7] as const;
  return { hourMs, queries: 1, texts: 0, missing: false, resolved: true, place, lastMs: hourMs + 2, ...more };
}

function lookupsOf(names: readonly (readonly NameHour[])[], least = 1) {
  const windows = new DomainWindows(least);
  for (const [n, hours] of names.entries()) windows.add("site.example", `n${n}`, hours);
  return windows.lookups(ASKING)[0];
}

describe("names under a domain", () => {
  it("count as many as came within one day, not over all evidence", () => {
    const slow = lookupsOf(
      Array.from({ length: 60 }, (_, n) => [asked(n * 12)]),
      50,
    );
    expect(slow).toMatchObject({ names: 2, namesInAll: 60 });
    const quick = lookupsOf(Array.from({ length: 60 }, (_, n) => [asked(15 + Math.floor(n / 4))]));
    expect(quick).toMatchObject({ names: 60, namesInAll: 60, once: 60 });
    expect(lookupsOf([[asked(1)], [asked(2)]], 3)).toBeUndefined();
  });

  it("count once however often they are asked about within the day", () => {
    const often = lookupsOf([[asked(1), asked(2), asked(5)], [asked(3)]]);
    expect(often).toMatchObject({ names: 2, once: 1, queries: 4 });
  });

  it("are missing where every answer of the day said so, and resolved where one did", () => {
    const mixed = lookupsOf([
      [asked(1, { missing: true, resolved: false }), asked(2)],
      [asked(1, { missing: true, resolved: false })],
    ]);
    expect(mixed).toMatchObject({ missing: 1, resolved: 1 });
  });

  it("reach from the first to the last day with as many as asked for", () => {
    const days = [0, 24 * 9].flatMap((from) => Array.from({ length: 5 }, (_, n) => [asked(from + n)]));
    const far = lookupsOf([...days, [asked(24 * 30)]], 5);
    expect(far).toMatchObject({ names: 5, firstMs: START + 1, lastMs: START + (24 * 9 + 4) * HOUR + 2 });
  });
});
