import { DESCRIPTIONS, DescriptionReader } from "@/lib/formats/aws-describe/read-description";
import { CloudTrailReader } from "@/lib/formats/cloudtrail/read-event";
import { EnvelopeReader } from "@/lib/formats/cloudwatch/read-envelopes";
import { GuardDutyReader } from "@/lib/formats/guardduty/read-finding";
import { isObject, type JsonObject, listAt, parseJson, textAt } from "@/lib/formats/json/json-value";
import { type JsonShape, type ObjectReader, readJson } from "@/lib/formats/json/read-json";
import { type JsonSketch, sketchJson } from "@/lib/formats/json/sketch";
import type { MessageReader } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";
import { type RecognisedFile, type Recognition, unknown } from "@/lib/formats/recognition";
import { ResolverQueryReader } from "@/lib/formats/resolver/read-query";
import { isTransitGateway, readHeader } from "@/lib/formats/vpc-flow/columns";
import { matchDefaultLayout } from "@/lib/formats/vpc-flow/default-layouts";
import { FlowLineReader } from "@/lib/formats/vpc-flow/flow-line-reader";
import { splitTokens } from "@/lib/formats/vpc-flow/split-tokens";

/** Lists of EC2 and other descriptions that are known by name and not read. */
const UNREAD_LISTS: Record<string, string> = {
  configurationItems: "AWS Config items",
  SecurityGroups: "EC2 description of security groups",
  SecurityGroupRules: "EC2 description of security group rules",
  NetworkAcls: "EC2 description of network ACLs",
  RouteTables: "EC2 description of route tables",
  FlowLogs: "EC2 description of flow logs",
  Subnets: "EC2 description of subnets",
  Vpcs: "EC2 description of VPCs",
  VpcEndpoints: "EC2 description of VPC endpoints",
  IamInstanceProfileAssociations: "EC2 description of instance profile associations",
  TransitGatewayAttachments: "EC2 description of transit gateway attachments",
  NetworkInsightsAnalyses: "Reachability Analyzer results",
  NetworkInsightsPaths: "Reachability Analyzer paths",
  NetworkInsightsAccessScopeAnalyses: "Network Access Analyzer results",
  TrafficMirrorFilters: "EC2 description of traffic mirror filters",
  TrafficMirrorSessions: "EC2 description of traffic mirror sessions",
  TrafficMirrorTargets: "EC2 description of traffic mirror targets",
  results: "CloudWatch Logs Insights results",
};

const READ_LISTS = ["Records", "Events", "Findings", "findings", "events", ...DESCRIPTIONS];
const LISTS: ReadonlySet<string> = new Set([...READ_LISTS, ...Object.keys(UNREAD_LISTS)]);

function unread(what: string): Recognition {
  return unknown(`${what}: not read yet`);
}

function jsonLog(
  kind: Exclude<Recognition["kind"], "unknown">,
  shape: JsonShape,
  reader: (sink: LogSink) => ObjectReader,
): Recognition {
  return { kind, reason: null, open: (sink) => readJson(sink, reader(sink), shape) };
}

/** What a record is by the names of its members; null when they tell nothing. */
function kindOfRecord(keys: ReadonlySet<string>): "dns" | "cloudtrail" | "guardduty" | "securityhub" | "ocsf" | null {
  const has = (...names: string[]) => names.every((name) => keys.has(name));
  if (has("query_name") && (keys.has("query_type") || keys.has("rcode") || keys.has("query_timestamp"))) return "dns";
  if (has("class_uid") || has("category_uid")) return "ocsf";
  if (has("ProductArn") || keys.has("productArn")) return "securityhub";
  if (has("CloudTrailEvent")) return "cloudtrail";
  if (has("eventTime", "eventName") || has("eventTime", "insightDetails") || has("timeWindow", "eventCategory")) {
    return "cloudtrail";
  }
  const finding = (has("service") || has("Service")) && (has("resource") || has("Resource"));
  return finding && (has("type") || has("Type")) ? "guardduty" : null;
}

function recogniseRecord(keys: ReadonlySet<string>, shape: JsonShape): Recognition | null {
  switch (kindOfRecord(keys)) {
    case "dns":
      return jsonLog("dns", shape, (sink) => new ResolverQueryReader(sink));
    case "cloudtrail":
      return jsonLog("cloudtrail", shape, (sink) => new CloudTrailReader(sink));
    case "guardduty":
      return jsonLog("guardduty", shape, (sink) => new GuardDutyReader(sink));
    case "securityhub":
      return unread("Security Hub findings");
    case "ocsf":
      return unread("OCSF events");
    case null:
      return null;
  }
}

