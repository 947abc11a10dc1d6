import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintOf, totalsOf, type UploadItem } from "@/components/evidence/upload-progress";

const item = (more: Partial<UploadItem>): UploadItem => ({
  ...{ key: "1", name: "a", size: 100, sent: 0, state: "waiting", resumedAt: 0, problem: null },
  ...more,
});

describe("totalsOf", () => {
  it("tells speed by what was moved now, and leaves cancelled files out", () => {
    const items = [
      item({ size: 1000, sent: 600, resumedAt: 400, state: "sending" }),
      item({ size: 200, sent: 200, state: "sent" }),
      item({ size: 5000, sent: 4000, state: "cancelled" }),
    ];
    expect(totalsOf(items, 2000)).toEqual({
      ...{ files: 2, filesSent: 1, bytes: 1200, bytesSent: 800, bytesPerSecond: 200, msLeft: 2000 },
    });
  });

  it("tells no speed before anything was sent", () => {
    expect(totalsOf([item({ sent: 50, resumedAt: 50 })], 1000)).toMatchObject({ bytesPerSecond: null, msLeft: null });
    expect(totalsOf([], 0)).toMatchObject({ files: 0, bytesPerSecond: null });
  });
});

describe("fingerprintOf", () => {
  it("differs where case, name, size or time do", () => {
    const parts = fc.tuple(fc.uuid(), fc.string(), fc.nat(), fc.nat());
    const of = ([caseId, name, size, lastModified]: [string, string, number, number]) =>
      fingerprintOf(caseId, name, { size, lastModified });
    fc.assert(fc.property(parts, parts, (a, b) => (of(a) === of(b)) === (JSON.stringify(a) === JSON.stringify(b))));
  });
});
