import { describe, expect, it } from "vitest";
import type { CoverageV1 } from "@/lib/investigate/document.types";
import { unwholeSources } from "@/lib/investigate/unwhole-sources";

const window = { from: "2026-02-16T00:00:00Z", to: "2026-02-16T10:00:00Z" };
const trail = (state: CoverageV1["state"], from = window.from, to = window.to): CoverageV1 => ({
  ...{ source: "cloudtrail", subject: "111122223333/us-east-1", state, from, to },
});

describe("unwholeSources", () => {
  it.each([
    ["a trail that is whole", [trail("recorded")], []],
    ["a trail that is not there", [trail("absent")], []],
    [
      "a gap between its digests",
      [trail("recorded"), trail("digest-gap", "2026-02-16T03:00:00Z", "2026-02-16T04:30:00Z")],
      [
        "Detectors saw no more API calls than the evidence has, and tell nothing of the rest (CloudTrail recorded 2026-02-16T00:00:00Z to 2026-02-16T10:00:00Z, 1 h 30 min of the window missing)",
      ],
    ],
  ] as const)("tells of %s", (_, coverage, reasons) => {
    expect(unwholeSources({ coverage: [...coverage], window }).map(({ reason }) => reason)).toEqual(reasons);
  });
});
