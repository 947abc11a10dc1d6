import { ACCOUNT, FLOATING, INSTANCES, type Instance, NAT, PRIVATE_SUBNET, PUBLIC_SUBNET, VPC } from "./world";

/** A moment as EC2's command line prints it. */
export function iso(ms: number): string {
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

export function exists(instance: Instance, atMs: number): boolean {
  return instance.launchedAt <= atMs && (instance.terminatedAt === null || instance.terminatedAt > atMs);
}

export function interfaceOf(instance: Instance) {
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

/** Every interface as EC2 describes it at a moment. */
export function describeInterfaces(atMs: number) {
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
    Attachment: {
      AttachmentId: "ela-attach-0fa7c0de00000001f",
      DeleteOnTermination: false,
      DeviceIndex: 1,
      InstanceOwnerId: "amazon-aws",
      Status: "attached",
    },
    Ipv6Addresses: [],
    Groups: [],
    TagSet: [],
  };
  return {
    NetworkInterfaces: [...INSTANCES.filter((instance) => exists(instance, atMs)).map(interfaceOf), floating, nat],
  };
}
