import type { NetworkDescription, NetworkRules } from "@/lib/core/network-rules";
import {
  aclRules,
  analysisRules,
  groupRule,
  groupRules,
  interfaceRules,
  routeRules,
} from "@/lib/formats/aws-describe/describe-rules";
import {
  addressSaid,
  endpointSaid,
  instanceSaid,
  interfaceSaid,
  natSaid,
  profileSaid,
  type Said,
  timeAt,
} from "@/lib/formats/aws-describe/observe-holdings";
import { historySaid } from "@/lib/formats/ipam/history-record";
import { type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";

export type Rules = Omit<NetworkDescription, "record" | "gone">;

/** What one described thing says: who holds what, and which rules stand. */
export interface Described {
  said: Said[];
  rules: Rules[];
}

const NO_TIME = null;

function holding(said: Said[] | string): Described | string {
  return typeof said === "string" ? said : { said, rules: [] };
}

function ruling(entry: JsonObject, rules: NetworkRules | string, atMs: number | null = NO_TIME): Described | string {
  return typeof rules === "string" ? rules : { said: [], rules: [{ atMs, vpcId: textAt(entry, "vpcId"), rules }] };
}

function interfaceGroups(entries: JsonObject[], vpcId: string | null): Rules[] {
  return entries.flatMap((entry): Rules[] => {
    const rules = interfaceRules(entry);
    return rules === null ? [] : [{ atMs: NO_TIME, vpcId: textAt(entry, "vpcId") ?? vpcId, rules }];
  });
}

export function describeInstance(instance: JsonObject, accountId: string | null): Described | string {
  const said = instanceSaid(instance, accountId);
  if (typeof said === "string") return said;
  return { said, rules: interfaceGroups(listAt(instance, "networkInterfaces"), textAt(instance, "vpcId")) };
}

function describeInterface(entry: JsonObject): Described | string {
  if (textAt(entry, "networkInterfaceId") === null) return "NetworkInterfaceId is missing";
  return { said: [interfaceSaid(entry, null)], rules: interfaceGroups([entry], null) };
}

/** An analysis attaches interfaces to instances, as they were when it ran. */
function describeAnalysis(analysis: JsonObject): Described | string {
  const atMs = timeAt(analysis, "startDate");
  const found = ruling(analysis, analysisRules(analysis), atMs ?? NO_TIME);
  if (typeof found === "string" || atMs === undefined) return found;
  const components = [...listAt(analysis, "forwardPathComponents"), ...listAt(analysis, "returnPathComponents")];
  const said = components.flatMap((component): Said[] => {
    const interfaceId = textAt(objectAt(component, "component"), "id");
    const instanceId = textAt(objectAt(component, "attachedTo"), "id");
    if (!interfaceId?.startsWith("eni-") || !instanceId?.startsWith("i-")) return [];
    const place = {
      vpcId: textAt(objectAt(component, "vpc"), "id"),
      subnetId: textAt(objectAt(component, "subnet"), "id"),
    };
    return [{ atMs, interfaceId, instanceId, ...place }];
  });
  return { ...found, said };
}

const TRAFFIC_TYPES = new Set(["ACCEPT", "REJECT", "ALL"]);

/** A flow log's own description: what it records, and of what. It says nothing of who holds what. */
function describeFlowLog(flowLog: JsonObject): Described | string {
  const flowLogId = textAt(flowLog, "flowLogId");
  if (flowLogId === null) return "FlowLogId is missing";
  const type = textAt(flowLog, "trafficType");
  const trafficType = type !== null && TRAFFIC_TYPES.has(type) ? (type as "ACCEPT" | "REJECT" | "ALL") : null;
  const rules = { kind: "flow-log" as const, flowLogId, resourceId: textAt(flowLog, "resourceId"), trafficType };
  return ruling(flowLog, rules, timeAt(flowLog, "creationTime") ?? NO_TIME);
}

/** What is kept to be read by people: it says of no interface who held it, and of no rule that it stood. */
const KEPT = (): Described => ({ said: [], rules: [] });

/** One thing of each kind, by AWS's name of its list; names are in camelCase. */
export const DESCRIBERS = {
  NetworkInterfaces: describeInterface,
  Addresses: (entry) => holding(addressSaid(entry)),
  NatGateways: (entry) => holding(natSaid(entry)),
  VpcEndpoints: (entry) => holding(endpointSaid(entry)),
  IamInstanceProfileAssociations: (entry) => holding(profileSaid(entry)),
  SecurityGroups: (entry) => ruling(entry, groupRules(entry)),
  SecurityGroupRules: (entry) => ruling(entry, groupRule(entry)),
  NetworkAcls: (entry) => ruling(entry, aclRules(entry)),
  RouteTables: (entry) => ruling(entry, routeRules(entry)),
  NetworkInsightsAnalyses: describeAnalysis,
  FlowLogs: describeFlowLog,
  InstanceProfiles: KEPT,
  ResolverQueryLogConfigs: KEPT,
  ResolverQueryLogConfigAssociations: KEPT,
  trailList: KEPT,
  HistoryRecords: (entry) => holding(historySaid(entry)),
} satisfies Record<string, (entry: JsonObject) => Described | string>;
