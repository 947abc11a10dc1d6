import type { InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";

/** What a hostile log would put anywhere: markup, a link, a terminal's escape, text turned around, a cell's end. */
const HOSTILE =
  "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> [x](javascript:alert(1)) \u001b[2J\u009b31m\u202egnp.exe | `x` \r\n# head";

const seen = { firstSeen: "2025-03-04T00:00:00.000Z", lastSeen: "2025-03-04T01:00:00.000Z" };

const apiCall = {
  ...{ eventSource: "s3.amazonaws.com", eventName: "ListBuckets", region: "eu-central-1", calls: 3, errors: 1 },
  ...{ errorCodes: ["AccessDenied"], readOnly: null, sourceIps: ["203.0.113.9"], ...seen },
};

export function testInstance(more: Partial<InstanceV1> = {}): InstanceV1 {
  return {
    instanceId: "i-0a1b2c3d4e5f60001",
    ...{ accountId: "012345678901", region: "eu-central-1", vpcId: "vpc-1", subnetId: "subnet-1" },
    matchedBy: ["flow"],
    interfaces: [
      {
        interfaceId: "eni-1",
        privateIps: ["10.0.0.5"],
        publicIps: ["203.0.113.1"],
        attachedFrom: null,
        attachedTo: seen.lastSeen,
      },
    ],
    traffic: {
      ...{ bytesOut: 1_234_567, bytesIn: 999, packetsOut: 10, packetsIn: 5, flows: 12, rejected: 2 },
      ...{ unknownBytes: 0, unknownAction: 0, ...seen },
      ports: [{ protocol: 6, port: 443, servedBy: "indicator", bytesOut: 1_234_567, bytesIn: 999, flows: 12 }],
    },
    domains: [
      {
        ...{ name: "a.example", queries: 2, types: ["A"], rcodes: ["NOERROR"], answers: ["198.51.100.7"], ...seen },
        resolvedToIndicator: true,
      },
    ],
    roles: [
      { roleArn: "arn:aws:iam::012345678901:role/app", sessionName: "i-0a1b2c3d4e5f60001", accessKeyIds: ["ASIA1"] },
    ],
    apiCalls: [apiCall],
    chainedSessions: [{ via: "event-1", principalArn: "arn:chained", accessKeyIds: ["ASIA2"], apiCalls: [apiCall] }],
    offInstanceUse: [{ sourceIp: "198.51.100.7", accessKeyIds: ["ASIA1"], calls: 1, ...seen, basis: "assumed" }],
    ...more,
  };
}

export function testDocument(more: Partial<InvestigationV1> = {}): InvestigationV1 {
  return {
    schema: "threadline.investigation/v1",
    generatedAt: "2025-03-05T00:00:00.000Z",
    producer: { name: "threadline", version: "0.1.0" },
    indicator: { ip: "198.51.100.7" },
    window: { from: "2025-03-04T00:00:00.000Z", to: "2025-03-04T02:00:00.000Z" },
    instances: [testInstance()],
    unattributed: [],
    apiCallsFromIndicator: [apiCall],
    earliestIndicator: {
      ...{ time: seen.firstSeen, kind: "dns", summary: "10.0.0.5 looked up a.example" },
      evidence: { sha256: "ab".repeat(32), record: 3 },
    },
    start: null,
    dwell: null,
    coverage: [
      { source: "vpc-flow", subject: "eni-1", from: seen.firstSeen, to: seen.lastSeen, state: "recorded" },
      { source: "vpc-flow", subject: "eni-1", from: seen.lastSeen, to: "2025-03-04T02:00:00.000Z", state: "absent" },
    ],
    detections: [
      {
        ...{ id: "beacon", title: "Connections at even intervals", severity: "high", techniques: ["T1071"] },
        ...{ subject: "i-0a1b2c3d4e5f60001", firstSeen: seen.firstSeen, lastSeen: seen.lastSeen },
        numbers: { connections: 60, "connections threshold": 20 },
        records: [{ sha256: "cd".repeat(32), record: 5 }],
      },
      {
        ...{ id: "odd-port", title: "Uncommon port outside", severity: "low", techniques: ["T1571"] },
        ...{ subject: "i-0a1b2c3d4e5f60001", firstSeen: seen.firstSeen, lastSeen: seen.lastSeen },
        ...{ numbers: { connections: 9 }, records: [{ sha256: "cd".repeat(32), record: 6 }] },
        muted: "Our own monitor",
      },
    ],
    notAssessed: [{ id: "no-findings", reason: "No finding is in the evidence" }],
    evidence: [
      {
        ...{
          name: "flow.log",
          sha256: "cd".repeat(32),
          size: 2048,
          kind: "vpc-flow",
          records: 14,
          duplicates: 1,
          rejected: 1,
        },
        ...{ rejections: [{ record: 7, reason: "no time" }], firstEvent: seen.firstSeen, lastEvent: seen.lastSeen },
      },
    ],
    ...more,
  };
}

/** Puts hostile text into every string of a document, its times aside; keys stay. */
export function spoil<T>(value: T): T {
  if (typeof value === "string") {
    return (
      /^\d{4}-\d\d-\d\dT|^(recorded|absent|indicator|dns|assumed)$/.test(value) ? value : `${value}${HOSTILE}`
    ) as T;
  }
  if (Array.isArray(value)) return value.map(spoil) as T;
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoil(inner)])) as T;
  }
  return value;
}
