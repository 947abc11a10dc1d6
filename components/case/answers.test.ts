import { describe, expect, it } from "vitest";
import { answersOf } from "@/components/case/answers";
import type { CoverageV1, InstanceV1 } from "@/lib/investigate/document.types";

const coverage = (["vpc-flow", "dns", "cloudtrail"] as const).map(
  (source): CoverageV1 => ({
    ...{ source, subject: "s", state: "recorded" },
    ...{ from: "2026-02-16T00:00:00.000Z", to: "2026-02-17T00:00:00.000Z" },
  }),
);

function instance(over: Partial<InstanceV1>): InstanceV1 {
  return {
    ...{ instanceId: "i-0f25db4d88c29fa4e", accountId: null, region: null, vpcId: null, subnetId: null },
    ...{ matchedBy: ["flow"], interfaces: [], domains: [], roles: [], apiCalls: [] },
    ...{ chainedSessions: [], offInstanceUse: [] },
    traffic: {
      ...{ bytesOut: 0, bytesIn: 0, packetsOut: 0, packetsIn: 0, flows: 0, rejected: 0, unknownBytes: 0 },
      ...{ unknownAction: 0, firstSeen: null, lastSeen: null, ports: [] },
    },
    ...over,
  };
}

const domain = {
  ...{ name: "cdn.example", queries: 2, types: ["A"], rcodes: ["NOERROR"], answers: ["198.51.100.77"] },
  ...{ firstSeen: "2026-02-16T10:00:00.000Z", lastSeen: "2026-02-16T11:00:00.000Z", resolvedToIndicator: true },
};

const WINDOW = { from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" };

describe("answersOf", () => {
  it("adds up several instances, and counts a name once that several resolved", () => {
    const one = instance({ domains: [domain] });
    const traffic = { ...one.traffic, bytesOut: 131_800_000, flows: 122, rejected: 4 };
    const [sent, resolved] = answersOf(
      [
        { ...one, traffic },
        { ...one, traffic },
      ],
      coverage,
      WINDOW,
    );
    expect(sent).toMatchObject({ headline: "263.6 MB", exact: "263,600,000 bytes" });
    expect(sent?.notes.map(({ text }) => text)).toContain("8 refused");
    expect(resolved).toMatchObject({ headline: "1", counts: "name gave the address" });
  });

  it("tells calls from elsewhere and what the sessions led to", () => {
    const call = {
      ...{
        eventSource: "sts.amazonaws.com",
        eventName: "GetCallerIdentity",
        region: "eu-west-1",
        calls: 40,
        errors: 7,
      },
      ...{ errorCodes: ["AccessDenied"], readOnly: true, sourceIps: [] },
      ...{ firstSeen: "2026-02-16T10:00:00.000Z", lastSeen: "2026-02-16T11:00:00.000Z" },
    };
    const [, , role] = answersOf(
      [
        instance({
          apiCalls: [call],
          chainedSessions: [{ via: "e", principalArn: "arn", accessKeyIds: [], apiCalls: [{ ...call, calls: 6 }] }],
          offInstanceUse: [
            {
              ...{ sourceIp: "198.51.100.77", accessKeyIds: [], calls: 13, basis: "known" },
              ...{ firstSeen: "2026-02-16T10:00:00.000Z", lastSeen: "2026-02-16T11:00:00.000Z" },
            },
          ],
        }),
      ],
      coverage,
      WINDOW,
    );
    expect(role).toMatchObject({ headline: "40", counts: "calls, 7 denied or failed" });
    expect(role?.notes[0]).toEqual({ text: "13 calls from elsewhere", flagged: true });
    expect(role?.notes[1]).toEqual({ text: "led to 1 session, 6 calls" });
  });

  it("never says zero where nothing was recorded", () => {
    const absent = coverage.map((row) => ({ ...row, state: "absent" as const }));
    for (const rows of [[], absent]) {
      expect(answersOf([instance({})], rows, WINDOW).map(({ headline }) => headline)).toEqual(
        new Array(3).fill("Unknown"),
      );
    }
  });
});
