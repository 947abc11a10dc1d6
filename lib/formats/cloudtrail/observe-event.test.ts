import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const EVENT = {
  eventVersion: "1.08",
  userIdentity: { type: "IAMUser", accountId: "123456789012" },
  eventTime: "2023-11-14T22:13:20Z",
  awsRegion: "us-east-1",
  eventID: "e-1",
  recipientAccountId: "123456789012",
};

function ec2(eventName: string, requestParameters: unknown, responseElements: unknown, rest: object = {}) {
  return { ...EVENT, eventSource: "ec2.amazonaws.com", eventName, requestParameters, responseElements, ...rest };
}

async function observe(event: object) {
  const { content } = await readWhole(JSON.stringify({ Records: [event] }));
  expect(content.calls).toHaveLength(1);
  return content.observations;
}

describe("what EC2's calls say of who holds what", () => {
  const ran = ec2(
    "RunInstances",
    {},
    {
      instancesSet: {
        items: [
          {
            instanceId: INSTANCE,
            vpcId: "vpc-1",
            subnetId: "subnet-1",
            privateIpAddress: "10.0.1.5",
            iamInstanceProfile: { arn: "arn:aws:iam::123456789012:instance-profile/web" },
            networkInterfaceSet: {
              items: [
                {
                  networkInterfaceId: "eni-1",
                  attachment: { attachmentId: "eni-attach-1", deviceIndex: 0 },
                  privateIpAddressesSet: { item: [{ privateIpAddress: "10.0.1.5" }, { privateIpAddress: "10.0.1.6" }] },
                },
              ],
            },
          },
        ],
      },
    },
  );

  it("learns an instance, its interfaces and addresses from RunInstances", async () => {
    const observations = await observe(ran);
    expect(observations).toMatchObject([
      {
        event: "begins",
        proof: "call",
        atMs: 1_700_000_000_000,
        instanceId: INSTANCE,
        interfaceId: "eni-1",
        attachmentId: "eni-attach-1",
        deviceIndex: 0,
        vpcId: "vpc-1",
        subnetId: "subnet-1",
        privateIps: ["10.0.1.5", "10.0.1.6"],
        roleArn: "arn:aws:iam::123456789012:instance-profile/web",
      },
    ]);
  });

  it("learns nothing from a call that failed", async () => {
    expect(await observe({ ...ran, errorCode: "Client.UnauthorizedOperation" })).toEqual([]);
  });

  const held = { instancesSet: { items: [{ instanceId: INSTANCE }] } };
  it.each([
    ["TerminateInstances", held, held, [{ event: "ends", instanceId: INSTANCE }]],
    ["StopInstances", held, held, [{ event: "seen", instanceId: INSTANCE, power: "stopped" }]],
    ["StartInstances", held, held, [{ event: "seen", instanceId: INSTANCE, power: "started" }]],
    [
      "DeleteNetworkInterface",
      { networkInterfaceId: "eni-1" },
      { _return: true },
      [{ event: "ends", interfaceId: "eni-1" }],
    ],
    [
      "ReleaseAddress",
      { allocationId: "eipalloc-1" },
      { _return: true },
      [{ event: "ends", allocationId: "eipalloc-1" }],
    ],
    [
      "DeleteNatGateway",
      { DeleteNatGatewayRequest: { NatGatewayId: "nat-0c1d2e3f" } },
      { DeleteNatGatewayResponse: { natGatewayId: "nat-0c1d2e3f" } },
      [{ event: "ends", natGatewayId: "nat-0c1d2e3f", interfaceId: null }],
    ],
    [
      "CreateNatGateway",
      {},
      {
        CreateNatGatewayResponse: {
          natGateway: {
            natGatewayId: "nat-0c1d2e3f",
            natGatewayAddressSet: { item: { allocationId: "eipalloc-1", networkInterfaceId: "eni-1" } },
          },
        },
      },
      [{ event: "begins", natGatewayId: "nat-0c1d2e3f", allocationId: "eipalloc-1", interfaceId: "eni-1" }],
    ],
    [
      "AssociateNatGatewayAddress",
      { AssociateNatGatewayAddressRequest: { NatGatewayId: "nat-0c1d2e3f" } },
      {
        AssociateNatGatewayAddressResponse: {
          natGatewayId: "nat-0c1d2e3f",
          natGatewayAddressSet: { item: [{ networkInterfaceId: "eni-1", publicIp: "203.0.113.6" }] },
        },
      },
      [{ event: "begins", natGatewayId: "nat-0c1d2e3f", interfaceId: "eni-1", publicIps: ["203.0.113.6"] }],
    ],
    [
      "AssignIpv6Addresses",
      { AssignIpv6AddressesRequest: { NetworkInterfaceId: "eni-1", Ipv6AddressCount: 1 } },
      { AssignIpv6AddressesResponse: { networkInterfaceId: "eni-1", assignedIpv6Addresses: { item: "2001:db8::9" } } },
      [{ event: "begins", interfaceId: "eni-1", publicIps: ["2001:db8::9"] }],
    ],
    [
      "UnassignIpv6Addresses",
      { UnassignIpv6AddressesRequest: { NetworkInterfaceId: "eni-1", Ipv6Addresses: ["2001:db8::9"] } },
      {},
      [{ event: "ends", interfaceId: "eni-1", publicIps: ["2001:db8::9"] }],
    ],
    [
      "AttachNetworkInterface",
      { networkInterfaceId: "eni-1", instanceId: INSTANCE, deviceIndex: 1 },
      { attachmentId: "eni-attach-1" },
      [{ event: "begins", interfaceId: "eni-1", instanceId: INSTANCE, attachmentId: "eni-attach-1", deviceIndex: 1 }],
    ],
    [
      "DetachNetworkInterface",
      { attachmentId: "eni-attach-1" },
      { _return: true },
      [{ event: "ends", attachmentId: "eni-attach-1", interfaceId: null }],
    ],
    [
      "CreateNetworkInterface",
      {},
      { networkInterface: { networkInterfaceId: "eni-1", vpcId: "vpc-1", privateIpAddress: "10.0.1.7" } },
      [{ event: "begins", interfaceId: "eni-1", vpcId: "vpc-1", privateIps: ["10.0.1.7"], instanceId: null }],
    ],
    [
      "UnassignPrivateIpAddresses",
      { networkInterfaceId: "eni-1", privateIpAddressesSet: { item: [{ privateIpAddress: "10.0.1.8" }] } },
      null,
      [{ event: "ends", interfaceId: "eni-1", privateIps: ["10.0.1.8"] }],
    ],
    [
      "AllocateAddress",
      {},
      { allocationId: "eipalloc-1", publicIp: "203.0.113.5" },
      [{ event: "seen", allocationId: "eipalloc-1", publicIps: ["203.0.113.5"] }],
    ],
    [
      "AssociateAddress",
      { allocationId: "eipalloc-1", instanceId: INSTANCE },
      { associationId: "eipassoc-1" },
      [{ event: "begins", allocationId: "eipalloc-1", associationId: "eipassoc-1", instanceId: INSTANCE }],
    ],
    ["DisassociateAddress", { associationId: "eipassoc-1" }, null, [{ event: "ends", associationId: "eipassoc-1" }]],
    ["DescribeInstances", {}, null, []],
  ])("reads %s", async (name, request, response, expected) => {
    expect(await observe(ec2(name, request, response))).toMatchObject(expected);
  });
});
