import { isInstanceId } from "@/lib/core/instance-id";
import type { NetworkRules } from "@/lib/core/network-rules";
import { DESCRIBERS, type Described, describeInstance } from "@/lib/formats/aws-describe/described";
import type { Said } from "@/lib/formats/aws-describe/observe-holdings";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "@/lib/formats/json/json-value";
import { normaliseCase } from "@/lib/formats/json/normalise-case";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import { timeAt } from "@/lib/formats/json/time-at";
import type { LogSink } from "@/lib/formats/log-sink";
import { observation } from "@/lib/formats/observation";
import { refusal } from "@/lib/formats/refusal";

/** Resource types whose configuration is EC2's own description of the thing. */
const TYPES = new Map<string, (configuration: JsonObject, accountId: string | null) => Described | string>([
  ["AWS::EC2::Instance", describeInstance],
  ["AWS::EC2::NetworkInterface", DESCRIBERS.NetworkInterfaces],
  ["AWS::EC2::EIP", DESCRIBERS.Addresses],
  ["AWS::EC2::NatGateway", DESCRIBERS.NatGateways],
  ["AWS::EC2::VPCEndpoint", DESCRIBERS.VpcEndpoints],
  ["AWS::EC2::SecurityGroup", DESCRIBERS.SecurityGroups],
  ["AWS::EC2::NetworkAcl", DESCRIBERS.NetworkAcls],
  ["AWS::EC2::RouteTable", DESCRIBERS.RouteTables],
]);

const DELETED = new Set(["ResourceDeleted", "ResourceDeletedNotRecorded"]);

function rulesGone(type: string, id: string): NetworkRules | null {
  switch (type) {
    case "AWS::EC2::SecurityGroup":
      return { kind: "security-group", groupId: id, name: null, partial: false, rules: [] };
    case "AWS::EC2::NetworkAcl":
      return { kind: "network-acl", aclId: id, subnetIds: [], entries: [] };
    case "AWS::EC2::RouteTable":
      return { kind: "route-table", routeTableId: id, isMain: false, subnetIds: [], routes: [] };
    case "AWS::EC2::NetworkInterface":
      return { kind: "interface", interfaceId: id, subnetId: null, groupIds: [], ips: [] };
    default:
      return null;
  }
}

function holdingEnds(type: string, id: string): Said[] {
  if (type === "AWS::EC2::Instance") return isInstanceId(id) ? [{ event: "ends", instanceId: id }] : [];
  return type === "AWS::EC2::NetworkInterface" ? [{ event: "ends", interfaceId: id }] : [];
}

/** The item inside what wraps it: notifications hold it as a member, in EventBridge one level further down. */
function unwrap(value: JsonObject): JsonObject {
  const outer = isObject(value.detail) ? value.detail : value;
  return isObject(outer.configurationItem) ? outer.configurationItem : value;
}

function configurationOf(item: JsonObject): JsonObject | null {
  const { configuration } = item;
  const value = typeof configuration === "string" ? parseJson(configuration) : configuration;
  const folded = normaliseCase(value);
  return isObject(folded) ? folded : null;
}

/**
 * Reads AWS Config's items, of snapshots, history files, the API and notifications. Each is a record; those of EC2 say who
 * held what and which rules stood, as of their capture.
 * Source: AWS Config Developer Guide, "Components of a configuration item".
 */
export class ConfigItemReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    const reason = this.#read(unwrap(value));
    if (reason !== null) this.#sink.reject(reason, text);
  }

  #read(item: JsonObject): string | null {
    const type = textAt(item, "resourceType");
    const id = textAt(item, "resourceId");
    if (type === null || id === null) return "resourceType or resourceId is missing: no configuration item";
    const captured = item.configurationItemCaptureTime ?? "";
    if (captured === "") return "configurationItemCaptureTime is missing: no time";
    const atMs = timeAt(item, "configurationItemCaptureTime");
    if (atMs === null) return refusal("configurationItemCaptureTime", String(captured), "a time");
    const accountId = textAt(item, "awsAccountId") ?? textAt(item, "accountId");
    const place = { accountId, region: textAt(item, "awsRegion") };
    if (DELETED.has(textAt(item, "configurationItemStatus") ?? "")) {
      this.#put({ said: holdingEnds(type, id), rules: [] }, atMs, place, rulesGone(type, id));
      return null;
    }
    const configuration = configurationOf(item);
    const described = configuration === null ? undefined : TYPES.get(type)?.(configuration, accountId);
    if (typeof described === "string") return `${type}: ${described}`;
    const said = [...(described?.said ?? [])];
    // Attached to nothing at that time: whoever held it before no longer does.
    if (type === "AWS::EC2::NetworkInterface" && configuration && isUnattached(configuration)) {
      said.push({ event: "ends", interfaceId: id });
    }
    this.#put({ said, rules: described?.rules ?? [] }, atMs, place, null);
    return null;
  }

  #put(described: Described, atMs: number, place: Partial<Said>, gone: NetworkRules | null): void {
    const record = this.#sink.accept();
    for (const part of described.said) {
      this.#sink.observe(observation({ event: "seen", ...part, ...place, atMs, record, proof: "description" }));
    }
    for (const rules of described.rules) this.#sink.describe({ ...rules, atMs, record, gone: false });
    if (gone) this.#sink.describe({ record, atMs, gone: true, vpcId: null, rules: gone });
  }
}

function isUnattached(configuration: JsonObject): boolean {
  return (
    textAt(configuration, "status") === "available" && Object.keys(objectAt(configuration, "attachment")).length === 0
  );
}
