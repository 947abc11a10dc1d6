import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const remote = (ip: string) => ({ remoteIpDetails: { ipAddressV4: ip } });
const FINDING = {
  schemaVersion: "2.0",
  accountId: "123456789012",
  region: "us-east-1",
  id: "f-1",
  type: "Backdoor:EC2/C&CActivity.B",
  severity: 8,
  title: "t",
  createdAt: "2023-11-14T22:20:00.000Z",
  updatedAt: "2023-11-14T23:00:00.000Z",
  resource: {
    resourceType: "Instance",
    instanceDetails: {
      instanceId: INSTANCE,
      iamInstanceProfile: { arn: "arn:aws:iam::123456789012:instance-profile/web" },
      networkInterfaces: [
        {
          networkInterfaceId: "eni-1",
          privateIpAddress: "10.0.1.5",
          privateIpAddresses: [{ privateIpAddress: "10.0.1.5" }, { privateIpAddress: "10.0.1.6" }],
          ipv6Addresses: ["2001:DB8::5"],
          publicIp: "203.0.113.5",
          subnetId: "subnet-1",
          vpcId: "vpc-1",
        },
      ],
    },
  },
  service: {
    action: { actionType: "NETWORK_CONNECTION", networkConnectionAction: remote("198.51.100.7") },
    resourceRole: "ACTOR",
    count: 3,
    eventFirstSeen: "2023-11-14T22:13:20.000Z",
    eventLastSeen: "2023-11-14T22:15:00.000Z",
  },
};

function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), pascal(member)]),
  );
}

function withAction(action: object, rest: object = {}) {
  return { ...FINDING, service: { ...FINDING.service, action, ...rest } };
}

