import { DESCRIPTIONS } from "@/lib/formats/aws-describe/read-description";
import { makeParquet } from "@/lib/formats/parquet/test-parquet";
import type { LogFormat } from "@/lib/formats/registry";
import {
  asff,
  configItem,
  described,
  digest,
  FLOW_COLUMNS,
  firewallEvent,
  flowLine,
  flowRow,
  guardDuty,
  lookup,
  note,
  ocsfCall,
  ocsfFinding,
  ocsfFlow,
  ocsfQuery,
  query,
  TGW_COLUMNS,
  tgwLine,
  trailEvent,
  trailKey,
} from "@/lib/formats/test-records";

type ReadKind = Exclude<LogFormat["kind"], "archive">;

/** One way in which a kind of log is delivered. */
interface LogForm {
  title: string;
  /** A file of so many records, and of nothing else but `headers`. */
  write(records: number): string | Promise<Uint8Array>;
  /** What stands in it that is no record and no blank line. */
  headers?: number;
  /** Read at any place instead of as a stream. */
  parquet?: true;
  flowColumns?: readonly string[];
}

type Write = (n: number) => string;
const list = <T>(records: number, make: (n: number) => T): T[] => Array.from({ length: records }, (_, n) => make(n));
const lines =
  (make: Write): LogForm["write"] =>
  (records) =>
    list(records, (n) => `${make(n)}\n`).join("");
const json = (make: (n: number) => unknown) => (n: number) => JSON.stringify(make(n));

const jsonLines = (make: (n: number) => unknown): LogForm => ({
  title: "JSON, one a line",
  write: lines(json(make)),
});
const array = (make: (n: number) => unknown): LogForm => ({
  title: "a JSON array over many lines",
  write: (records) => JSON.stringify(list(records, make), null, 1),
});
const wrapped = (name: string, make: (n: number) => unknown): LogForm => ({
  title: `JSON below ${name}`,
  write: (records) => JSON.stringify({ NextToken: "n", [name]: list(records, make) }),
});

const AT = "2023-11-14 22:13:20.000";
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const csv = (names: readonly string[], cells: (n: number) => readonly string[], title = "CSV"): LogForm => ({
  title,
  write: (records) => [names, ...list(records, cells)].map((row) => row.map(quoted).join(",")).join("\r\n"),
  headers: 1,
});
const tableOf = (make: (n: number) => Record<string, unknown>, title?: string): LogForm =>
  csv(
    Object.keys(make(0)),
    (n) => Object.values(make(n)).map((cell) => (typeof cell === "string" ? cell : JSON.stringify(cell))),
    title,
  );

/** All that CloudWatch Logs wraps messages into. */
function messages(message: Write): LogForm[] {
  const logEvent = (n: number) => ({ id: String(n), timestamp: 1_700_000_000_000 + n, message: message(n) });
  const fields = (n: number) => [
    { field: "@timestamp", value: AT },
    { field: "@message", value: message(n) },
  ];
  const batch = (events: unknown[]) =>
    JSON.stringify({ messageType: "DATA_MESSAGE", logGroup: "g", logStream: "s", logEvents: events });
  return [
    { title: "an export with a time before each line", write: lines((n) => `2023-11-14T22:13:20.000Z ${message(n)}`) },
    {
      title: "events of filter-log-events",
      write: (records) => JSON.stringify({ events: list(records, (n) => ({ ...logEvent(n), logStreamName: "s" })) }),
    },
    {
      title: "a subscription's batches without a line between",
      write: (records) => list(records, (n) => batch([logEvent(n)])).join(""),
    },
    { title: "one batch of a subscription", write: (records) => batch(list(records, logEvent)) },
    { title: "messages of Firehose", write: lines((n) => JSON.stringify({ message: message(n) })) },
    {
      title: "results of Logs Insights",
      write: (records) => JSON.stringify({ status: "Complete", results: list(records, fields), statistics: {} }),
    },
    csv(["@timestamp", "@message"], (n) => [AT, message(n)], "CSV of Logs Insights"),
    {
      title: "JSON of Logs Insights",
      write: (r) => JSON.stringify(list(r, (n) => ({ "@timestamp": AT, "@message": message(n) }))),
    },
  ];
}

const parquet = (title: string, query: (records: number) => string): LogForm => ({
  title,
  write: (records) => makeParquet(query(records), "CODEC 'snappy', ROW_GROUP_SIZE 2048"),
  parquet: true,
});

const flowRows = (records: number) =>
  `SELECT 2::INTEGER AS version, '012345678901' AS account_id, 'eni-0123456789abcdef0' AS interface_id,
          '10.0.0.' || (i % 250) AS srcaddr, '198.51.100.7' AS dstaddr, (i % 60000)::INTEGER AS srcport, 443::INTEGER AS dstport,
          6::INTEGER AS protocol, 1::BIGINT AS packets, (40 + i)::BIGINT AS bytes, (1700000000 + i)::BIGINT AS "start",
          (1700000060 + i)::BIGINT AS "end", 'ACCEPT' AS action, 'OK' AS log_status FROM range(${records}) t(i)`;
const gatewayRows = (records: number) =>
  `SELECT 6::INTEGER AS version, 'TransitGateway' AS resource_type, '012345678901' AS account_id, 'tgw-0123456789abcdef0' AS tgw_id,
          'tgw-attach-0123456789abcdef0' AS tgw_attachment_id, '10.0.0.1' AS srcaddr, '10.1.0.1' AS dstaddr,
          (i % 60000)::INTEGER AS srcport, 443::INTEGER AS dstport, 6::INTEGER AS protocol, 3::BIGINT AS packets, 400::BIGINT AS bytes,
          (1700000000 + i)::BIGINT AS "start", (1700000060 + i)::BIGINT AS "end", 'OK' AS log_status FROM range(${records}) t(i)`;
