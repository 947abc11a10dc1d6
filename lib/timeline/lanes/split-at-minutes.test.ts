import fc from "fast-check";
import { expect, it } from "vitest";
import { splitAtMinutes } from "@/lib/timeline/lanes/split-at-minutes";

it("leaves no moment out and takes none twice", () => {
  const stretch = fc.record({ fromMs: fc.nat(10_000_000), length: fc.nat(10_000_000) });
  fc.assert(
    fc.property(stretch, fc.constantFrom(1_000, 30_000, 60_000, 600_000), ({ fromMs, length }, bucketMs) => {
      const { minutes, records } = splitAtMinutes({ fromMs, toMs: fromMs + length }, bucketMs);
      const pieces = [...minutes, ...records].sort((a, b) => a.fromMs - b.fromMs);
      let reached = fromMs;
      for (const piece of pieces) {
        expect(piece.fromMs).toBe(reached);
        expect(piece.toMs).toBeGreaterThan(piece.fromMs);
        reached = piece.toMs;
      }
      expect(reached).toBe(fromMs + length);
      for (const piece of minutes) expect([piece.fromMs % 60_000, piece.toMs % 60_000]).toEqual([0, 0]);
      if (bucketMs < 60_000) expect(minutes).toEqual([]);
    }),
  );
});
