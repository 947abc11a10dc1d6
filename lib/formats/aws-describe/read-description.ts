import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { Observation } from "@/lib/core/records";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { observation, sortAddresses } from "@/lib/formats/observation";

type Said = Omit<Partial<Observation>, "record" | "proof">;

/** Descriptions carry no time of their own: what they say without a time in it has been so since ever. */
const SINCE_EVER = 0;

function timeAt(object: JsonObject, name: string): number | null {
  const text = textAt(object, name);
  return text === null ? null : parseInstant(text);
}

function instanceAt(object: JsonObject): string | null {
  const id = textAt(object, "InstanceId");
  return id !== null && isInstanceId(id) ? id : null;
}

function interfaceIps(entry: JsonObject) {
  return sortAddresses([
    textAt(entry, "PrivateIpAddress"),
    textAt(objectAt(entry, "Association"), "PublicIp"),
    ...listAt(entry, "PrivateIpAddresses").flatMap((address) => [
      textAt(address, "PrivateIpAddress"),
      textAt(objectAt(address, "Association"), "PublicIp"),
    ]),
    ...listAt(entry, "Ipv6Addresses").map((address) => textAt(address, "Ipv6Address")),
  ]);
}

function interfaceSaid(entry: JsonObject, holder: string | null): Said {
  const attachment = objectAt(entry, "Attachment");
  const instanceId = holder ?? instanceAt(attachment);
  const attachedAt = timeAt(attachment, "AttachTime");
  const association = objectAt(entry, "Association");
  return {
    atMs: attachedAt ?? SINCE_EVER,
    beganAtMs: instanceId === null ? null : attachedAt,
    accountId: textAt(entry, "OwnerId"),
    vpcId: textAt(entry, "VpcId"),
    subnetId: textAt(entry, "SubnetId"),
    interfaceId: textAt(entry, "NetworkInterfaceId"),
    instanceId,
    attachmentId: textAt(attachment, "AttachmentId"),
    deviceIndex: numberAt(attachment, "DeviceIndex"),
    allocationId: textAt(association, "AllocationId"),
    associationId: textAt(association, "AssociationId"),
    interfaceType: textAt(entry, "InterfaceType"),
    description: textAt(entry, "Description"),
    ...interfaceIps(entry),
  };
}

function regionOf(entry: JsonObject): string | null {
  const zone = textAt(objectAt(entry, "Placement"), "AvailabilityZone") ?? textAt(entry, "AvailabilityZone");
  return zone === null ? null : (/^[a-z]+(?:-[a-z]+)+-\d+/.exec(zone)?.[0] ?? null);
}

function instanceSaid(instance: JsonObject, accountId: string | null): Said[] | string {
  const instanceId = instanceAt(instance);
  if (instanceId === null) return "InstanceId is missing or no instance id";
  const shared: Said = {
    accountId,
    region: regionOf(instance),
    vpcId: textAt(instance, "VpcId"),
    subnetId: textAt(instance, "SubnetId"),
    roleArn: textAt(objectAt(instance, "IamInstanceProfile"), "Arn"),
  };
  const interfaces = listAt(instance, "NetworkInterfaces");
  if (interfaces.length === 0) {
    const ips = sortAddresses([textAt(instance, "PrivateIpAddress"), textAt(instance, "PublicIpAddress")]);
    return [{ ...shared, instanceId, atMs: timeAt(instance, "LaunchTime") ?? SINCE_EVER, ...ips }];
  }
  return interfaces.map((entry) => {
    const said = interfaceSaid(entry, instanceId);
    return { ...said, ...shared, subnetId: said.subnetId ?? shared.subnetId, vpcId: said.vpcId ?? shared.vpcId };
  });
}

function addressSaid(address: JsonObject): Said[] | string {
  const interfaceId = textAt(address, "NetworkInterfaceId");
  const ips = sortAddresses([textAt(address, "PublicIp"), textAt(address, "CarrierIp")]);
  if (ips.publicIps.length === 0) return "PublicIp is missing or no address";
  return [
    {
      atMs: SINCE_EVER,
      interfaceId,
      // The address belongs to the interface; who holds that, others tell with a time.
      instanceId: interfaceId === null ? instanceAt(address) : null,
      allocationId: textAt(address, "AllocationId"),
      associationId: textAt(address, "AssociationId"),
      ...ips,
    },
  ];
}

function natSaid(gateway: JsonObject): Said[] | string {
  const natGatewayId = textAt(gateway, "NatGatewayId");
  if (natGatewayId === null) return "NatGatewayId is missing";
  const shared: Said = {
    atMs: timeAt(gateway, "CreateTime") ?? SINCE_EVER,
    natGatewayId,
    vpcId: textAt(gateway, "VpcId"),
    subnetId: textAt(gateway, "SubnetId"),
  };
  const addresses = listAt(gateway, "NatGatewayAddresses");
  if (addresses.length === 0) return [shared];
  return addresses.map((address) => ({
    ...shared,
    interfaceId: textAt(address, "NetworkInterfaceId"),
    allocationId: textAt(address, "AllocationId"),
    ...sortAddresses([textAt(address, "PrivateIp"), textAt(address, "PublicIp")]),
  }));
}

/** The outputs of EC2 that the ledger reads, by the key of their list. */
const READERS: Record<string, (entry: JsonObject) => (Said[] | string)[]> = {
  Reservations: (entry) => {
    const owner = textAt(entry, "OwnerId");
    return listAt(entry, "Instances").map((instance) => instanceSaid(instance, owner));
  },
  NetworkInterfaces: (entry) => {
    const known = textAt(entry, "NetworkInterfaceId") !== null;
    return [known ? [{ ...interfaceSaid(entry, null), region: regionOf(entry) }] : "NetworkInterfaceId is missing"];
  },
  Addresses: (entry) => [addressSaid(entry)],
  NatGateways: (entry) => [natSaid(entry)],
};

export const DESCRIPTIONS: ReadonlySet<string> = new Set(Object.keys(READERS));

/**
 * Reads what EC2's describe calls print: instances, interfaces, addresses, NAT gateways. Each of them is a record.
 * Source: EC2 API Reference, DescribeInstances, DescribeNetworkInterfaces, DescribeAddresses, DescribeNatGateways.
 */
export class DescriptionReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #read: (entry: JsonObject) => (Said[] | string)[];

  constructor(sink: LogSink, list: string) {
    this.#sink = sink;
    this.#read = READERS[list] ?? (() => ["not an EC2 description that is read here"]);
  }

  object(entry: JsonObject, text: string): void {
    for (const said of this.#read(entry)) {
      if (typeof said === "string") {
        this.#sink.reject(said, text);
        continue;
      }
      const record = this.#sink.accept();
      for (const part of said) {
        this.#sink.observe(
          observation({ event: "seen", ...part, atMs: part.atMs ?? SINCE_EVER, record, proof: "description" }),
        );
      }
    }
  }
}
