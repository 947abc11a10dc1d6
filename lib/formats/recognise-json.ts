import { DESCRIPTIONS, DescriptionReader } from "@/lib/formats/aws-describe/read-description";
import { DigestReader } from "@/lib/formats/cloudtrail-digest/read-digest";
import { PublicKeyReader, SignatureReader } from "@/lib/formats/cloudtrail-digest/read-trail-keys";
import { lambdaHead } from "@/lib/formats/cloudwatch/lambda-event";
import { EnvelopeReader } from "@/lib/formats/cloudwatch/read-envelopes";
import { type FieldRow, FieldRowReader, objectRow, pairsRow } from "@/lib/formats/csv/field-rows";
import { FETCH_MEMBER, FetchNoteReader, isNote } from "@/lib/formats/fetch-note/read-note";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { type JsonShape, type ObjectReader, readJson } from "@/lib/formats/json/read-json";
import { firstValues, type JsonSketch, sketchJson } from "@/lib/formats/json/sketch";
import type { LogSink } from "@/lib/formats/log-sink";
import { recogniseEvent } from "@/lib/formats/recognise-event";
import { recogniseMessage } from "@/lib/formats/recognise-message";
import { EMPTY_PAGES, type RecordKind, recogniseRecord, SECURITY_HUB } from "@/lib/formats/recognise-record";
import { recogniseTable } from "@/lib/formats/recognise-table";
import { type RecognisedFile, type Recognition, unknown } from "@/lib/formats/recognition";

/** Lists of EC2 and other descriptions that are known by name and not read. */
const UNREAD_LISTS: Record<string, string> = {
  Subnets: "EC2 description of subnets",
  Vpcs: "EC2 description of VPCs",
  TransitGatewayAttachments: "EC2 description of transit gateway attachments",
  NetworkInsightsPaths: "Reachability Analyzer paths",
  NetworkInsightsAccessScopeAnalyses: "Network Access Analyzer results",
  TrafficMirrorFilters: "EC2 description of traffic mirror filters",
  TrafficMirrorSessions: "EC2 description of traffic mirror sessions",
  TrafficMirrorTargets: "EC2 description of traffic mirror targets",
};

type FlowColumns = RecognisedFile["flowColumns"];

const MESSAGES_LOOKED_AT = 20;
const READ_LISTS = [
  "Records",
  "Events",
  "Findings",
  "findings",
  "events",
  "PublicKeyList",
  "QueryResultRows",
  "configurationItems",
  ...DESCRIPTIONS,
];
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

/** CloudWatch Logs events, by the first message that tells what it is: a probe or a broken one may stand before it. */
function recogniseMessages(messages: readonly string[], shape: JsonShape, given: FlowColumns): Recognition {
  const all = messages.map((message) => recogniseMessage(message, given));
  const known =
    all.find((message) => message !== null && message.kind !== null) ?? all.find((message) => message !== null);
  if (!known) return unknown("CloudWatch Logs events whose messages are no log that is known here");
  if (known.kind === null) return unknown(known.reason);
  const { kind, open } = known;
  return { kind, reason: null, open: (sink) => readJson(sink, new EnvelopeReader(sink, open(sink)), shape) };
}

/** The messages of the first events, of whatever envelope. */
function firstMessages(head: string, wrapper: string | null): string[] {
  return firstValues(head, wrapper)
    .filter(isObject)
    .flatMap((event) =>
      Array.isArray(event.logEvents) ? listAt(event, "logEvents").slice(0, MESSAGES_LOOKED_AT) : [event],
    )
    .map((event) => textAt(event, "message"))
    .filter((message) => message !== null);
}

/** Rows of fields: what Logs Insights gives, or a table written as objects. */
function recogniseRows(rows: FieldRow[], shape: JsonShape, given: FlowColumns): Recognition | null {
  const tell = (names: readonly string[], cells: readonly string[]) => recogniseTable(names, [cells], given);
  for (const { names, cells } of rows) {
    const found = tell(names, cells);
    if (found === null) continue;
    if (found.kind === null) return unknown(found.reason);
    const { kind } = found;
    return {
      kind,
      reason: null,
      open: (sink) => readJson(sink, new FieldRowReader(sink, kind, tell), shape),
    };
  }
  return null;
}

const QUERIES = { results: "CloudWatch Logs Insights", QueryResultRows: "CloudTrail Lake" };

