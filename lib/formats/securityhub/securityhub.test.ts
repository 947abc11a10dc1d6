import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const FINDING = {
  SchemaVersion: "2018-10-08",
  Id: "arn:aws:securityhub:us-east-1:123456789012:finding/one",
  ProductArn: "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default",
  GeneratorId: "own-rule",
  AwsAccountId: "123456789012",
  Region: "us-east-1",
  Types: ["TTPs/Command and Control/own-rule"],
  FirstObservedAt: "2023-11-14T22:13:20.000Z",
  LastObservedAt: "2023-11-14T22:15:00.000Z",
  CreatedAt: "2023-11-14T22:20:00.000Z",
  UpdatedAt: "2023-11-14T23:00:00.000Z",
  Severity: { Label: "HIGH", Normalized: 70 },
  Title: "t",
  Description: "d",
  Resources: [
    {
      Type: "AwsEc2Instance",
      Id: `arn:aws:ec2:us-east-1:123456789012:instance/${INSTANCE}`,
      Region: "us-east-1",
      Details: {
        AwsEc2Instance: {
          IpV4Addresses: ["10.0.1.5", "203.0.113.5"],
          IpV6Addresses: ["2001:DB8::5"],
          IamInstanceProfileArn: "arn:aws:iam::123456789012:instance-profile/web",
          VpcId: "vpc-1",
          SubnetId: "subnet-1",
          NetworkInterfaces: [{ NetworkInterfaceId: "eni-1" }],
        },
      },
    },
  ],
  Action: {
    ActionType: "NETWORK_CONNECTION",
    NetworkConnectionAction: { RemoteIpDetails: { IpAddressV4: "198.51.100.7" } },
  },
};
const GUARDDUTY = {
  ...FINDING,
  Id: "arn:aws:guardduty:us-east-1:123456789012:detector/d/finding/f-1",
  ProductArn: "arn:aws:securityhub:us-east-1::product/aws/guardduty",
  Types: ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"],
  Severity: { Label: "HIGH", Normalized: 70, Product: 8 },
  ProductFields: {
    "aws/guardduty/service/action/networkConnectionAction/remoteIpDetails/ipAddressV4": "198.51.100.8",
    "aws/guardduty/service/action/dnsRequestAction/domain": "Bad.example.com.",
    "aws/guardduty/service/resourceRole": "ACTOR",
    "aws/guardduty/service/count": "3",
  },
};
const event = (...findings: unknown[]) => ({
  "detail-type": "Security Hub Findings - Imported",
  source: "aws.securityhub",
  detail: { findings },
});
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

