import type { AclEntry, GroupRule, NetworkRules, RouteEntry, RulePeer } from "@/lib/core/network-rules";
import { interfaceAddresses } from "@/lib/formats/aws-describe/observe-holdings";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";

const PROTOCOLS = new Map([
  ["icmp", 1],
  ["tcp", 6],
  ["udp", 17],
  ["icmpv6", 58],
]);

/** A protocol by name or number as text or number; null is every one, undefined is none that is known. */
function protocolAt(object: JsonObject, name: string): number | null | undefined {
  const value = object[name];
  const text = (typeof value === "number" ? String(value) : typeof value === "string" ? value : "").toLowerCase();
  if (text === "-1" || text === "all") return null;
  return PROTOCOLS.get(text) ?? (/^\d{1,3}$/.test(text) ? Number(text) : undefined);
}

/** -1 is every port, ICMP type or code. */
function portAt(object: JsonObject, name: string): number | null {
  const port = numberAt(object, name);
  return port === null || port < 0 ? null : port;
}

/** Members of a list that are text, or objects that hold one under any of the names. */
function textsOf(object: JsonObject, list: string, ...names: string[]): string[] {
  const value = object[list];
  const plain = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return [...plain, ...listAt(object, list).flatMap((item) => names.flatMap((name) => textAt(item, name) ?? []))];
}

function peersOf(permission: JsonObject): RulePeer[] {
  const networks = [
    ...textsOf(permission, "ipRanges", "cidrIp"),
    // AWS Config writes IPv4 ranges under both names.
    ...textsOf(permission, "ipv4Ranges", "cidrIp"),
    ...textsOf(permission, "ipv6Ranges", "cidrIpv6"),
  ];
  return [
    ...[...new Set(networks)].map((cidr) => ({ kind: "network" as const, cidr })),
    ...textsOf(permission, "userIdGroupPairs", "groupId").map((groupId) => ({ kind: "group" as const, groupId })),
    ...textsOf(permission, "prefixListIds", "prefixListId").map((prefixListId) => ({
      kind: "prefix-list" as const,
      prefixListId,
    })),
  ];
}

function rulesOf(permission: JsonObject, egress: boolean): GroupRule[] {
  const protocol = protocolAt(permission, "ipProtocol");
  if (protocol === undefined) return [];
  const ports = { fromPort: portAt(permission, "fromPort"), toPort: portAt(permission, "toPort") };
  return peersOf(permission).map((peer) => ({ egress, protocol, ...ports, peer }));
}

/** A security group with all its rules. */
export function groupRules(group: JsonObject): NetworkRules | string {
  const groupId = textAt(group, "groupId");
  if (groupId === null) return "GroupId is missing";
  return {
    kind: "security-group",
    groupId,
    name: textAt(group, "groupName"),
    partial: false,
    rules: [
      ...listAt(group, "ipPermissions").flatMap((permission) => rulesOf(permission, false)),
      ...listAt(group, "ipPermissionsEgress").flatMap((permission) => rulesOf(permission, true)),
    ],
  };
}

/** One rule of a security group that stands by itself. */
export function groupRule(rule: JsonObject): NetworkRules | string {
  const groupId = textAt(rule, "groupId");
  const protocol = protocolAt(rule, "ipProtocol");
  if (groupId === null) return "GroupId is missing";
  if (protocol === undefined) return "IpProtocol is missing or no protocol";
  const cidr = textAt(rule, "cidrIpv4") ?? textAt(rule, "cidrIpv6");
  const referenced = textAt(objectAt(rule, "referencedGroupInfo"), "groupId");
  const prefixListId = textAt(rule, "prefixListId");
  const peer: RulePeer | null =
    (cidr !== null && { kind: "network" as const, cidr }) ||
    (referenced !== null && { kind: "group" as const, groupId: referenced }) ||
    (prefixListId !== null && { kind: "prefix-list" as const, prefixListId }) ||
    null;
  if (peer === null) return "no network, group or prefix list: the rule is about nobody";
  const ports = { fromPort: portAt(rule, "fromPort"), toPort: portAt(rule, "toPort") };
  return {
    kind: "security-group",
    groupId,
    name: null,
    partial: true,
    rules: [{ egress: rule.isEgress === true, protocol, ...ports, peer }],
  };
}