const lakeFlows = (records: number) =>
  `SELECT 4001 AS class_uid, 4 AS category_uid, 1 AS action_id, 'Allowed' AS action, 1700000000000 + i AS "time",
          1700000000000 + i AS start_time, 1700000060000 + i AS end_time, 'OK' AS status_code,
          {uid: 'x', account: {uid: '012345678901'}, region: 'eu-west-1'} AS cloud,
          {direction_id: 2, protocol_num: 6, tcp_flags: 19} AS connection_info,
          {interface_uid: 'eni-0123456789abcdef0', ip: '10.0.1.5', port: 40000 + i} AS src_endpoint,
          {ip: '198.51.100.7', port: 443} AS dst_endpoint, {bytes: 840, packets: 10} AS traffic FROM range(${records}) t(i)`;

/** Every kind of log that is read, in every form it comes in. A kind of the registry without any does not compile. */
export const LOG_FORMS: Record<ReadKind, readonly LogForm[]> = {
  "vpc-flow": [
    { title: "text with a header", write: (r) => `${FLOW_COLUMNS.join(" ")}\n${lines(flowLine)(r)}`, headers: 1 },
    { title: "text of the default format", write: lines(flowLine) },
    {
      title: "text whose format is given",
      write: lines((n) => flowRow(n).reverse().join(" ")),
      flowColumns: [...FLOW_COLUMNS].reverse(),
    },
    ...messages(flowLine),
    csv(
      FLOW_COLUMNS.map((name) => name.replaceAll("-", "_")),
      flowRow,
      "CSV of Athena",
    ),
    { ...jsonLines(ocsfFlow), title: "OCSF 4001" },
    parquet("Parquet", flowRows),
    parquet("Parquet of Security Lake", lakeFlows),
  ],
  "tgw-flow": [
    { title: "text with a header", write: (r) => `${TGW_COLUMNS.join(" ")}\n${lines(tgwLine)(r)}`, headers: 1 },
    ...messages((n) => tgwLine(n)).map((form) => ({ ...form, flowColumns: TGW_COLUMNS })),
    csv(
      TGW_COLUMNS.map((name) => name.replaceAll("-", "_")),
      (n) => tgwLine(n).split(" "),
      "CSV of Athena",
    ),
    parquet("Parquet", gatewayRows),
  ],
  dns: [
    jsonLines(query),
    array(query),
    ...messages(json(query)),
    tableOf(query, "CSV of Athena"),
    { ...jsonLines(ocsfQuery), title: "OCSF 4003" },
    { ...jsonLines(firewallEvent), title: "events of DNS Firewall" },
  ],
  cloudtrail: [
    wrapped("Records", trailEvent),
    array(trailEvent),
    jsonLines(trailEvent),
    wrapped("Events", lookup),
    ...messages(json(trailEvent)),
    tableOf(trailEvent, "CSV of Athena"),
    {
      title: "results of CloudTrail Lake",
      write: (records) =>
        JSON.stringify({
          QueryStatus: "FINISHED",
          QueryResultRows: list(records, (n) =>
            Object.entries(trailEvent(n)).map(([name, cell]) => ({
              [name]: typeof cell === "string" ? cell : JSON.stringify(cell),
            })),
          ),
        }),
    },
    {
      ...jsonLines((n) => ({ "detail-type": "AWS API Call via CloudTrail", source: "aws.ec2", detail: trailEvent(n) })),
      title: "events of EventBridge",
    },
    { ...jsonLines(ocsfCall), title: "OCSF 6003" },
  ],
  "cloudtrail-digest": [
    jsonLines(digest),
    wrapped("PublicKeyList", trailKey),
    jsonLines((n) => ({ ContentLength: n, Metadata: { signature: "abcd", "signature-algorithm": "SHA256withRSA" } })),
  ],
  guardduty: [
    jsonLines(guardDuty),
    wrapped("Findings", guardDuty),
    array(guardDuty),
    {
      ...jsonLines((n) => ({ "detail-type": "GuardDuty Finding", detail: guardDuty(n) })),
      title: "events of EventBridge",
    },
    ...messages(json((n) => ({ "detail-type": "GuardDuty Finding", detail: guardDuty(n) }))),
  ],
  securityhub: [
    wrapped("Findings", asff),
    jsonLines(asff),
    {
      title: "one event of several",
      write: (records) =>
        JSON.stringify({
          "detail-type": "Security Hub Findings - Imported",
          detail: { findings: list(records, asff) },
        }),
    },
    { ...jsonLines(ocsfFinding), title: "OCSF 2004" },
  ],
  "aws-describe": [
    ...[...DESCRIPTIONS].map((name) => wrapped(name, (n) => described(name, n))),
    tableOf((n) => described("HistoryRecords", n), "CSV of IPAM"),
    { ...jsonLines((n) => ({ IsLogging: true, LatestDeliveryTime: n })), title: "how trails stand" },
  ],
  config: [
    wrapped("configurationItems", configItem),
    jsonLines((n) => ({ configurationItem: configItem(n), messageType: "ConfigurationItemChangeNotification" })),
    array(configItem),
  ],
  "fetch-note": [jsonLines(note)],
};

/** The same one after the other, each with its kind. */
export const ALL_FORMS = (Object.entries(LOG_FORMS) as [ReadKind, readonly LogForm[]][]).flatMap(([kind, forms]) =>
  forms.map((form) => ({ kind, ...form, name: `${kind}: ${form.title}` })),
);
