import fc from "fast-check";
import { expect, it } from "vitest";
import { CopiedBytes } from "@/lib/ingest/sums/copied-bytes";

it("is what was given, in whatever pieces, and however much is read of it in between", () => {
  const piece = fc.uint8Array({ maxLength: 300_000, size: "max" });
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 8 }), (pieces) => {
      const copied = new CopiedBytes(100);
      const read: Uint8Array[] = [];
      for (const [bytes, share] of pieces) {
        copied.add(bytes);
        const { view, length } = copied;
        // Behind the last byte others may be looked at.
        expect(view.byteLength).toBeGreaterThanOrEqual(length + 100);
        const at = Math.floor(length * share);
        read.push(new Uint8Array(view.buffer, view.byteOffset, at).slice());
        copied.drop(at);
      }
      const { view, length } = copied;
      read.push(new Uint8Array(view.buffer, view.byteOffset, length).slice());
      expect(Buffer.concat(read).equals(Buffer.concat(pieces.map(([bytes]) => bytes)))).toBe(true);
    }),
    { numRuns: 30 },
  );
});