describe("GuardDuty findings", () => {
  it("reads a finding and what it says of its instance", async () => {
    const { summary, content } = await readWhole(JSON.stringify(FINDING));
    expect(summary).toMatchObject({ kind: "guardduty", records: 1, rejected: 0 });
    expect(content.findings[0]).toMatchObject({
      source: "guardduty",
      findingId: "f-1",
      severity: 8,
      firstSeenMs: Date.parse("2023-11-14T22:13:20Z"),
      lastSeenMs: Date.parse("2023-11-14T22:15:00Z"),
      updatedAtMs: Date.parse("2023-11-14T23:00:00Z"),
      sample: false,
      instanceIds: [INSTANCE],
      remoteIps: ["198.51.100.7"],
      resourceRole: "ACTOR",
      count: 3,
    });
    expect(content.observations).toMatchObject([
      {
        event: "seen",
        proof: "finding",
        atMs: Date.parse("2023-11-14T22:13:20Z"),
        instanceId: INSTANCE,
        interfaceId: "eni-1",
        vpcId: "vpc-1",
        subnetId: "subnet-1",
        privateIps: ["10.0.1.5", "10.0.1.6"],
        publicIps: ["203.0.113.5", "2001:db8::5"],
      },
    ]);
  });

  it.each([
    ["an export's lines", [FINDING, FINDING].map((f) => JSON.stringify(f)).join("\n")],
    ["GetFindings of the SDK", JSON.stringify({ Findings: [pascal(FINDING), pascal(FINDING)] }, null, 2)],
    ["the API's answer", JSON.stringify({ findings: [FINDING, FINDING] })],
    [
      "EventBridge events",
      [1, 2]
        .map(() => JSON.stringify({ "detail-type": "GuardDuty Finding", source: "aws.guardduty", detail: FINDING }))
        .join("\n"),
    ],
    ["an array", JSON.stringify([FINDING, FINDING])],
    [
      "lines with an empty page among them",
      [FINDING, { findings: [] }, FINDING].map((f) => JSON.stringify(f)).join("\n"),
    ],
  ])("reads %s alike", async (_name, text) => {
    const { content: alone } = await readWhole(JSON.stringify(FINDING));
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "guardduty", records: 2, rejected: 0 });
    expect(content.findings).toEqual([1, 2].map((record) => ({ ...alone.findings[0], record })));
  });

  it.each(['{"findings":[]}', '{"Findings": [ ]}'])("knows the empty page %s", async (text) => {
    expect((await readWhole(text)).summary).toMatchObject({ kind: "guardduty", records: 0, rejected: 0, reason: null });
  });

  it.each([
    [
      "a call",
      { actionType: "AWS_API_CALL", awsApiCallAction: { api: "x", ...remote("198.51.100.8") } },
      ["198.51.100.8"],
      [],
    ],
    [
      "a DNS request",
      { actionType: "DNS_REQUEST", dnsRequestAction: { domain: "Bad.Example.com." } },
      [],
      ["bad.example.com"],
    ],
    [
      "a port probe with many remotes",
      {
        actionType: "PORT_PROBE",
        portProbeAction: { portProbeDetails: [remote("198.51.100.8"), remote("198.51.100.9")] },
      },
      ["198.51.100.8", "198.51.100.9"],
      [],
    ],
    [
      "a Kubernetes call",
      { kubernetesApiCallAction: { sourceIPs: ["198.51.100.8"], ...remote("198.51.100.9") } },
      ["198.51.100.9", "198.51.100.8"],
      [],
    ],
    ["a database login", { rdsLoginAttemptAction: remote("198.51.100.8") }, ["198.51.100.8"], []],
    ["IPv6", { networkConnectionAction: { remoteIpDetails: { ipAddressV6: "2001:DB8::9" } } }, ["2001:db8::9"], []],
    ["no action, as of runtime monitoring", {}, [], []],
  ])("takes the remote ends of %s", async (_name, action, remoteIps, domains) => {
    const { content } = await readWhole(JSON.stringify(withAction(action)));
    expect(content.findings[0]).toMatchObject({ remoteIps, domains });
  });

  it("resolves a sequence's resources and endpoints", async () => {
    const sequence = {
      endpoints: [{ id: "e", ip: "198.51.100.8", domain: "bad.example.com" }],
      resources: [{ uid: `arn:aws:ec2:us-east-1:123456789012:instance/${INSTANCE}` }, { uid: "arn:aws:s3:::b" }],
    };
    const finding = { ...withAction({}, { detection: { sequence } }), resource: { resourceType: "AttackSequence" } };
    for (const form of [finding, { Findings: [pascal(finding)] }]) {
      const { content } = await readWhole(JSON.stringify(form));
      expect(content.findings[0]).toMatchObject({
        instanceIds: [INSTANCE],
        remoteIps: ["198.51.100.8"],
        domains: ["bad.example.com"],
      });
    }
  });

  it("takes everything that an attack sequence names, whatever the order of its signals", async () => {
    const eni = "arn:aws:ec2:us-east-1:123456789012:network-interface/eni-2";
    const sequence = {
      actors: [{ id: "a", user: { uid: `AROAEXAMPLE:${INSTANCE}`, credentialUid: "ASIAEXAMPLEEXAMPLE12" } }],
      endpoints: [{ id: "e", ip: "198.51.100.8" }, { id: "n" }],
      resources: [
        {
          uid: `arn:aws:ec2:us-east-1:123456789012:instance/${INSTANCE}`,
          resourceType: "EC2_INSTANCE",
          data: { ec2Instance: { ec2NetworkInterfaceUids: [eni] } },
        },
        {
          uid: eni,
          resourceType: "EC2_NETWORK_INTERFACE",
          data: {
            ec2NetworkInterface: {
              privateIpAddresses: [{ privateIpAddress: "10.0.1.7" }],
              publicIp: "203.0.113.7",
              subNetId: "subnet-2",
              vpcId: "vpc-2",
            },
          },
        },
        { uid: "i-0aaaaaaaaaaaaaaaa", resourceType: "EC2_INSTANCE" },
      ],
      signals: [
        { firstSeenAt: "2023-11-14T22:30:00Z", lastSeenAt: "2023-11-14T22:40:00Z", endpointIds: ["e"] },
        {
          firstSeenAt: Date.parse("2023-11-14T22:00:00Z") / 1000,
          lastSeenAt: "2023-11-14T22:05:00Z",
          signalIndicators: [
            { key: "MALICIOUS_IP", values: ["198.51.100.9", "198.51.100.8", "no address"] },
            { key: "MALICIOUS_DOMAIN", values: ["Bad.example.com."] },
            { key: "ATTACK_TACTIC", values: ["198.51.100.99"] },
          ],
        },
      ],
    };
    const finding = {
      ...withAction({}, { detection: { sequence } }),
      type: "AttackSequence:EC2/CompromisedInstanceGroup",
      resource: { resourceType: "AttackSequence" },
    };
    for (const form of [finding, { Findings: [pascal(finding)] }]) {
      const { summary, content } = await readWhole(JSON.stringify(form));
      expect(summary).toMatchObject({ records: 1, rejected: 0 });
      expect(content.findings[0]).toMatchObject({
        firstSeenMs: Date.parse("2023-11-14T22:00:00Z"),
        lastSeenMs: Date.parse("2023-11-14T22:40:00Z"),
        instanceIds: [INSTANCE, "i-0aaaaaaaaaaaaaaaa"],
        accessKeyId: "ASIAEXAMPLEEXAMPLE12",
        accessKeyPrincipalId: `AROAEXAMPLE:${INSTANCE}`,
        remoteIps: ["198.51.100.8", "198.51.100.9"],
        domains: ["bad.example.com"],
      });
      expect(content.observations).toMatchObject([
        {
          ...{ instanceId: INSTANCE, interfaceId: "eni-2", vpcId: "vpc-2", subnetId: "subnet-2" },
          ...{ privateIps: ["10.0.1.7"], publicIps: ["203.0.113.7"] },
        },
        { instanceId: "i-0aaaaaaaaaaaaaaaa", interfaceId: null },
      ]);
    }
  });

  it("names no key of its own where a sequence has several", async () => {
    const resources = ["ASIAEXAMPLEEXAMPLE12", "AKIAEXAMPLEEXAMPLE34"].map((uid) => ({
      uid,
      resourceType: "ACCESS_KEY",
    }));
    const { content } = await readWhole(JSON.stringify(withAction({}, { detection: { sequence: { resources } } })));
    expect(content.findings[0]).toMatchObject({ accessKeyId: null, accessKeyPrincipalId: null });
  });

  it("keeps samples, marked, and learns nothing from them", async () => {
    const { summary, content } = await readWhole(
      JSON.stringify(withAction(FINDING.service.action, { additionalInfo: { sample: true } })),
    );
    expect(content.findings[0]?.sample).toBe(true);
    expect(content.observations).toEqual([]);
    expect(summary).toMatchObject({ records: 1, firstEventMs: null, lastEventMs: null });
  });

  it("rejects what is no finding, and reads on", async () => {
    const { summary, content } = await readWhole(
      [FINDING, { ...FINDING, id: undefined }, FINDING].map((f) => JSON.stringify(f)).join("\n"),
    );
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.rejections[0]?.reason).toBe("id or type is missing: not a GuardDuty finding");
  });
});
