import { DESCRIPTIONS, DescriptionReader } from "@/lib/formats/aws-describe/read-description";
import { EnvelopeReader } from "@/lib/formats/cloudwatch/read-envelopes";
import { isObject, type JsonObject, listAt, textAt } from "@/lib/formats/json/json-value";
import { type JsonShape, type ObjectReader, readJson } from "@/lib/formats/json/read-json";
import { type JsonSketch, sketchJson } from "@/lib/formats/json/sketch";
import type { LogSink } from "@/lib/formats/log-sink";
import { recogniseEvent } from "@/lib/formats/recognise-event";
import { recogniseMessage } from "@/lib/formats/recognise-message";
import { EMPTY_PAGES, type RecordKind, recogniseRecord } from "@/lib/formats/recognise-record";
import { type RecognisedFile, type Recognition, unknown } from "@/lib/formats/recognition";

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

function recogniseObject(keys: ReadonlySet<string>, shape: JsonShape): Recognition | null {
  return toRecognition(recogniseRecord(keys), shape);
}

function toRecognition(record: RecordKind | null, shape: JsonShape): Recognition | null {
  if (record === null) return null;
  return record.kind === null ? unread(record.unread) : jsonLog(record.kind, shape, record.reader);
}

/** CloudWatch Logs events, by what their first message is. */
function recogniseMessages(message: string | null, shape: JsonShape): Recognition {
  const known = recogniseMessage(message ?? "");
  if (known === null) return unknown("CloudWatch Logs events whose messages are no log that is known here");
  if (known.kind === null) return unknown(known.reason);
  const { kind, open } = known;
  return { kind, reason: null, open: (sink) => readJson(sink, new EnvelopeReader(sink, open(sink)), shape) };
}

function recogniseList(list: NonNullable<JsonSketch["list"]>, lines: boolean): Recognition | null {
  const shape = { wrapper: list.name, lines };
  const unreadName = UNREAD_LISTS[list.name];
  if (unreadName) return unread(unreadName);
  if (DESCRIPTIONS.has(list.name))
    return jsonLog("aws-describe", shape, (sink) => new DescriptionReader(sink, list.name));
  if (list.name === "events") return recogniseMessages(list.first ? textAt(list.first, "message") : null, shape);
  const known = recogniseObject(list.firstKeys, shape);
  if (known) return known;
  const empty = list.empty ? EMPTY_PAGES[list.name] : undefined;
  return empty?.kind ? jsonLog(empty.kind, shape, empty.reader) : null;
}

function recogniseEnvelope(object: JsonObject, shape: JsonShape): Recognition | null {
  if (textAt(object, "detail-type") === null || !isObject(object.detail)) return null;
  return toRecognition(recogniseEvent(object), shape) ?? unknown("EventBridge events of a kind that is not known here");
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
  const event = object ? recogniseEnvelope(object, shape) : null;
  if (event) return event;
  const list = sketch.list ? recogniseList(sketch.list, sketch.lines) : null;
  if (list) return list;
  const record = recogniseObject(keys, shape);
  if (record) return record;
  if (object && keys.has("message")) return recogniseMessages(textAt(object, "message"), shape);
  return unknown("JSON that is no log that is known here");
}
