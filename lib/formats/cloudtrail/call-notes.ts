import { TARGET_MEMBERS } from "@/lib/formats/cloudtrail/event-names";
import {
  isObject,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  parseJson,
  textAt,
} from "@/lib/formats/json/json-value";

const TARGET_CHARACTERS = 256;
const NOTES = 20;
const NOTE_CHARACTERS = 200;

/**
 * What a call is about, by its request: bucket and key, secret, user, role, group, trail; null where the request names none
 * of them. Cut at 256 characters.
 */
export function callTarget(event: JsonObject): string | null {
  const request = objectAt(event, "requestParameters");
  const bucket = textAt(request, "bucketName");
  const key = bucket === null ? null : textAt(request, "key");
  let target = bucket === null ? null : key === null ? bucket : `${bucket}/${key}`;
  for (const name of [...TARGET_MEMBERS, "name"]) {
    if (target !== null) break;
    target = textAt(request, name);
  }
  return target === null ? null : target.slice(0, TARGET_CHARACTERS);
}

function portsOf(rule: JsonObject): string {
  const [from, to] = [
    numberAt(rule, "fromPort") ?? numberAt(rule, "from"),
    numberAt(rule, "toPort") ?? numberAt(rule, "to"),
  ];
  if (from === null || from < 0 || (from === 0 && to === 65_535)) return "all ports";
  return to === null || to === from ? String(from) : `${from}-${to}`;
}

function protocolOf(text: string | null): string {
  return text === null || text === "-1" ? "any protocol" : text;
}

function groupRules(request: JsonObject): string[] {
  const permissions = listAt(request, "ipPermissions");
  return (permissions.length > 0 ? permissions : [request]).flatMap((rule) => {
    const what = `${protocolOf(textAt(rule, "ipProtocol"))} ${portsOf(rule)}`;
    const peers = [
      ...listAt(rule, "ipRanges").map((range) => textAt(range, "cidrIp")),
      ...listAt(rule, "ipv6Ranges").map((range) => textAt(range, "cidrIpv6")),
      textAt(rule, "cidrIp"),
    ];
    return peers.flatMap((peer) => (peer === null ? [] : [`${what} ${peer}`]));
  });
}

/** ModifySecurityGroupRules writes names with capitals, each rule inside one of its own name. */
function changedRules(request: JsonObject): string[] {
  const asked = objectAt(request, "ModifySecurityGroupRulesRequest");
  return [asked.SecurityGroupRule].flat().flatMap((entry) => {
    if (!isObject(entry)) return [];
    const rule = objectAt(entry, "SecurityGroupRule");
    const peer = textAt(rule, "CidrIpv4") ?? textAt(rule, "CidrIpv6");
    const ports = portsOf({ fromPort: rule.FromPort, toPort: rule.ToPort });
    return peer === null ? [] : [`${protocolOf(textAt(rule, "IpProtocol"))} ${ports} ${peer}`];
  });
}

function aclRule(request: JsonObject): string[] {
  const peer = textAt(request, "cidrBlock") ?? textAt(request, "ipv6CidrBlock");
  if (peer === null || textAt(request, "ruleAction") !== "allow") return [];
  const way = request.egress === true ? "outbound" : "inbound";
  const protocol = protocolOf(textAt(request, "aclProtocol"));
  return [`${way} ${protocol} ${portsOf(objectAt(request, "portRange"))} ${peer}`];
}

/** Whom a snapshot or an image is shared with: account ids, or `all`. */
function sharedWith(request: JsonObject): string[] {
  return ["createVolumePermission", "launchPermission"].flatMap((name) =>
    listAt(objectAt(request, name), "add").flatMap((entry) => textAt(entry, "userId") ?? textAt(entry, "group") ?? []),
  );
}

/** Principals that a policy document lets in. */
function trusted(request: JsonObject): string[] {
  const document = parseJson(textAt(request, "policyDocument") ?? textAt(request, "assumeRolePolicyDocument") ?? "");
  if (!isObject(document)) return [];
  return listAt(document, "Statement").flatMap((statement) => {
    if (textAt(statement, "Effect") !== "Allow") return [];
    const { Principal: principal } = statement;
    if (typeof principal === "string") return [principal];
    if (!isObject(principal)) return [];
    return Object.values(principal)
      .flat()
      .filter((who) => typeof who === "string");
  });
}

function given(name: string) {
  return (request: JsonObject): string[] => {
    const text = textAt(request, name);
    return text === null ? [] : [text];
  };
}

