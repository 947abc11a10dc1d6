import type { Observation } from "@/lib/core/records";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { sortAddresses } from "@/lib/formats/observation";

/** What a call says of a holding, before its time and place are added. */
export type Said = Partial<Observation> & Pick<Observation, "event">;

/** A list's texts, whether they stand in it bare or each under a name. */
function textsOf(object: JsonObject, name: string, member: string): (string | null)[] {
  const value = object[name];
  const list = isObject(value) ? (value.items ?? value.item ?? [value]) : value;
  const entries = Array.isArray(list) ? list : list === undefined ? [] : [list];
  return entries.map((entry) => (isObject(entry) ? textAt(entry, member) : typeof entry === "string" ? entry : null));
}

/** Later calls of EC2 stand in CloudTrail under their own name, `…Request` and `…Response`, in capitals or not. */
export function unwrapped(object: JsonObject, wrapper: string): JsonObject {
  const inner = { ...object, ...objectAt(object, wrapper) };
  const folded = Object.entries(inner).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]);
  return Object.fromEntries(folded);
}

export function createNatGateway(response: JsonObject): Said[] {
  const gateway = objectAt(objectAt(response, "CreateNatGatewayResponse"), "natGateway");
  const shared = {
    event: "begins" as const,
    natGatewayId: textAt(gateway, "natGatewayId"),
    vpcId: textAt(gateway, "vpcId"),
    subnetId: textAt(gateway, "subnetId"),
  };
  const addresses = listAt(gateway, "natGatewayAddressSet");
  if (addresses.length === 0) return [shared];
  return addresses.map((address) => natAddress(shared, address));
}

function natAddress(shared: Said, address: JsonObject): Said {
  return {
    ...shared,
    interfaceId: textAt(address, "networkInterfaceId"),
    allocationId: textAt(address, "allocationId"),
    associationId: textAt(address, "associationId"),
    ...sortAddresses([textAt(address, "privateIp"), textAt(address, "publicIp")]),
  };
}

/** Further addresses that a NAT gateway is given or loses; the response tells of each. */
export function natAddresses(event: "begins" | "ends", call: string) {
  return (request: JsonObject, response: JsonObject): Said[] => {
    const said = unwrapped(response, `${call}Response`);
    const natGatewayId = textAt(said, "natGatewayId") ?? textAt(unwrapped(request, `${call}Request`), "natGatewayId");
    // The gateway itself stays: who is named here is the interface and its address.
    return listAt(said, "natGatewayAddressSet").map((address) => {
      const part = natAddress({ event }, address);
      return event === "begins" ? { ...part, natGatewayId } : part;
    });
  };
}

export function ipv6Addresses(event: "begins" | "ends", call: string) {
  return (request: JsonObject, response: JsonObject): Said[] => {
    const asked = unwrapped(request, `${call}Request`);
    const told = unwrapped(response, `${call}Response`);
    const ips = [
      ...textsOf(asked, "ipv6Addresses", "ipv6Address"),
      ...textsOf(told, event === "begins" ? "assignedIpv6Addresses" : "unassignedIpv6Addresses", "ipv6Address"),
    ];
    const addresses = sortAddresses(ips);
    if (addresses.privateIps.length + addresses.publicIps.length === 0) return [];
    const interfaceId = textAt(asked, "networkInterfaceId") ?? textAt(told, "networkInterfaceId");
    return interfaceId === null ? [] : [{ event, interfaceId, ...addresses }];
  };
}
