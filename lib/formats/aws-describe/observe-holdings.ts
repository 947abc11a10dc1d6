import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { Observation } from "@/lib/core/records";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { sortAddresses } from "@/lib/formats/observation";

/** What a description says of who holds what; without `atMs` it says no time. Names are in camelCase throughout. */
export type Said = Omit<Partial<Observation>, "record" | "proof">;

export function timeAt(object: JsonObject, name: string): number | undefined {
  const text = textAt(object, name);
  return text === null ? undefined : (parseInstant(text) ?? undefined);
}

const ACCOUNT_ID = /^\d{12}$/;

function instanceAt(object: JsonObject): string | null {
  const id = textAt(object, "instanceId");
  return id !== null && isInstanceId(id) ? id : null;
}

/** Every address of an interface, private and public; Elastic are those whose owner is an account, not `amazon`. */
export function interfaceAddresses(entry: JsonObject) {
  const associations = [entry, ...listAt(entry, "privateIpAddresses")].map((part) => objectAt(part, "association"));
  const { publicIps: elasticIps } = sortAddresses(
    associations
      .filter((part) => textAt(part, "allocationId") !== null || ACCOUNT_ID.test(textAt(part, "ipOwnerId") ?? ""))
      .map((part) => textAt(part, "publicIp")),
  );
  return { elasticIps, ...everyAddress(entry) };
}

function everyAddress(entry: JsonObject) {
  return sortAddresses([
    textAt(entry, "privateIpAddress"),
    textAt(objectAt(entry, "association"), "publicIp"),
    ...listAt(entry, "privateIpAddresses").flatMap((address) => [
      textAt(address, "privateIpAddress"),
      textAt(objectAt(address, "association"), "publicIp"),
    ]),
    ...listAt(entry, "ipv6Addresses").map((address) => textAt(address, "ipv6Address")),
  ]);
}

export function interfaceSaid(entry: JsonObject, holder: string | null): Said {
  const attachment = objectAt(entry, "attachment");
  const instanceId = holder ?? instanceAt(attachment);
  const attachedAt = timeAt(attachment, "attachTime");
  const association = objectAt(entry, "association");
  return {
    atMs: attachedAt,
    beganAtMs: instanceId === null ? null : (attachedAt ?? null),
    accountId: textAt(entry, "ownerId"),
    region: regionOf(entry),
    vpcId: textAt(entry, "vpcId"),
    subnetId: textAt(entry, "subnetId"),
    interfaceId: textAt(entry, "networkInterfaceId"),
    instanceId,
    attachmentId: textAt(attachment, "attachmentId"),
    deviceIndex: numberAt(attachment, "deviceIndex"),
    allocationId: textAt(association, "allocationId"),
    associationId: textAt(association, "associationId"),
    interfaceType: textAt(entry, "interfaceType"),
    description: textAt(entry, "description"),
    ...interfaceAddresses(entry),
  };
}

function regionOf(entry: JsonObject): string | null {
  const zone = textAt(objectAt(entry, "placement"), "availabilityZone") ?? textAt(entry, "availabilityZone");
  return zone === null ? null : (/^[a-z]+(?:-[a-z]+)+-\d+/.exec(zone)?.[0] ?? null);
}

export function instanceSaid(instance: JsonObject, accountId: string | null): Said[] | string {
  const instanceId = instanceAt(instance);
  if (instanceId === null) return "InstanceId is missing or no instance id";
  const shared: Said = {
    accountId,
    region: regionOf(instance),
    vpcId: textAt(instance, "vpcId"),
    subnetId: textAt(instance, "subnetId"),
    roleArn: textAt(objectAt(instance, "iamInstanceProfile"), "arn"),
  };
  const interfaces = listAt(instance, "networkInterfaces");
  if (interfaces.length === 0) {
    const ips = sortAddresses([textAt(instance, "privateIpAddress"), textAt(instance, "publicIpAddress")]);
    return [{ ...shared, instanceId, atMs: timeAt(instance, "launchTime"), ...ips }];
  }
  return interfaces.map((entry) => {
    const said = interfaceSaid(entry, instanceId);
    return { ...said, ...shared, subnetId: said.subnetId ?? shared.subnetId, vpcId: said.vpcId ?? shared.vpcId };
  });
}

export function addressSaid(address: JsonObject): Said[] | string {
  const interfaceId = textAt(address, "networkInterfaceId");
  const ips = sortAddresses([textAt(address, "publicIp"), textAt(address, "carrierIp")]);
  if (ips.publicIps.length === 0) return "PublicIp is missing or no address";
  return [
    {
      interfaceId,
      // The address belongs to the interface; who holds that, others tell with a time.
      instanceId: interfaceId === null ? instanceAt(address) : null,
      allocationId: textAt(address, "allocationId"),
      associationId: textAt(address, "associationId"),
      elasticIps: ips.publicIps,
      ...ips,
    },
  ];
}

export function natSaid(gateway: JsonObject): Said[] | string {
  const natGatewayId = textAt(gateway, "natGatewayId");
  if (natGatewayId === null) return "NatGatewayId is missing";
  const shared: Said = {
    atMs: timeAt(gateway, "createTime"),
    natGatewayId,
    vpcId: textAt(gateway, "vpcId"),
    subnetId: textAt(gateway, "subnetId"),
  };
  const addresses = listAt(gateway, "natGatewayAddresses");
  if (addresses.length === 0) return [shared];
  return addresses.map((address, index) => ({
    ...shared,
    // Its first address has been the gateway's since it was made.
    beganAtMs: index === 0 ? (shared.atMs ?? null) : null,
    interfaceId: textAt(address, "networkInterfaceId"),
    allocationId: textAt(address, "allocationId"),
    ...sortAddresses([textAt(address, "privateIp"), textAt(address, "publicIp")]),
  }));
}

/** The interfaces of an endpoint are the service's door, and no instance's. */
export function endpointSaid(endpoint: JsonObject): Said[] | string {
  if (textAt(endpoint, "vpcEndpointId") === null) return "VpcEndpointId is missing";
  const ids = Array.isArray(endpoint.networkInterfaceIds) ? endpoint.networkInterfaceIds : [];
  const balances = textAt(endpoint, "vpcEndpointType") === "GatewayLoadBalancer";
  return ids.flatMap((id): Said[] =>
    typeof id !== "string" || id === ""
      ? []
      : [
          {
            atMs: timeAt(endpoint, "creationTimestamp"),
            accountId: textAt(endpoint, "ownerId"),
            vpcId: textAt(endpoint, "vpcId"),
            interfaceId: id,
            interfaceType: balances ? "gateway_load_balancer_endpoint" : "vpc_endpoint",
            description: textAt(endpoint, "serviceName"),
          },
        ],
  );
}

/** Which role an instance had; an association that is over says nothing of now. */
export function profileSaid(association: JsonObject): Said[] | string {
  const instanceId = instanceAt(association);
  if (instanceId === null) return "InstanceId is missing or no instance id";
  const roleArn = textAt(objectAt(association, "iamInstanceProfile"), "arn");
  return [{ atMs: timeAt(association, "timestamp"), instanceId, roleArn }];
}