/** A message that is JSON itself, read by the reader of its objects. */
function jsonMessages(sink: LogSink, reader: ObjectReader): MessageReader {
  return {
    line(text) {
      const value = parseJson(text);
      if (isObject(value)) reader.object(value, text);
      else sink.reject("not JSON", text);
    },
  };
}

function recogniseMessages(message: string | null, shape: JsonShape): Recognition {
  const value = message === null ? undefined : parseJson(message);
  if (isObject(value)) {
    const kind = kindOfRecord(new Set(Object.keys(value)));
    const make = (reader: (sink: LogSink) => ObjectReader) => (sink: LogSink) =>
      new EnvelopeReader(sink, jsonMessages(sink, reader(sink)));
    if (kind === "dns")
      return jsonLog(
        "dns",
        shape,
        make((sink) => new ResolverQueryReader(sink)),
      );
    if (kind === "cloudtrail")
      return jsonLog(
        "cloudtrail",
        shape,
        make((sink) => new CloudTrailReader(sink)),
      );
    return unknown("CloudWatch Logs events whose messages are no log that is known here");
  }
  const tokens: string[] = [];
  splitTokens(message ?? "", tokens);
  const columns = readHeader(tokens) ?? matchDefaultLayout(tokens);
  if (!columns) return unknown("CloudWatch Logs events whose messages are no log that is known here");
  return jsonLog(
    isTransitGateway(columns) ? "tgw-flow" : "vpc-flow",
    shape,
    (sink) => new EnvelopeReader(sink, new FlowLineReader(sink, columns)),
  );
}

function recogniseList(list: NonNullable<JsonSketch["list"]>, lines: boolean): Recognition | null {
  const shape = { wrapper: list.name, lines };
  const unreadName = UNREAD_LISTS[list.name];
  if (unreadName) return unread(unreadName);
  if (DESCRIPTIONS.has(list.name))
    return jsonLog("aws-describe", shape, (sink) => new DescriptionReader(sink, list.name));
  if (list.name === "events") return recogniseMessages(list.first ? textAt(list.first, "message") : null, shape);
  const known = recogniseRecord(list.firstKeys, shape);
  if (known) return known;
  if (!list.empty) return null;
  if (list.name === "Records" || list.name === "Events") return recogniseRecord(new Set(["CloudTrailEvent"]), shape);
  return jsonLog("guardduty", shape, (sink) => new GuardDutyReader(sink));
}

function recogniseEvent(object: JsonObject, shape: JsonShape): Recognition | null {
  const about = textAt(object, "detail-type");
  const detail = object.detail;
  if (about === null || !isObject(detail)) return null;
  if (about.startsWith("GuardDuty")) return jsonLog("guardduty", shape, (sink) => new GuardDutyReader(sink));
  if (about.startsWith("Security Hub")) return unread("Security Hub findings");
  return (
    recogniseRecord(new Set(Object.keys(detail)), shape) ??
    unknown("EventBridge events of a kind that is not known here")
  );
}

/** Tells a file that begins with a bracket by the names of its first object's members. */
export function recogniseJson({ head }: RecognisedFile): Recognition {
  const sketch = sketchJson(head, LISTS);
  const shape: JsonShape = { wrapper: null, lines: sketch.lines };
  const { keys, object } = sketch;
  if (keys.has("digestStartTime") && keys.has("digestS3Object")) {
    return jsonLog("cloudtrail-digest", shape, (sink) => ({ object: () => void sink.accept() }));
  }
  if (keys.has("configurationItem") || keys.has("configSnapshotId")) return unread("AWS Config items");
  if (keys.has("messageType") && keys.has("logEvents")) {
    const event = object ? listAt(object, "logEvents")[0] : undefined;
    return recogniseMessages(event ? textAt(event, "message") : null, shape);
  }
  const event = object ? recogniseEvent(object, shape) : null;
  if (event) return event;
  const list = sketch.list ? recogniseList(sketch.list, sketch.lines) : null;
  if (list) return list;
  const record = recogniseRecord(keys, shape);
  if (record) return record;
  if (object && keys.has("message")) return recogniseMessages(textAt(object, "message"), shape);
  return unknown("JSON that is no log that is known here");
}
