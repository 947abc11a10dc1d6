import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const CAPTURED = "2023-11-14T22:13:20.000Z";
const AT = 1_700_000_000_000;

function item(type: string, id: string, configuration: unknown, rest: object = {}) {
  return {
    configurationItemVersion: "1.3",
    configurationItemCaptureTime: CAPTURED,
    configurationItemStatus: "OK",
    awsAccountId: "123456789012",
    awsRegion: "us-east-1",
    resourceType: type,
    resourceId: id,
    configuration,
    ...rest,
  };
}

const CARD = {
  networkInterfaceId: "eni-1",
  vpcId: "vpc-1",
  subnetId: "subnet-1",
  status: "in-use",
  groups: [{ groupId: "sg-1", groupName: "web" }],
  privateIpAddress: "10.0.1.5",
  privateIpAddresses: [{ privateIpAddress: "10.0.1.5", association: { publicIp: "203.0.113.5" } }],
  attachment: { instanceId: INSTANCE, attachTime: "2023-11-01T00:00:00.000Z", deviceIndex: 0 },
};
const GROUP = {
  groupId: "sg-1",
  groupName: "web",
  vpcId: "vpc-1",
  ipPermissions: [
    {
      ...{
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        ipRanges: ["0.0.0.0/0"],
        ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }],
      },
      userIdGroupPairs: [{ userId: "123456789012", groupId: "sg-2" }],
    },
  ],
  ipPermissionsEgress: [],
};
const card = item("AWS::EC2::NetworkInterface", "eni-1", CARD);
const group = item("AWS::EC2::SecurityGroup", "sg-1", GROUP);
const file = (...items: unknown[]) =>
  JSON.stringify({ fileVersion: "1.0", configSnapshotId: "s", configurationItems: items });

describe("AWS Config", () => {
  it("reads a capture in seconds since 1970, as the first version of the command prints it", async () => {
    const { summary, content } = await readWhole(file({ ...card, configurationItemCaptureTime: AT / 1000 + 0.25 }));
    expect(summary).toMatchObject({ kind: "config", records: 1, rejected: 0 });
    expect(content.observations[0]).toMatchObject({ atMs: AT + 250, interfaceId: "eni-1" });
  });

  it("reads who held what and which rules stood, as of the capture", async () => {
    const { summary, content } = await readWhole(file(card, group, item("AWS::S3::Bucket", "b", { name: "b" })));
    expect(summary).toMatchObject({ kind: "config", records: 3, rejected: 0 });
    expect(content.observations).toMatchObject([
      {
        ...{ record: 1, event: "seen", proof: "description", atMs: AT, beganAtMs: Date.parse("2023-11-01T00:00:00Z") },
        ...{
          accountId: "123456789012",
          region: "us-east-1",
          vpcId: "vpc-1",
          interfaceId: "eni-1",
          instanceId: INSTANCE,
        },
        ...{ privateIps: ["10.0.1.5"], publicIps: ["203.0.113.5"] },
      },
    ]);
    expect(content.descriptions).toMatchObject([
      { record: 1, atMs: AT, rules: { kind: "interface", interfaceId: "eni-1", groupIds: ["sg-1"] } },
      { record: 2, atMs: AT, gone: false, rules: { kind: "security-group", groupId: "sg-1" } },
    ]);
    // AWS Config writes each IPv4 range twice: it is one rule.
    expect(content.descriptions[1]?.rules).toMatchObject({
      rules: [
        { protocol: 6, fromPort: 443, peer: { kind: "network", cidr: "0.0.0.0/0" } },
        { protocol: 6, fromPort: 443, peer: { kind: "group", groupId: "sg-2" } },
      ],
    });
  });

  it("reads the API's items, whose configuration is a text", async () => {
    const { awsAccountId: accountId, ...rest } = card;
    const page = { configurationItems: [{ ...rest, accountId, configuration: JSON.stringify(CARD) }] };
    const { content } = await readWhole(JSON.stringify(page, null, 4));
    expect(content).toEqual((await readWhole(file(card))).content);
  });

  it.each([
    ["a notification", { messageType: "ConfigurationItemChangeNotification", configurationItem: card }],
    [
      "an event of EventBridge",
      { "detail-type": "Config Configuration Item Change", detail: { configurationItem: card } },
    ],
    ["an item alone", card],
  ])("reads %s", async (_name, value) => {
    const { summary, content } = await readWhole(JSON.stringify(value));
    expect(summary).toMatchObject({ kind: "config", records: 1 });
    expect(content).toEqual((await readWhole(file(card))).content);
  });

  it("ends what is deleted, and the hold of an interface that hangs on nothing", async () => {
    const gone = { configurationItemStatus: "ResourceDeleted" };
    const { content } = await readWhole(
      file(
        item("AWS::EC2::Instance", INSTANCE, null, gone),
        item("AWS::EC2::SecurityGroup", "sg-1", null, gone),
        item("AWS::EC2::NetworkInterface", "eni-1", { ...CARD, status: "available", attachment: null }),
      ),
    );
    expect(content.observations).toMatchObject([
      { record: 1, event: "ends", instanceId: INSTANCE, atMs: AT, interfaceId: null },
      { record: 3, event: "seen", interfaceId: "eni-1", instanceId: null, privateIps: ["10.0.1.5"] },
      { record: 3, event: "ends", interfaceId: "eni-1", instanceId: null, privateIps: [] },
    ]);
    expect(content.descriptions).toMatchObject([
      { record: 2, gone: true, rules: { groupId: "sg-1" } },
      { record: 3, gone: false, rules: { interfaceId: "eni-1" } },
    ]);
  });

  it.each([
    ["no type", { ...card, resourceType: undefined }, "resourceType or resourceId is missing: no configuration item"],
    ["no time", { ...card, configurationItemCaptureTime: null }, "configurationItemCaptureTime is missing: no time"],
    [
      "a strange time",
      { ...card, configurationItemCaptureTime: "soon" },
      'configurationItemCaptureTime "soon" is not a time',
    ],
    [
      "a thing without its id",
      item("AWS::EC2::NatGateway", "nat-1", {}),
      "AWS::EC2::NatGateway: NatGatewayId is missing",
    ],
  ])("rejects an item with %s, and reads on", async (_name, broken, reason) => {
    const { summary, content } = await readWhole(file(card, broken, group));
    expect(summary).toMatchObject({ kind: "config", records: 2, rejected: 1 });
    expect(content.rejections).toMatchObject([{ record: 2, reason }]);
  });

  it("knows an empty history", async () => {
    expect((await readWhole(file())).summary).toMatchObject({ kind: "config", records: 0, rejected: 0, reason: null });
  });

  it("gives the same however the file is cut", async () => {
    const text = file(
      card,
      group,
      { resourceType: 5 },
      item("AWS::EC2::EIP", "eipalloc-1", { publicIp: "203.0.113.9" }),
    );
    const whole = await readWhole(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 8 }), async (cuts) => {
        expect(await readWhole(text, { cuts })).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});