/** GetQueryResults of CloudWatch Logs Insights and of CloudTrail Lake. */
function recogniseResults(
  { head, flowColumns }: RecognisedFile,
  wrapper: keyof typeof QUERIES,
  lines: boolean,
): Recognition {
  const rows = firstValues(head, wrapper)
    .map(pairsRow)
    .filter((row) => row !== null);
  if (rows.length === 0) return unknown(`${QUERIES[wrapper]} results without rows`);
  return (
    recogniseRows(rows, { wrapper, lines }, flowColumns) ??
    unknown(`${QUERIES[wrapper]} results that are no log that is known here`)
  );
}

/** What an empty page that a fetch kept is of, where its list alone does not tell. */
function askedOf(page: JsonObject | null): RecordKind | null {
  const service = page && textAt(objectAt(page, FETCH_MEMBER), "service");
  return service === "securityhub" ? SECURITY_HUB : null;
}

function recogniseList(
  file: RecognisedFile,
  list: NonNullable<JsonSketch["list"]>,
  { lines, object }: Pick<JsonSketch, "lines" | "object">,
): Recognition | null {
  const shape = { wrapper: list.name, lines };
  const unreadName = UNREAD_LISTS[list.name];
  if (unreadName) return unread(unreadName);
  if (DESCRIPTIONS.has(list.name))
    return jsonLog("aws-describe", shape, (sink) => new DescriptionReader(sink, list.name));
  if (list.name === "events") return recogniseMessages(firstMessages(file.head, "events"), shape, file.flowColumns);
  if (list.name === "PublicKeyList") return jsonLog("cloudtrail-digest", shape, (sink) => new PublicKeyReader(sink));
  const known = recogniseObject(list.firstKeys, shape);
  if (known) return known;
  const empty = list.empty ? (askedOf(object) ?? EMPTY_PAGES[list.name]) : undefined;
  return empty?.kind ? jsonLog(empty.kind, shape, empty.reader) : null;
}

function recogniseEnvelope(object: JsonObject, shape: JsonShape): Recognition | null {
  if (textAt(object, "detail-type") === null || !isObject(object.detail)) return null;
  return toRecognition(recogniseEvent(object), shape) ?? unknown("EventBridge events of a kind that is not known here");
}

/** Tells a file that begins with a bracket by the names of its first object's members. */
export function recogniseJson(file: RecognisedFile): Recognition {
  const { head } = file;
  const sketch = sketchJson(head, LISTS);
  const shape: JsonShape = { wrapper: null, lines: sketch.lines };
  const { keys, object } = sketch;
  if (keys.has("digestStartTime") && keys.has("digestS3Object")) {
    return jsonLog("cloudtrail-digest", shape, (sink) => new DigestReader(sink));
  }
  if (object && textAt(objectAt(object, "Metadata"), "signature") !== null) {
    return jsonLog("cloudtrail-digest", shape, (sink) => new SignatureReader(sink));
  }
  if (keys.has("messageType") && keys.has("logEvents")) {
    return recogniseMessages(firstMessages(head, null), shape, file.flowColumns);
  }
  if (keys.has("awslogs"))
    return recogniseMessages(firstMessages(lambdaHead(head) ?? "", "logEvents"), shape, file.flowColumns);
  if (object && isNote(object)) return jsonLog("fetch-note", shape, (sink) => new FetchNoteReader(sink));
  const event = object ? recogniseEnvelope(object, shape) : null;
  if (event) return event;
  if (keys.has("hashSignature") && keys.has("queryCompleteTime"))
    return unknown("signature of CloudTrail Lake's results: no log, and not checked");
  if (keys.has("QueryResultRows")) return recogniseResults(file, "QueryResultRows", sketch.lines);
  if (
    keys.has("results") &&
    (["status", "statistics", "queryLanguage"].some((key) => keys.has(key)) || keys.size === 1)
  )
    return recogniseResults(file, "results", sketch.lines);
  const list = sketch.list ? recogniseList(file, sketch.list, sketch) : null;
  if (list) return list;
  const rows = object ? recogniseRows([objectRow(object)], shape, file.flowColumns) : null;
  // Members with a path for a name are columns of a query's results, whatever the record is that they came from.
  const isEvent = object !== null && isObject(object.userIdentity);
  if (rows && !isEvent && [...keys].some((key) => key.startsWith("@") || key.includes("."))) return rows;
  const record = recogniseObject(keys, shape) ?? rows;
  if (record) return record;
  if (object && keys.has("message")) return recogniseMessages(firstMessages(head, null), shape, file.flowColumns);
  return unknown("JSON that is no log that is known here");
}
