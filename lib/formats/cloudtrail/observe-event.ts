import { isInstanceId } from "@/lib/core/instance-id";
import { isInstant } from "@/lib/core/instant";
import type { ApiCallRecord, Observation } from "@/lib/core/records";
import {
  createNatGateway,
  ipv6Addresses,
  natAddresses,
  type Said,
  unwrapped,
} from "@/lib/formats/cloudtrail/observe-addresses";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { observation, sortAddresses } from "@/lib/formats/observation";

function idOf(object: JsonObject): string | null {
  const id = textAt(object, "instanceId");
  return id !== null && isInstanceId(id) ? id : null;
}

function privateIpsOf(holder: JsonObject): (string | null)[] {
  return [
    textAt(holder, "privateIpAddress"),
    ...listAt(holder, "privateIpAddressesSet").map((entry) => textAt(entry, "privateIpAddress")),
    ...listAt(holder, "assignedPrivateIpAddressesSet").map((entry) => textAt(entry, "assignedPrivateIpAddress")),
    ...listAt(holder, "ipv6AddressesSet").map((entry) => textAt(entry, "ipv6Address")),
  ];
}

/** CloudTrail writes a launch as epoch ms, a number or its text. */
function launchedAt(instance: JsonObject): number | null {
  const { launchTime } = instance;
  const ms = typeof launchTime === "string" && /^\d{1,15}$/.test(launchTime) ? Number(launchTime) : launchTime;
  return typeof ms === "number" && isInstant(ms) ? ms : null;
}

function runInstances(response: JsonObject): Said[] {
  return listAt(response, "instancesSet").flatMap((instance): Said[] => {
    const instanceId = idOf(instance);
    if (instanceId === null) return [];
    const shared = {
      event: "begins" as const,
      instanceId,
      vpcId: textAt(instance, "vpcId"),
      subnetId: textAt(instance, "subnetId"),
      roleArn: textAt(objectAt(instance, "iamInstanceProfile"), "arn"),
      // As the answer states it: the ledger goes by the call's own time, and says where the two differ.
      beganAtMs: launchedAt(instance),
    };
    const interfaces = listAt(instance, "networkInterfaceSet").map((entry): Said => {
      const attachment = objectAt(entry, "attachment");
      return {
        ...shared,
        interfaceId: textAt(entry, "networkInterfaceId"),
        attachmentId: textAt(attachment, "attachmentId"),
        deviceIndex: numberAt(attachment, "deviceIndex"),
        ...sortAddresses(privateIpsOf(entry)),
      };
    });
    if (interfaces.length > 0) return interfaces;
    return [{ ...shared, ...sortAddresses([textAt(instance, "privateIpAddress"), textAt(instance, "ipAddress")]) }];
  });
}

function createInterface(response: JsonObject): Said[] {
  const made = objectAt(response, "networkInterface");
  return [
    {
      event: "begins",
      interfaceId: textAt(made, "networkInterfaceId"),
      vpcId: textAt(made, "vpcId"),
      subnetId: textAt(made, "subnetId"),
      interfaceType: textAt(made, "interfaceType"),
      description: textAt(made, "description"),
      ...sortAddresses(privateIpsOf(made)),
    },
  ];
}

function profileOf(request: JsonObject, wrapper: string): Said[] {
  const asked = { ...request, ...objectAt(request, wrapper) };
  const profile = { ...objectAt(asked, "IamInstanceProfile"), ...objectAt(asked, "iamInstanceProfile") };
  const instanceId = textAt(asked, "InstanceId") ?? textAt(asked, "instanceId");
  const roleArn = textAt(profile, "Arn") ?? textAt(profile, "arn");
  return instanceId !== null && isInstanceId(instanceId) ? [{ event: "seen", instanceId, roleArn }] : [];
}

function powerOf(power: "stopped" | "started") {
  return (request: JsonObject, response: JsonObject): Said[] =>
    instancesSeen(request, response).map((said) => ({ ...said, power }));
}

function instancesSeen(request: JsonObject, response: JsonObject): Said[] {
  const items = listAt(response, "instancesSet");
  const ids = (items.length > 0 ? items : listAt(request, "instancesSet")).map(idOf);
  return ids.flatMap((instanceId): Said[] => (instanceId ? [{ event: "seen", instanceId }] : []));
}