/** The kind of traffic that flow logs are made for, and their ids. */
function madeFlowLogs(request: JsonObject, response: JsonObject): string[] {
  const type = textAt(objectAt(request, "CreateFlowLogsRequest"), "TrafficType") ?? textAt(request, "trafficType");
  const ids = objectAt(objectAt(response, "CreateFlowLogsResponse"), "flowLogIdSet").item;
  return type === null ? [] : [type, ...[ids].flat().filter((id) => typeof id === "string")];
}

/** What a trail leaves out by its selectors; those of single resources say nothing of the account's own calls. */
function leftOut(request: JsonObject): string[] {
  const basic = listAt(request, "eventSelectors");
  const advanced = listAt(request, "advancedEventSelectors").map((selector) => listAt(selector, "fieldSelectors"));
  const plain = basic.filter((selector) => selector.includeManagementEvents !== false);
  const ofManagement = advanced.filter((fields) =>
    fields.some((field) => textAt(field, "field") === "eventCategory" && [field.equals].flat().includes("Management")),
  );
  if (basic.length + advanced.length === 0) return [];
  if (plain.length + ofManagement.length === 0) return ["without management events"];
  const kinds = new Set(plain.map((selector) => textAt(selector, "readWriteType") ?? "All"));
  const [kind] = kinds;
  if (ofManagement.length === 0 && kinds.size === 1 && kind !== "All") return [`management events of ${kind} alone`];
  const split = ofManagement.every((fields) => fields.some((field) => textAt(field, "field") === "readOnly"));
  return plain.length === 0 && split && ofManagement.length === 1 ? ["management events of one kind alone"] : [];
}

const TRAIL_SWITCHES: readonly (readonly [member: string, words: string])[] = [
  ["isMultiRegionTrail", "one region alone"],
  ["includeGlobalServiceEvents", "without global services"],
  ["enableLogFileValidation", "log files no longer vouched for"],
];

function trailChange(request: JsonObject): string[] {
  return TRAIL_SWITCHES.flatMap(([member, words]) => (request[member] === false ? [words] : []));
}

function detectorChange(request: JsonObject): string[] {
  const off = listAt(request, "features").flatMap((feature) => {
    const name = textAt(feature, "name");
    return name !== null && textAt(feature, "status") === "DISABLED" ? [`${name} switched off`] : [];
  });
  return request.enable === false ? ["switched off"] : off;
}

/** The key that a call changes, and what becomes of it. */
function keyChange(becomes: string | null) {
  return (request: JsonObject): string[] => {
    const [key, status] = [textAt(request, "accessKeyId"), becomes ?? textAt(request, "status")];
    return key === null || status === null ? [] : [key, status];
  };
}

const READERS = new Map<string, (request: JsonObject, response: JsonObject) => string[]>([
  ["AuthorizeSecurityGroupIngress", groupRules],
  ["AuthorizeSecurityGroupEgress", groupRules],
  ["ModifySecurityGroupRules", changedRules],
  ["CreateNetworkAclEntry", aclRule],
  ["ReplaceNetworkAclEntry", aclRule],
  ["ModifySnapshotAttribute", sharedWith],
  ["ModifyImageAttribute", sharedWith],
  ["UpdateAssumeRolePolicy", trusted],
  ["CreateRole", trusted],
  ["AttachUserPolicy", given("policyArn")],
  ["AttachRolePolicy", given("policyArn")],
  ["AttachGroupPolicy", given("policyArn")],
  ["PutUserPolicy", given("policyName")],
  ["PutRolePolicy", given("policyName")],
  ["PutGroupPolicy", given("policyName")],
  ["AddUserToGroup", given("groupName")],
  ["CreateFlowLogs", madeFlowLogs],
  ["PutEventSelectors", leftOut],
  ["UpdateTrail", trailChange],
  ["UpdateDetector", detectorChange],
  ["UpdateAccessKey", keyChange(null)],
  ["DeleteAccessKey", keyChange("Deleted")],
  ["ConsoleLogin", (_request, response) => given("ConsoleLogin")(response)],
]);

/**
 * What a call that opens, gives or signs in says of it: networks that a rule lets in, policies attached, accounts shared
 * with, principals trusted, what a trail or GuardDuty no longer records, what flow logs are made for, what becomes of an access
 * key, the outcome of a sign-in. Empty for every other call; 20 texts of 200 characters at most.
 * Source of the member names: CloudTrail's records of EC2, IAM, CloudTrail and GuardDuty calls (their API References).
 */
export function callNotes(eventName: string, event: JsonObject): string[] {
  const read = READERS.get(eventName);
  if (!read) return [];
  const notes = read(objectAt(event, "requestParameters"), objectAt(event, "responseElements"));
  return notes.slice(0, NOTES).map((note) => note.slice(0, NOTE_CHARACTERS));
}
