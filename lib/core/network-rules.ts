/**
 * What decides whether a packet passes an interface, as a description has it: security groups, network ACLs, routes, and
 * which groups an interface is in. Addresses and networks are text as the description gives them.
 */

/** Whom a rule of a security group is about. */
export type RulePeer =
  | { kind: "network"; cidr: string }
  | { kind: "group"; groupId: string }
  | { kind: "prefix-list"; prefixListId: string };

/** One rule of a security group: it allows; what no rule allows is refused. */
export interface GroupRule {
  egress: boolean;
  /** Protocol number; null is every protocol. */
  protocol: number | null;
  /** Ports, or ICMP type and code; null is every one. */
  fromPort: number | null;
  toPort: number | null;
  peer: RulePeer;
}

/** One rule of a network ACL; the matching rule with the lowest number decides. */
export interface AclEntry {
  number: number;
  egress: boolean;
  allow: boolean;
  protocol: number | null;
  fromPort: number | null;
  toPort: number | null;
  icmpType: number | null;
  icmpCode: number | null;
  cidr: string;
}

export interface RouteEntry {
  destination: string;
  target: string | null;
  state: string | null;
}

export type NetworkRules =
  /** `partial` where the rules came one by one, so that some may be missing. */
  | { kind: "security-group"; groupId: string; name: string | null; partial: boolean; rules: GroupRule[] }
  | { kind: "network-acl"; aclId: string; subnetIds: string[]; entries: AclEntry[] }
  | { kind: "route-table"; routeTableId: string; isMain: boolean; subnetIds: string[]; routes: RouteEntry[] }
  | { kind: "interface"; interfaceId: string; subnetId: string | null; groupIds: string[]; ips: string[] }
  /** What a flow log records; fixed when it is made. Null where the description does not say. */
  | { kind: "flow-log"; flowLogId: string; resourceId: string | null; trafficType: "ACCEPT" | "REJECT" | "ALL" | null }
  /** What Reachability Analyzer found over a path at its time, by configuration alone: it sends no packets. */
  | { kind: "analysis"; analysisId: string; pathFound: boolean | null; interfaceIds: string[]; codes: string[] };

/** One description and when it held. */
export interface NetworkDescription {
  /** Number of the record that says so. */
  record: number;
  /** Epoch ms; null where the description carries no time. */
  atMs: number | null;
  /** True where it says that the thing was gone by then. */
  gone: boolean;
  vpcId: string | null;
  rules: NetworkRules;
}

/** The id of what a description is of. */
export function describedId(rules: NetworkRules): string {
  switch (rules.kind) {
    case "security-group":
      return rules.groupId;
    case "network-acl":
      return rules.aclId;
    case "route-table":
      return rules.routeTableId;
    case "interface":
      return rules.interfaceId;
    case "flow-log":
      return rules.flowLogId;
    case "analysis":
      return rules.analysisId;
  }
}