/** What EC2's calls say of who holds what, by name of the call. */
const CALLS: Record<string, (request: JsonObject, response: JsonObject) => Said[]> = {
  RunInstances: (_, response) => runInstances(response),
  StartInstances: powerOf("started"),
  StopInstances: powerOf("stopped"),
  TerminateInstances: (request, response) =>
    instancesSeen(request, response).map((said): Said => ({ ...said, event: "ends" })),
  AttachNetworkInterface: (request, response) => [
    {
      event: "begins",
      interfaceId: textAt(request, "networkInterfaceId"),
      instanceId: idOf(request),
      attachmentId: textAt(response, "attachmentId"),
      deviceIndex: numberAt(request, "deviceIndex"),
    },
  ],
  DetachNetworkInterface: (request) => [{ event: "ends", attachmentId: textAt(request, "attachmentId") }],
  CreateNetworkInterface: (_, response) => createInterface(response),
  DeleteNetworkInterface: (request) => {
    const interfaceId = textAt(request, "networkInterfaceId");
    return interfaceId === null ? [] : [{ event: "ends", interfaceId }];
  },
  AssignIpv6Addresses: ipv6Addresses("begins", "AssignIpv6Addresses"),
  UnassignIpv6Addresses: ipv6Addresses("ends", "UnassignIpv6Addresses"),
  AssignPrivateIpAddresses: (request, response) => [
    {
      event: "begins",
      interfaceId: textAt(request, "networkInterfaceId"),
      ...sortAddresses([...privateIpsOf(request), ...privateIpsOf(response)]),
    },
  ],
  UnassignPrivateIpAddresses: (request) => [
    { event: "ends", interfaceId: textAt(request, "networkInterfaceId"), ...sortAddresses(privateIpsOf(request)) },
  ],
  // Says which address an allocation is; calls that associate it may name the allocation alone.
  AllocateAddress: (_, response) => [
    {
      event: "seen",
      allocationId: textAt(response, "allocationId"),
      ...sortAddresses([textAt(response, "publicIp")]),
    },
  ],
  AssociateAddress: (request, response) => [
    {
      event: "begins",
      interfaceId: textAt(request, "networkInterfaceId"),
      instanceId: textAt(request, "networkInterfaceId") === null ? idOf(request) : null,
      allocationId: textAt(request, "allocationId"),
      associationId: textAt(response, "associationId"),
      ...sortAddresses([textAt(request, "publicIp")]),
    },
  ],
  DisassociateAddress: (request) => [
    { event: "ends", associationId: textAt(request, "associationId"), ...sortAddresses([textAt(request, "publicIp")]) },
  ],
  // Nobody holds an address that was given back.
  ReleaseAddress: (request) => [
    { event: "ends", allocationId: textAt(request, "allocationId"), ...sortAddresses([textAt(request, "publicIp")]) },
  ],
  CreateNatGateway: (_, response) => createNatGateway(response),
  DeleteNatGateway: (request) => {
    const natGatewayId = textAt(unwrapped(request, "DeleteNatGatewayRequest"), "natGatewayId");
    return natGatewayId === null ? [] : [{ event: "ends", natGatewayId }];
  },
  AssociateNatGatewayAddress: natAddresses("begins", "AssociateNatGatewayAddress"),
  AssignPrivateNatGatewayAddress: natAddresses("begins", "AssignPrivateNatGatewayAddress"),
  DisassociateNatGatewayAddress: natAddresses("ends", "DisassociateNatGatewayAddress"),
  UnassignPrivateNatGatewayAddress: natAddresses("ends", "UnassignPrivateNatGatewayAddress"),
  AssociateIamInstanceProfile: (request) => profileOf(request, "AssociateIamInstanceProfileRequest"),
  ReplaceIamInstanceProfileAssociation: (_, response) =>
    profileOf(
      objectAt(objectAt(response, "ReplaceIamInstanceProfileAssociationResponse"), "iamInstanceProfileAssociation"),
      "",
    ),
};

/** Names of EC2's calls that say who holds what. */
export const HOLDING_CALLS: readonly string[] = Object.keys(CALLS);

/** What a successful call of EC2 says about interfaces, addresses and instances; [] for any other event. */
export function observeEvent(call: ApiCallRecord, event: JsonObject): Observation[] {
  if (call.eventSource !== "ec2.amazonaws.com" || !Object.hasOwn(CALLS, call.eventName)) return [];
  const read = CALLS[call.eventName];
  if (!read) return [];
  const said = read(objectAt(event, "requestParameters"), objectAt(event, "responseElements"));
  return said.map((part) =>
    observation({
      record: call.record,
      proof: "call",
      atMs: call.atMs,
      accountId: call.accountId,
      region: call.region || null,
      ...part,
    }),
  );
}
