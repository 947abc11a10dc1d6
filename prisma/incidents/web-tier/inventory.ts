import type { LogFiles } from "./log-files";
import {
  ACCOUNT,
  END,
  FLOATING,
  HOUR,
  INSTANCES,
  type Instance,
  NAT,
  PRIVATE_SUBNET,
  PUBLIC_SUBNET,
  REGION,
  START,
  VPC,
} from "./world";

/** EC2's own words on the instances, interfaces, addresses and gateways, written down at one moment. */
const AS_JSON = (objects: string[]) => `${objects.join(",\n")}\n`;

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "+00:00");
}

function attachmentOf(instance: Instance) {
  return {
    AttachTime: iso(instance.launchedAt),
    AttachmentId: `eni-attach-0${instance.instanceId.slice(3)}`,
    DeleteOnTermination: true,
    DeviceIndex: 0,
    InstanceId: instance.instanceId,
    InstanceOwnerId: ACCOUNT,
    Status: "attached",
  };
}

function exists(instance: Instance, atMs: number): boolean {
  return instance.launchedAt <= atMs && (instance.terminatedAt === null || instance.terminatedAt > atMs);
}

function interfaceOf(instance: Instance) {
  const association = instance.publicIp ? { Association: { PublicIp: instance.publicIp, IpOwnerId: ACCOUNT } } : {};
  return {
    NetworkInterfaceId: instance.interfaceId,
    InterfaceType: "interface",
    OwnerId: ACCOUNT,
    VpcId: VPC,
    SubnetId: instance.subnetId,
    Description: "",
    RequesterManaged: false,
    SourceDestCheck: true,
    Status: "in-use",
    PrivateIpAddress: instance.privateIp,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: instance.privateIp, ...association }],
    Ipv6Addresses: instance.publicIp ? [{ Ipv6Address: `2001:db8:20::${instance.privateIp.split(".").at(-1)}` }] : [],
    ...association,
    Attachment: attachmentOf(instance),
    Groups: [{ GroupId: "sg-0123456789abcdef0", GroupName: instance.role }],
    TagSet: [],
  };
}

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

function describeInterfaces(atMs: number) {
  const held = FLOATING.attachments.find(({ from, to }) => from <= atMs && (to === null || to > atMs));
  const floating = {
    NetworkInterfaceId: FLOATING.interfaceId,
    InterfaceType: "interface",
    OwnerId: ACCOUNT,
    VpcId: VPC,
    SubnetId: PRIVATE_SUBNET,
    Description: "service address that moves with its service",
    RequesterManaged: false,
    SourceDestCheck: true,
    Status: "in-use",
    PrivateIpAddress: FLOATING.privateIp,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: FLOATING.privateIp }],
    Ipv6Addresses: [],
    Attachment: held && {
      AttachTime: iso(held.from),
      AttachmentId: held.attachmentId,
      DeleteOnTermination: false,
      DeviceIndex: 1,
      InstanceId: held.instance.instanceId,
      InstanceOwnerId: ACCOUNT,
      Status: "attached",
    },
    Groups: [],
    TagSet: [],
  };
  const nat = {
    NetworkInterfaceId: NAT.interfaceId,
    InterfaceType: "natGateway",
    OwnerId: ACCOUNT,
    VpcId: VPC,
    SubnetId: PUBLIC_SUBNET,
    Description: `Interface for NAT Gateway ${NAT.id}`,
    RequesterManaged: true,
    SourceDestCheck: false,
    Status: "in-use",
    PrivateIpAddress: NAT.privateIp,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: NAT.privateIp, Association: { PublicIp: NAT.publicIp } }],
    Association: { PublicIp: NAT.publicIp, IpOwnerId: ACCOUNT },
    Ipv6Addresses: [],
    Groups: [],
    TagSet: [],
  };
  return {
    NetworkInterfaces: [...INSTANCES.filter((instance) => exists(instance, atMs)).map(interfaceOf), floating, nat],
  };
}

function describeAddresses() {
  return {
    Addresses: INSTANCES.filter((instance) => instance.publicIp).map((instance, index) => ({
      PublicIp: instance.publicIp,
      AllocationId: `eipalloc-0123456789abcde0${index}`,
      AssociationId: `eipassoc-0123456789abcde0${index}`,
      Domain: "vpc",
      InstanceId: instance.instanceId,
      NetworkInterfaceId: instance.interfaceId,
      NetworkInterfaceOwnerId: ACCOUNT,
      PrivateIpAddress: instance.privateIp,
    })),
  };
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
            AllocationId: "eipalloc-0fedcba9876543210",
            NetworkInterfaceId: NAT.interfaceId,
            PrivateIp: NAT.privateIp,
            PublicIp: NAT.publicIp,
          },
        ],
      },
    ],
  };
}

/** How many things each description tells of, by its file. */
export function writeInventory(files: LogFiles): void {
  const write = (name: string, atMs: number, described: Record<string, unknown[]>) => {
    const [wrapper, units] = Object.entries(described)[0] as [string, unknown[]];
    const wrap = (lines: string[]) => `{"${wrapper}": [\n${AS_JSON(lines)}]}\n`;
    for (const unit of units) files.add(name, { atMs, text: JSON.stringify(unit) }, { wrap });
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
