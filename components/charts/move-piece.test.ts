import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dragPiece, stepPiece } from "@/components/charts/move-piece";

const HOUR = 3_600_000;
const span = { fromMs: 0, toMs: 48 * HOUR };
const view = { fromMs: 10 * HOUR, toMs: 20 * HOUR };

describe("the window on all evidence", () => {
  it.each([
    ["from", 11, 15, { fromMs: 14 * HOUR, toMs: 20 * HOUR }],
    ["to", 20, 15, { fromMs: 10 * HOUR, toMs: 15 * HOUR }],
    ["body", 15, 45, { fromMs: 38 * HOUR, toMs: 48 * HOUR }],
    ["new", 30, 25, { fromMs: 25 * HOUR, toMs: 30 * HOUR }],
  ] as const)("dragged at %s from %i h to %i h", (part, grabbed, at, after) => {
    expect(dragPiece(part, view, grabbed * HOUR, at * HOUR, span)).toEqual(after);
  });

  it("draws another one where it is everything, as there is no place to move it to", () => {
    expect(dragPiece("body", span, 30 * HOUR, 40 * HOUR, span)).toEqual({ fromMs: 30 * HOUR, toMs: 40 * HOUR });
  });

  it("never leaves the evidence, is never shorter than a minute, and keeps the end that is not held", () => {
    const hours = fc.double({ min: -20, max: 70, noNaN: true });
    const parts = fc.constantFrom("from", "to", "body", "new");
    const keys = fc.array(
      fc.constantFrom("ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"),
    );
    fc.assert(
      fc.property(parts, hours, hours, keys, (part, grabbed, at, pressed) => {
        let piece = dragPiece(part, view, grabbed * HOUR, at * HOUR, span);
        const whole = part === "new" ? "body" : part;
        for (const key of pressed) piece = stepPiece(whole, key, piece, span) ?? piece;
        expect(piece.fromMs).toBeGreaterThanOrEqual(span.fromMs);
        expect(piece.toMs).toBeLessThanOrEqual(span.toMs);
        expect(piece.toMs - piece.fromMs).toBeGreaterThanOrEqual(60_000);
        if (part === "from") expect(piece.toMs).toBe(view.toMs);
        if (part === "to") expect(piece.fromMs).toBe(view.fromMs);
        if (part === "body") expect(piece.toMs - piece.fromMs).toBe(10 * HOUR);
      }),
    );
  });

  it("leaves other keys alone", () => {
    expect(stepPiece("from", "a", view, span)).toBeNull();
  });
});
