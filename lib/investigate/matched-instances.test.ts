import { describe, expect, it } from "vitest";
import { findingInstances, findingsOf, flaggedAddresses } from "@/lib/investigate/finding-matches";
import { matchedInstances, type Ties } from "@/lib/investigate/matched-instances";
import type { LatestFinding } from "@/lib/ledger/latest-findings";

const IP = "198.51.100.7";
const [ONE, TWO] = ["i-0a1b2c3d4e5f60001", "i-0a1b2c3d4e5f60002"];

function finding(more: Partial<LatestFinding> = {}): LatestFinding {
  return {
    ...{ findingId: "f1", type: "UnauthorizedAccess:EC2/TorClient", firstSeenMs: 1000, lastSeenMs: 2000 },
    ...{
      instanceIds: [ONE],
      accessKeyId: null,
      accessKeyPrincipalId: null,
      remoteIps: [IP],
      fileId: 1,
      sha256: "a",
      record: 1,
    },
    ...more,
  };
}

function matched(ties: Partial<Ties>) {
  const none = { ip: IP, flows: [], answers: [], findings: [], callers: [], sessions: new Map() };
  return Object.fromEntries(matchedInstances({ ...none, ownAddresses: () => [], ...ties }));
}

describe("matchedInstances", () => {
  it("says every reason once, in a fixed order", () => {
    const sessions = new Map([
      [
        ONE,
        {
          instanceId: ONE,
          own: new Map([[1, "delivery" as const]]),
          chained: [
            {
              ...{ via: "e", issuedAtMs: 0, accessKeyId: "ASIA2", issuedByKeyId: null, principalArn: "" },
              principalNos: [2],
            },
          ],
        },
      ],
    ]);
    const ties = { sessions, findings: [finding()], answers: [{ instanceId: ONE, atMs: [5] }], flows: [TWO, ONE] };
    expect(matched({ ...ties, callers: [{ principalNo: 2, firstMs: 1, lastMs: 1 }] })).toEqual({
      [ONE]: ["flow", "dns", "finding", "api"],
      [TWO]: ["flow"],
    });
    expect(matched({ sessions, callers: [{ principalNo: 3, firstMs: 1, lastMs: 1 }] })).toEqual({});
  });

  it("does not take the indicator's own holder for one that met it", () => {
    const ownAddresses = () => [{ ip: IP, via: "own" as const, fromMs: 0, toMs: 100 }];
    expect(matched({ ownAddresses, answers: [{ instanceId: ONE, atMs: [50] }] })).toEqual({});
    expect(matched({ ownAddresses, answers: [{ instanceId: ONE, atMs: [50, 100] }] })).toEqual({ [ONE]: ["dns"] });
    const viaNat = () => [{ ip: IP, via: "nat" as const, fromMs: null, toMs: null }];
    expect(matched({ ownAddresses: viaNat, answers: [{ instanceId: ONE, atMs: [50] }] })).toEqual({ [ONE]: ["dns"] });
  });
});

describe("findings", () => {
  it.each([
    { why: "meets the window", from: 1500, to: 1600, belongs: true },
    { why: "ends as it begins", from: 2000, to: 3000, belongs: true },
    { why: "is over before", from: 2001, to: 3000, belongs: false },
    { why: "begins as it ends", from: 0, to: 1000, belongs: false },
  ])("one that $why belongs: $belongs", ({ from, to, belongs }) => {
    expect(findingsOf([finding()], IP, from, to)).toHaveLength(belongs ? 1 : 0);
  });

  it("names the instance of its resource and the holder of its credentials", () => {
    expect(findingInstances(finding({ instanceIds: [], accessKeyPrincipalId: `AROAEXAMPLE:${TWO}` }))).toEqual([TWO]);
    expect(findingInstances(finding({ accessKeyPrincipalId: "AROAEXAMPLE:someone" }))).toEqual([ONE]);
  });

  it("flags every remote address once, in order", () => {
    expect(flaggedAddresses([finding({ remoteIps: ["203.0.113.9", IP] }), finding()])).toEqual([IP, "203.0.113.9"]);
  });
});