function aclEntry(entry: JsonObject): AclEntry[] {
  const number = numberAt(entry, "ruleNumber");
  const cidr = textAt(entry, "cidrBlock") ?? textAt(entry, "ipv6CidrBlock");
  const protocol = protocolAt(entry, "protocol");
  if (number === null || cidr === null || protocol === undefined) return [];
  const ports = objectAt(entry, "portRange");
  const icmp = objectAt(entry, "icmpTypeCode");
  return [
    {
      number,
      egress: entry.egress === true,
      allow: textAt(entry, "ruleAction") === "allow",
      protocol,
      fromPort: portAt(ports, "from"),
      toPort: portAt(ports, "to"),
      icmpType: portAt(icmp, "type"),
      icmpCode: portAt(icmp, "code"),
      cidr,
    },
  ];
}

export function aclRules(acl: JsonObject): NetworkRules | string {
  const aclId = textAt(acl, "networkAclId");
  if (aclId === null) return "NetworkAclId is missing";
  return {
    kind: "network-acl",
    aclId,
    subnetIds: textsOf(acl, "associations", "subnetId"),
    entries: listAt(acl, "entries").flatMap(aclEntry),
  };
}

const TARGETS = [
  "gatewayId",
  "natGatewayId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "networkInterfaceId",
  "instanceId",
  "egressOnlyInternetGatewayId",
  "localGatewayId",
  "carrierGatewayId",
  "coreNetworkArn",
];

function routeEntry(route: JsonObject): RouteEntry[] {
  const destination =
    textAt(route, "destinationCidrBlock") ??
    textAt(route, "destinationIpv6CidrBlock") ??
    textAt(route, "destinationPrefixListId");
  const target = TARGETS.flatMap((name) => textAt(route, name) ?? [])[0] ?? null;
  return destination === null ? [] : [{ destination, target, state: textAt(route, "state") }];
}

export function routeRules(table: JsonObject): NetworkRules | string {
  const routeTableId = textAt(table, "routeTableId");
  if (routeTableId === null) return "RouteTableId is missing";
  return {
    kind: "route-table",
    routeTableId,
    isMain: listAt(table, "associations").some((association) => association.main === true),
    subnetIds: textsOf(table, "associations", "subnetId"),
    routes: listAt(table, "routes").flatMap(routeEntry),
  };
}

/** The groups and the subnet of an interface; null where its groups are not told. */
export function interfaceRules(entry: JsonObject): NetworkRules | null {
  const interfaceId = textAt(entry, "networkInterfaceId");
  if (interfaceId === null || !Array.isArray(entry.groups)) return null;
  const { privateIps, publicIps } = interfaceAddresses(entry);
  return {
    kind: "interface",
    interfaceId,
    subnetId: textAt(entry, "subnetId"),
    groupIds: textsOf(entry, "groups", "groupId"),
    ips: [...privateIps, ...publicIps],
  };
}

/** What Reachability Analyzer found, and the interfaces it speaks of. */
export function analysisRules(analysis: JsonObject): NetworkRules | string {
  const analysisId = textAt(analysis, "networkInsightsAnalysisId");
  if (analysisId === null) return "NetworkInsightsAnalysisId is missing";
  const explanations = listAt(analysis, "explanations");
  const components = [...listAt(analysis, "forwardPathComponents"), ...listAt(analysis, "returnPathComponents")];
  const named = [
    ...explanations.map((entry) => textAt(objectAt(entry, "networkInterface"), "id")),
    ...components.map((entry) => textAt(objectAt(entry, "component"), "id")),
  ];
  const found = analysis.networkPathFound;
  return {
    kind: "analysis",
    analysisId,
    pathFound: typeof found === "boolean" ? found : null,
    interfaceIds: [...new Set(named.filter((id): id is string => id?.startsWith("eni-") === true))],
    codes: [...new Set(explanations.flatMap((entry) => textAt(entry, "explanationCode") ?? []))],
  };
}
