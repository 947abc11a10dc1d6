import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIRST_ROWS, inTurns, rowsNext } from "@/lib/detect/inputs/channel-turns";

const MEGABYTE = 1 << 20;
const rowsOf = (count: number, length: number) => Array.from({ length: count }, () => ({ moments: { length } }));

/** Contacts that are fetched once all of them are of a size. */
function settled(length: number): number {
  let wanted = FIRST_ROWS;
  for (let turn = 0; turn < 20; turn++) wanted = rowsNext(wanted, rowsOf(wanted, length));
  return wanted;
}

describe("contacts with their moments", () => {
  it("are fetched by the hundred where they are small, and by the megabyte where they are large", () => {
    expect(settled(900)).toBe(500);
    expect(settled(0)).toBe(500);
    for (const length of [20_000, 300_000, 3 * MEGABYTE])
      expect(settled(length) * length).toBeLessThanOrEqual(Math.max(2 * MEGABYTE, length));
    expect(rowsNext(500, rowsOf(500, 3 * MEGABYTE))).toBe(1);
  });

  it("are looked at in their order, each once, as few at a time as memory wants", () => {
    const lengths = fc.array(fc.oneof(fc.nat(2000), fc.nat(3 * MEGABYTE)), { maxLength: 200 });
    fc.assert(
      fc.property(lengths, (list) => {
        const rows = list.map((length) => ({ moments: { length } }));
        const turns = [...inTurns(rows)];
        expect(turns.flat()).toEqual(rows);
        for (const some of turns) {
          const bytes = some.reduce((sum, { moments }) => sum + moments.length, 0);
          expect(some.length).toBeGreaterThan(0);
          expect(some.length).toBeLessThanOrEqual(25);
          expect(some.length === 1 || bytes <= MEGABYTE).toBe(true);
        }
      }),
    );
  });
});
