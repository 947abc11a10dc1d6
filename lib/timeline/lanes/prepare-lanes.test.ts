import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeGaps } from "@/lib/timeline/lanes/merge-gaps";
import { type LaneInput, prepareLanes } from "@/lib/timeline/lanes/prepare-lanes";

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 1, 16, 22, 30);
const iso = (minute: number) => new Date(T0 + minute * MINUTE).toISOString();

function input(over: Partial<LaneInput>): LaneInput {
  return {
    view: { fromMs: T0, toMs: T0 + 10 * MINUTE },
    buckets: { fromMs: T0, bucketMs: MINUTE, count: 10 },
    ...{ window: null, firstContactMs: null, findings: [], hits: [], flows: [], lookups: [], calls: [], coverage: [] },
    isForeign: () => false,
    holds: [{ interfaceKey: "eni-1", fromMs: null, toMs: null }],
    ...{ vpcId: "vpc-1", trail: "123456789012/eu-west-1" },
    ...over,
  };
}

describe("prepareLanes", () => {
  it("takes the indicator's own-interface bytes out of the rest, and never shows less than nothing", () => {
    const hit = { bucket: 2, bytesOut: 500, bytesIn: 50, rejected: 1, ownOut: 400, ownIn: 50 };
    const { bytes } = prepareLanes(
      input({
        hits: [hit, { ...hit, bucket: 3 }],
        flows: [
          { bucket: 2, bytesOut: 1000, bytesIn: 80 },
          { bucket: 3, bytesOut: 100, bytesIn: 50 },
        ],
      }),
    );
    expect([bytes.withOut[2], bytes.elseOut[2], bytes.withIn[2], bytes.elseIn[2]]).toEqual([500, 600, 50, 30]);
    expect([bytes.withOut[3], bytes.elseOut[3], bytes.elseIn[3]]).toEqual([500, 0, 0]);
    expect(bytes.elseOut[4]).toBe(0);
  });

  it("shows a gap as unknown, but keeps what was recorded in it", () => {
    const { bytes, lookups, calls } = prepareLanes(
      input({
        coverage: [
          { source: "vpc-flow", subject: "eni-1", from: iso(2), to: iso(5), state: "absent" },
          { source: "vpc-flow", subject: "eni-of-another", from: iso(6), to: iso(8), state: "absent" },
          { source: "dns", subject: "vpc-1", from: iso(0), to: iso(10), state: "absent" },
          { source: "cloudtrail", subject: "123456789012/eu-west-1", from: iso(0), to: iso(10), state: "recorded" },
        ],
        flows: [{ bucket: 3, bytesOut: 7, bytesIn: 0 }],
      }),
    );
    expect(bytes.elseOut).toEqual([0, 0, null, 7, null, 0, 0, 0, 0, 0]);
    expect(bytes.gaps).toEqual([{ fromMs: T0 + 2 * MINUTE, toMs: T0 + 5 * MINUTE, state: "absent" }]);
    expect(lookups.queries).toEqual(new Array(10).fill(null));
    expect(calls.allowed).toEqual(new Array(10).fill(0));
  });

  it("looks for gaps only while the interface was the instance's", () => {
    const { bytes } = prepareLanes(
      input({
        holds: [{ interfaceKey: "eni-1", fromMs: T0 + 4 * MINUTE, toMs: null }],
        coverage: [{ source: "vpc-flow", subject: "eni-1", from: iso(0), to: iso(6), state: "skipped" }],
      }),
    );
    expect(bytes.gaps).toEqual([{ fromMs: T0 + 4 * MINUTE, toMs: T0 + 6 * MINUTE, state: "skipped" }]);
  });

  it("shades the window only where it is a part of the view", () => {
    const part = { fromMs: T0 + MINUTE, toMs: T0 + 60 * MINUTE };
    expect(prepareLanes(input({ window: part })).window).toEqual({ fromMs: T0 + MINUTE, toMs: T0 + 10 * MINUTE });
    expect(prepareLanes(input({ window: { fromMs: T0, toMs: T0 + 60 * MINUTE } })).window).toBeNull();
  });

  it("counts every call once: allowed, denied or from elsewhere", () => {
    const call = fc.record({
      bucket: fc.nat(9),
      principalNo: fc.nat(2),
      sourceIp: fc.constantFrom("192.0.2.1", "198.51.100.7"),
      ...{ viaEndpoint: fc.boolean(), onBehalf: fc.boolean(), stretch: fc.nat(2) },
      ...{ allowed: fc.nat(50), denied: fc.nat(50) },
    });
    fc.assert(
      fc.property(fc.array(call), (rows) => {
        const { calls } = prepareLanes(
          input({ calls: rows, isForeign: ({ sourceIp }) => sourceIp === "198.51.100.7" }),
        );
        const shown = [...calls.allowed, ...calls.denied, ...calls.elsewhere].reduce<number>(
          (sum, n) => sum + (n ?? 0),
          0,
        );
        expect(shown).toBe(rows.reduce((sum, row) => sum + row.allowed + row.denied, 0));
      }),
    );
  });
});

describe("mergeGaps", () => {
  it("covers exactly what any gap covers, in order and without overlaps", () => {
    const gap = fc
      .tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }), fc.constantFrom("absent" as const, "skipped" as const))
      .map(([fromMs, length, state]) => ({ fromMs, toMs: fromMs + length, state }));
    fc.assert(
      fc.property(fc.array(gap), (gaps) => {
        const merged = mergeGaps(gaps);
        for (const [index, piece] of merged.entries()) {
          if (index > 0) expect(piece.fromMs).toBeGreaterThanOrEqual(merged[index - 1]?.toMs ?? 0);
        }
        for (let at = 0; at < 80; at++) {
          const over = gaps.filter((piece) => piece.fromMs <= at && at < piece.toMs);
          const shown = merged.find((piece) => piece.fromMs <= at && at < piece.toMs);
          expect(shown?.state).toBe(
            over.length === 0 ? undefined : over.some(({ state }) => state === "absent") ? "absent" : "skipped",
          );
        }
      }),
    );
  });
});
