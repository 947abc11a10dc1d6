import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOf } from "@/lib/timeline/case/view-of";

const iso = (ms: number) => new Date(ms).toISOString();

describe("viewOf", () => {
  it("shows the whole evidence where the window is all of it", () => {
    const { span, view, events } = viewOf(
      { from: iso(10_000), to: iso(20_000) },
      { firstMs: 10_000, lastMs: 19_000 },
      {},
    );
    expect([span, view, events]).toEqual(new Array(3).fill({ fromMs: 10_000, toMs: 20_000 }));
  });

  it("shows some of what lies around a window, and takes the events from the window alone", () => {
    const found = viewOf({ from: iso(100_000), to: iso(200_000) }, { firstMs: 0, lastMs: 209_000 }, {});
    expect(found.view).toEqual({ fromMs: 85_000, toMs: 210_000 });
    expect(found.events).toEqual({ fromMs: 100_000, toMs: 200_000 });
  });

  it("never leaves the span, and is never empty", () => {
    const ms = fc.nat(1_000_000);
    fc.assert(
      fc.property(ms, ms, ms, ms, fc.option(ms), fc.option(ms), (a, b, c, d, from, to) => {
        const found = viewOf(
          { from: iso(Math.min(a, b)), to: iso(Math.max(a, b)) },
          { firstMs: Math.min(c, d), lastMs: Math.max(c, d) },
          { from: from ?? undefined, to: to ?? undefined },
        );
        for (const piece of [found.view, found.events]) {
          expect(piece.fromMs).toBeLessThan(piece.toMs);
          expect(piece.fromMs).toBeGreaterThanOrEqual(found.span.fromMs);
          expect(piece.toMs).toBeLessThanOrEqual(found.span.toMs);
        }
      }),
    );
  });
});
