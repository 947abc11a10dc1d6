import { ConfigItemReader } from "@/lib/formats/aws-config/read-items";
import { KeptReader } from "@/lib/formats/aws-describe/read-description";
import { CloudTrailReader } from "@/lib/formats/cloudtrail/read-event";
import { GuardDutyReader } from "@/lib/formats/guardduty/read-finding";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { OcsfReader, ocsfKind } from "@/lib/formats/ocsf/read-ocsf";
import { FirewallEventReader } from "@/lib/formats/resolver/read-firewall-event";
import { ResolverQueryReader } from "@/lib/formats/resolver/read-query";
import { AsffReader } from "@/lib/formats/securityhub/read-asff";

/** A record that is read, with its reader, or one that is only known by name. */
export type RecordKind =
  | {
      kind: "vpc-flow" | "dns" | "cloudtrail" | "guardduty" | "securityhub" | "config" | "aws-describe";
      unread: null;
      reader: (sink: LogSink) => ObjectReader;
    }
  | { kind: null; unread: string };

const CLOUDTRAIL: RecordKind = { kind: "cloudtrail", unread: null, reader: (sink) => new CloudTrailReader(sink) };
const GUARDDUTY: RecordKind = { kind: "guardduty", unread: null, reader: (sink) => new GuardDutyReader(sink) };
export const SECURITY_HUB: RecordKind = { kind: "securityhub", unread: null, reader: (sink) => new AsffReader(sink) };
const CONFIG: RecordKind = { kind: "config", unread: null, reader: (sink) => new ConfigItemReader(sink) };
const KEPT: RecordKind = { kind: "aws-describe", unread: null, reader: (sink) => new KeptReader(sink) };
const DNS: RecordKind = { kind: "dns", unread: null, reader: (sink) => new ResolverQueryReader(sink) };

const FIREWALL_EVENT: RecordKind = { kind: "dns", unread: null, reader: (sink) => new FirewallEventReader(sink) };

/** Readers of empty pages, which have no record to be told by. */
export const EMPTY_PAGES: Record<string, RecordKind> = {
  Records: CLOUDTRAIL,
  Events: CLOUDTRAIL,
  Findings: GUARDDUTY,
  findings: GUARDDUTY,
  configurationItems: CONFIG,
};

/** Tells a record by the names of its members; null when they tell nothing. */
export function recogniseRecord(keys: ReadonlySet<string>): RecordKind | null {
  const has = (...names: string[]) => names.every((name) => keys.has(name));
  if (has("query_name") && (keys.has("query_type") || keys.has("rcode") || keys.has("query_timestamp"))) return DNS;
  if (has("class_uid") || has("category_uid")) {
    const kind = ocsfKind(keys);
    if (kind === null) return { kind: null, unread: "OCSF events of this class" };
    return { kind, unread: null, reader: (sink) => new OcsfReader(sink) };
  }
  if (has("QueryExecution")) return { kind: null, unread: "Athena's account of a query" };
  if (has("ResultSet")) return { kind: null, unread: "rows that Athena answered with" };
  if (has("ProductArn") || has("productArn")) return SECURITY_HUB;
  if (has("query-name", "query-type") || has("query-name", "src-addr")) return FIREWALL_EVENT;
  if (has("configurationItemCaptureTime") || has("configurationItem")) return CONFIG;
  if (has("CloudTrailEvent")) return CLOUDTRAIL;
  if (has("@timestamp", "eventName", "userIdentity")) return CLOUDTRAIL;
  if (has("eventTime", "eventName") || has("eventTime", "insightDetails") || has("timeWindow", "eventCategory")) {
    return CLOUDTRAIL;
  }
  if (has("IsLogging") || has("AccessKeyLastUsed")) return KEPT;
  if (has("TrailARN") && (has("EventSelectors") || has("AdvancedEventSelectors"))) return KEPT;
  const finding = (has("service") || has("Service")) && (has("resource") || has("Resource"));
  return finding && (has("type") || has("Type")) ? GUARDDUTY : null;
}