describe("Security Hub findings", () => {
  it("reads a finding and what it says of its instance", async () => {
    const { summary, content } = await readWhole(JSON.stringify({ Findings: [FINDING] }, null, 2));
    expect(summary).toMatchObject({ kind: "securityhub", records: 1, rejected: 0 });
    expect(content.findings[0]).toMatchObject({
      source: "securityhub",
      findingId: FINDING.Id,
      type: "TTPs/Command and Control/own-rule",
      severity: 7,
      accountId: "123456789012",
      region: "us-east-1",
      firstSeenMs: 1_700_000_000_000,
      lastSeenMs: Date.parse("2023-11-14T22:15:00Z"),
      updatedAtMs: Date.parse("2023-11-14T23:00:00Z"),
      actionType: "NETWORK_CONNECTION",
      instanceIds: [INSTANCE],
      remoteIps: ["198.51.100.7"],
    });
    expect(content.observations).toMatchObject([
      {
        ...{ event: "seen", proof: "finding", atMs: 1_700_000_000_000, instanceId: INSTANCE, interfaceId: "eni-1" },
        ...{
          vpcId: "vpc-1",
          subnetId: "subnet-1",
          privateIps: ["10.0.1.5"],
          publicIps: ["203.0.113.5", "2001:db8::5"],
        },
        roleArn: "arn:aws:iam::123456789012:instance-profile/web",
      },
    ]);
  });

  it.each([
    ["a page of GetFindings", JSON.stringify({ Findings: [FINDING, FINDING] })],
    ["lines", lines(FINDING, FINDING)],
    ["an array", JSON.stringify([FINDING, FINDING])],
    ["one event of EventBridge with two", JSON.stringify(event(FINDING, FINDING))],
    ["two events with one each", lines(event(FINDING), event(), event(FINDING))],
    ["CloudWatch events", JSON.stringify({ events: [{ message: lines(event(FINDING, FINDING)), timestamp: 1 }] })],
  ])("reads %s alike", async (_name, text) => {
    const { content: alone } = await readWhole(JSON.stringify(FINDING));
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "securityhub", records: 2, rejected: 0 });
    expect(content.findings).toEqual([1, 2].map((record) => ({ ...alone.findings[0], record })));
  });

  it("knows a finding of GuardDuty again by GuardDuty's own id, type and severity", async () => {
    const { content } = await readWhole(JSON.stringify(GUARDDUTY));
    expect(content.findings[0]).toMatchObject({
      ...{ source: "guardduty", findingId: "f-1", type: "Backdoor:EC2/C&CActivity.B!DNS", severity: 8 },
      ...{ resourceRole: "ACTOR", count: 3, remoteIps: ["198.51.100.7", "198.51.100.8"], domains: ["bad.example.com"] },
    });
  });

  it.each([
    ["outward", { Direction: "OUT", SourceIpV4: "203.0.113.9", DestinationIpV4: "198.51.100.9" }, ["198.51.100.9"]],
    ["inward", { Direction: "IN", SourceIpV6: "2001:DB8::9", DestinationIpV4: "203.0.113.9" }, ["2001:db8::9"]],
    ["of no direction", { SourceIpV4: "10.0.0.1", DestinationIpV4: "198.51.100.9" }, ["198.51.100.9"]],
    ["of no address", { SourceIpV4: "nowhere", DestinationIpV4: 5 }, []],
  ])("takes the far end of a connection %s", async (_name, network, remoteIps) => {
    const { content } = await readWhole(JSON.stringify({ ...FINDING, Action: undefined, Network: network }));
    expect(content.findings[0]?.remoteIps).toEqual(remoteIps);
  });

  it.each(["constructor", "__proto__", "toString"])("knows no severity by the name %s", async (label) => {
    const { content } = await readWhole(JSON.stringify({ ...FINDING, Severity: { Label: label } }));
    expect(content.findings[0]?.severity).toBeNull();
  });

  it("takes a type of any length, without looking at it over and over", { timeout: 5000 }, async () => {
    const type = "a".repeat(500_000);
    const { content } = await readWhole(JSON.stringify({ ...GUARDDUTY, Types: [type] }));
    expect(content.findings[0]?.type).toBe(type);
  });

  it("takes addresses and names from threat intelligence, port probes and DNS requests", async () => {
    const { content } = await readWhole(
      JSON.stringify({
        ...FINDING,
        ThreatIntelIndicators: [
          { Type: "IPV4_ADDRESS", Value: "198.51.100.1" },
          { Type: "DOMAIN", Value: "Bad.example.net" },
          { Type: "HASH_SHA256", Value: "198.51.100.99" },
        ],
        Action: {
          PortProbeAction: { PortProbeDetails: [{ RemoteIpDetails: { IpAddressV4: "198.51.100.2" } }] },
          DnsRequestAction: { Domain: "worse.example.net" },
        },
      }),
    );
    expect(content.findings[0]).toMatchObject({
      remoteIps: ["198.51.100.2", "198.51.100.1"],
      domains: ["worse.example.net", "bad.example.net"],
    });
  });

  it("names the one access key among its resources", async () => {
    const key = {
      Type: "AwsIamAccessKey",
      Id: "AWS::IAM::AccessKey:ASIAEXAMPLEEXAMPLE12",
      Details: { AwsIamAccessKey: { PrincipalId: `AROAEXAMPLE:${INSTANCE}`, PrincipalName: "web" } },
    };
    const { content } = await readWhole(JSON.stringify({ ...FINDING, Resources: [key] }));
    expect(content.findings[0]).toMatchObject({
      accessKeyId: "ASIAEXAMPLEEXAMPLE12",
      accessKeyPrincipalId: `AROAEXAMPLE:${INSTANCE}`,
    });
    expect(content.observations).toEqual([]);
  });

  it("gives addresses to no interface where the instance has several", async () => {
    const [instance] = FINDING.Resources;
    const details = {
      AwsEc2Instance: {
        ...instance?.Details.AwsEc2Instance,
        NetworkInterfaces: [{ NetworkInterfaceId: "eni-1" }, { NetworkInterfaceId: "eni-2" }],
      },
    };
    const { content } = await readWhole(JSON.stringify({ ...FINDING, Resources: [{ ...instance, Details: details }] }));
    expect(content.observations.map(({ interfaceId, privateIps }) => [interfaceId, privateIps])).toEqual([
      [null, ["10.0.1.5"]],
      ["eni-1", []],
      ["eni-2", []],
    ]);
  });

  it("keeps samples, marked, and learns nothing from them", async () => {
    const { content } = await readWhole(JSON.stringify({ ...FINDING, Sample: true }));
    expect(content.findings[0]?.sample).toBe(true);
    expect(content.observations).toEqual([]);
  });

  it.each([
    ["no id", { ...FINDING, Id: undefined }, "Id or ProductArn is missing: no ASFF finding"],
    [
      "no time",
      { ...FINDING, FirstObservedAt: "soon", CreatedAt: 5, UpdatedAt: undefined },
      "FirstObservedAt, CreatedAt and UpdatedAt are missing: no time",
    ],
  ])("rejects a finding with %s, and reads on", async (_name, broken, reason) => {
    const { summary, content } = await readWhole(lines(FINDING, broken, FINDING));
    expect(summary).toMatchObject({ kind: "securityhub", records: 2, rejected: 1 });
    expect(content.rejections).toMatchObject([{ record: 2, reason }]);
  });

  it("gives the same however the file is cut", async () => {
    const text = lines(event(FINDING, { ...FINDING, Id: null }), GUARDDUTY, "{broken");
    const whole = await readWhole(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 8 }), async (cuts) => {
        expect(await readWhole(text, { cuts })).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});
