import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const ATTACHED = "2023-11-14T22:13:20+00:00";

function attached(id: string, rest: object = {}) {
  return {
    NetworkInterfaceId: id,
    VpcId: "vpc-1",
    SubnetId: "subnet-1",
    OwnerId: "123456789012",
    InterfaceType: "interface",
    PrivateIpAddress: "10.0.1.5",
    PrivateIpAddresses: [{ PrivateIpAddress: "10.0.1.5", Primary: true, Association: { PublicIp: "203.0.113.5" } }],
    Ipv6Addresses: [{ Ipv6Address: "2001:DB8::5" }],
    Attachment: { AttachmentId: "eni-attach-1", AttachTime: ATTACHED, DeviceIndex: 0, InstanceId: INSTANCE },
    ...rest,
  };
}

const instance = {
  InstanceId: INSTANCE,
  LaunchTime: "2023-11-01T00:00:00.000Z",
  VpcId: "vpc-1",
  SubnetId: "subnet-1",
  Placement: { AvailabilityZone: "us-east-1a" },
  IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/web" },
  NetworkInterfaces: [
    attached("eni-1", { Attachment: { AttachmentId: "eni-attach-1", AttachTime: ATTACHED, DeviceIndex: 0 } }),
  ],
};

describe("EC2 descriptions", () => {
  it("reads the instances inside reservations, each as a record", async () => {
    const document = {
      Reservations: [
        {
          Instances: [instance, { ...instance, InstanceId: "i-abcdef01", NetworkInterfaces: [] }],
          OwnerId: "123456789012",
        },
        { OwnerId: "123456789012", Instances: [{ ...instance, InstanceId: "not an id" }] },
      ],
    };
    const { summary, content } = await readWhole(JSON.stringify(document, null, 4));
    expect(summary).toMatchObject({ kind: "aws-describe", records: 2, rejected: 1, firstEventMs: null });
    expect(content.observations).toMatchObject([
      {
        record: 1,
        event: "seen",
        proof: "description",
        atMs: 1_700_000_000_000,
        beganAtMs: 1_700_000_000_000,
        accountId: "123456789012",
        region: "us-east-1",
        instanceId: INSTANCE,
        interfaceId: "eni-1",
        attachmentId: "eni-attach-1",
        deviceIndex: 0,
        privateIps: ["10.0.1.5"],
        publicIps: ["203.0.113.5", "2001:db8::5"],
        roleArn: "arn:aws:iam::123456789012:instance-profile/web",
      },
      { record: 2, instanceId: "i-abcdef01", interfaceId: null, atMs: Date.parse("2023-11-01T00:00:00Z") },
    ]);
    expect(content.rejections[0]?.record).toBe(3);
  });

  it("reads interfaces, those of gateways by their type and description", async () => {
    const gateway = attached("eni-2", {
      InterfaceType: "nat_gateway",
      Description: "Interface for NAT Gateway nat-0123456789abcdef0",
      Attachment: { AttachmentId: "ela-attach-1" },
    });
    const { summary, content } = await readWhole(
      JSON.stringify({ NetworkInterfaces: [attached("eni-1"), gateway, {}] }),
    );
    expect(summary).toMatchObject({ kind: "aws-describe", records: 2, rejected: 1 });
    expect(content.observations).toMatchObject([
      { interfaceId: "eni-1", instanceId: INSTANCE, beganAtMs: 1_700_000_000_000, interfaceType: "interface" },
      {
        interfaceId: "eni-2",
        instanceId: null,
        beganAtMs: null,
        interfaceType: "nat_gateway",
        description: "Interface for NAT Gateway nat-0123456789abcdef0",
      },
    ]);
  });

  it("reads addresses and NAT gateways", async () => {
    const addresses = {
      Addresses: [
        {
          PublicIp: "203.0.113.5",
          AllocationId: "eipalloc-1",
          AssociationId: "eipassoc-1",
          NetworkInterfaceId: "eni-1",
          InstanceId: INSTANCE,
        },
        { PublicIp: "203.0.113.6", InstanceId: INSTANCE, Domain: "standard" },
      ],
    };
    const described = await readWhole(JSON.stringify(addresses));
    expect(described.summary).toMatchObject({ kind: "aws-describe", records: 2, rejected: 0 });
    expect(described.content.observations).toMatchObject([
      {
        publicIps: ["203.0.113.5"],
        interfaceId: "eni-1",
        instanceId: null,
        allocationId: "eipalloc-1",
        associationId: "eipassoc-1",
      },
      { publicIps: ["203.0.113.6"], interfaceId: null, instanceId: INSTANCE },
    ]);
    const gateways = {
      NatGateways: [
        {
          NatGatewayId: "nat-1",
          VpcId: "vpc-1",
          CreateTime: ATTACHED,
          NatGatewayAddresses: [
            { NetworkInterfaceId: "eni-3", PrivateIp: "10.0.0.4", PublicIp: "203.0.113.7", AllocationId: "eipalloc-2" },
          ],
        },
      ],
    };
    const { summary, content } = await readWhole(JSON.stringify(gateways));
    expect(summary).toMatchObject({ kind: "aws-describe", records: 1 });
    expect(content.observations).toMatchObject([
      {
        natGatewayId: "nat-1",
        vpcId: "vpc-1",
        interfaceId: "eni-3",
        privateIps: ["10.0.0.4"],
        publicIps: ["203.0.113.7"],
      },
    ]);
  });
});
