import { describeInterfaces, exists, interfaceOf, iso } from "./describe-interfaces";
import type { LogFiles } from "./log-files";
import { type Truth, truthOf } from "./truth";
import { ACCOUNT, END, FLOATING, HOUR, INSTANCES, NAT, PUBLIC_SUBNET, REGION, START, VPC } from "./world";

const NAT_ALLOCATION = "eipalloc-0fedcba9876543210";

function describeInstances(atMs: number) {
  return {
    Reservations: INSTANCES.filter((instance) => exists(instance, atMs)).map((instance) => ({
      OwnerId: ACCOUNT,
      ReservationId: `r-0${instance.instanceId.slice(3)}`,
      Instances: [
        {
          InstanceId: instance.instanceId,
          InstanceType: "m7g.large",
          ImageId: "ami-0123456789abcdef0",
          LaunchTime: iso(instance.launchedAt),
          State: { Code: 16, Name: "running" },
          VpcId: VPC,
          SubnetId: instance.subnetId,
          PrivateIpAddress: instance.privateIp,
          ...(instance.publicIp ? { PublicIpAddress: instance.publicIp } : {}),
          IamInstanceProfile: {
            Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${instance.role}`,
            Id: "AIPAEXAMPLE0000000001",
          },
          MetadataOptions: { HttpTokens: "optional", HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2 },
          NetworkInterfaces: [{ ...interfaceOf(instance), TagSet: undefined }],
          SecurityGroups: [{ GroupId: "sg-0123456789abcdef0", GroupName: instance.role }],
          Placement: { AvailabilityZone: `${REGION}a`, Tenancy: "default" },
          Tags: [{ Key: "Name", Value: instance.name }],
        },
      ],
    })),
  };
}

function describeAddresses() {
  const own = INSTANCES.filter((instance) => instance.publicIp).map((instance, index) => ({
    PublicIp: instance.publicIp,
    AllocationId: `eipalloc-0123456789abcde0${index}`,
    AssociationId: `eipassoc-0123456789abcde0${index}`,
    Domain: "vpc",
    InstanceId: instance.instanceId,
    NetworkInterfaceId: instance.interfaceId,
    NetworkInterfaceOwnerId: ACCOUNT,
    PrivateIpAddress: instance.privateIp,
  }));
  const gateway = {
    PublicIp: NAT.publicIp,
    AllocationId: NAT_ALLOCATION,
    AssociationId: "eipassoc-0fedcba9876543210",
    Domain: "vpc",
    NetworkInterfaceId: NAT.interfaceId,
    NetworkInterfaceOwnerId: ACCOUNT,
    PrivateIpAddress: NAT.privateIp,
  };
  return { Addresses: [...own, gateway] };
}

function describeNatGateways() {
  return {
    NatGateways: [
      {
        NatGatewayId: NAT.id,
        VpcId: VPC,
        SubnetId: PUBLIC_SUBNET,
        State: "available",
        ConnectivityType: "public",
        CreateTime: iso(START - 200 * 24 * HOUR),
        NatGatewayAddresses: [
          {
            AllocationId: NAT_ALLOCATION,
            NetworkInterfaceId: NAT.interfaceId,
            PrivateIp: NAT.privateIp,
            PublicIp: NAT.publicIp,
          },
        ],
      },
    ],
  };
}

function indent(text: string): string {
  return text.replace(/^/gm, " ".repeat(8));
}

/** Two descriptions of the VPC, as it was at the beginning and at the end of the 48 hours. */
export function writeInventory(files: LogFiles, truth: Truth): void {
  for (const { instanceId, interfaceId } of INSTANCES) truthOf(truth, instanceId).interfaces.add(interfaceId);
  for (const { instance } of FLOATING.attachments) {
    truthOf(truth, instance.instanceId).interfaces.add(FLOATING.interfaceId);
  }
  const write = (name: string, atMs: number, described: Record<string, unknown[]>) => {
    const [wrapper, units] = Object.entries(described)[0] as [string, unknown[]];
    // As the AWS command line prints it: indented by four.
    const wrap = (entries: string[]) => `{\n    "${wrapper}": [\n${entries.map(indent).join(",\n")}\n    ]\n}\n`;
    for (const unit of units) files.add(name, { atMs, text: JSON.stringify(unit, null, 4) }, { wrap });
  };
  for (const [folder, atMs] of [
    ["describe/before", START],
    ["describe/after", END],
  ] as const) {
    write(`${folder}/describe-instances.json`, atMs, describeInstances(atMs));
    write(`${folder}/describe-network-interfaces.json`, atMs, describeInterfaces(atMs));
  }
  write("describe/after/describe-addresses.json", END, describeAddresses());
  write("describe/after/describe-nat-gateways.json", END, describeNatGateways());
}
