import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupFiles, SMALL_BYTES } from "@/lib/ingest/group/group-files";

const sizes = (groups: { size: number }[][]) => groups.map((group) => group.map(({ size }) => size));
const files = (...list: number[]) => list.map((size) => ({ size }));

describe("groupFiles", () => {
  it("leaves large files by themselves and puts small ones together", () => {
    expect(sizes(groupFiles(files(9e6, SMALL_BYTES + 1, 300, 200, 100)))).toEqual([
      [9e6],
      [SMALL_BYTES + 1],
      [300, 200, 100],
    ]);
    expect(groupFiles([])).toEqual([]);
  });

  it("keeps every file in its order, in groups of bounded size", () => {
    const list = fc.array(fc.oneof(fc.nat(2000), fc.nat(2 * SMALL_BYTES)), { maxLength: 600 });
    fc.assert(
      fc.property(list, (unsorted) => {
        const given = files(...unsorted.sort((a, b) => b - a));
        const groups = groupFiles(given);
        expect(groups.flat()).toEqual(given);
        for (const group of groups) {
          expect(group.length).toBeGreaterThan(0);
          expect(group.length).toBeLessThanOrEqual(512);
          if (group.length > 1) expect(group.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(2 << 20);
        }
      }),
    );
  });
});
