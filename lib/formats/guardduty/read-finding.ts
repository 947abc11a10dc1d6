import { canonicalAddress } from "@/lib/core/address";
import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { FindingRecord } from "@/lib/core/records";
import { normaliseCase } from "@/lib/formats/guardduty/normalise-case";
import { observeFinding } from "@/lib/formats/guardduty/observe-finding";
import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { plainName } from "@/lib/formats/resolver/read-query";

const INSTANCE = /(?:^|[/:])(i-[0-9a-zA-Z]+)$/;

/** Members of an action that hold no remote address, so that the rest can be searched whatever its variant. */
const VARIANTS = [
  "networkConnectionAction",
  "awsApiCallAction",
  "kubernetesApiCallAction",
  "rdsLoginAttemptAction",
  "dnsRequestAction",
  "portProbeAction",
];

function remoteIpsOf(part: JsonObject): (string | null)[] {
  const remote = objectAt(part, "remoteIpDetails");
  return [textAt(remote, "ipAddressV4"), textAt(remote, "ipAddressV6")];
}

function actionIps(action: JsonObject): (string | null)[] {
  return VARIANTS.flatMap((name) => {
    const part = objectAt(action, name);
    const sources = Array.isArray(part.sourceIPs) ? part.sourceIPs : [];
    return [
      ...remoteIpsOf(part),
      ...listAt(part, "portProbeDetails").flatMap(remoteIpsOf),
      ...sources.map((source) => (typeof source === "string" ? source : null)),
    ];
  });
}

function sequenceOf(service: JsonObject): JsonObject {
  return objectAt(objectAt(service, "detection"), "sequence");
}

function instancesOf(resource: JsonObject, sequence: JsonObject): string[] {
  const named = [
    textAt(objectAt(resource, "instanceDetails"), "instanceId"),
    ...listAt(sequence, "resources").map((entry) => INSTANCE.exec(textAt(entry, "uid") ?? "")?.[1] ?? null),
  ];
  return [...new Set(named.filter((id): id is string => id !== null && isInstanceId(id)))];
}

function canonical(texts: (string | null)[]): string[] {
  const ips = texts.map((text) => (text === null ? null : canonicalAddress(text)));
  return [...new Set(ips.filter((ip): ip is string => ip !== null))];
}

function timeAt(object: JsonObject, name: string): number | null {
  const text = textAt(object, name);
  return text === null ? null : parseInstant(text);
}

/** GuardDuty marks samples it made up; some exports write the mark as text. */
function isSample(info: JsonObject): boolean {
  return info.sample === true || info.sample === "true";
}

/** A finding from one in either spelling, or why it is none. */
function toFinding(found: JsonObject): Omit<FindingRecord, "record"> | string {
  const service = objectAt(found, "service");
  const resource = objectAt(found, "resource");
  const action = objectAt(service, "action");
  const sequence = sequenceOf(service);
  const findingId = textAt(found, "id");
  const type = textAt(found, "type");
  if (findingId === null || type === null) return "id or type is missing: not a GuardDuty finding";
  const createdAtMs = timeAt(found, "createdAt");
  const firstSeenMs = timeAt(service, "eventFirstSeen") ?? createdAtMs;
  if (firstSeenMs === null) return "eventFirstSeen and createdAt are missing: no time";
  const key = objectAt(resource, "accessKeyDetails");
  const endpoints = listAt(sequence, "endpoints");
  const names = [
    textAt(objectAt(action, "dnsRequestAction"), "domain"),
    ...endpoints.map((endpoint) => textAt(endpoint, "domain")),
  ];
  return {
    kind: "finding",
    source: "guardduty",
    findingId,
    type,
    title: textAt(found, "title"),
    description: textAt(found, "description"),
    severity: numberAt(found, "severity"),
    accountId: textAt(found, "accountId"),
    region: textAt(found, "region"),
    createdAtMs,
    updatedAtMs: timeAt(found, "updatedAt"),
    firstSeenMs,
    lastSeenMs: Math.max(timeAt(service, "eventLastSeen") ?? firstSeenMs, firstSeenMs),
    sample: isSample(objectAt(service, "additionalInfo")),
    actionType: textAt(action, "actionType"),
    resourceRole: textAt(service, "resourceRole"),
    count: numberAt(service, "count"),
    instanceIds: instancesOf(resource, sequence),
    accessKeyId: textAt(key, "accessKeyId"),
    accessKeyPrincipalId: textAt(key, "principalId"),
    remoteIps: canonical([...actionIps(action), ...endpoints.map((endpoint) => textAt(endpoint, "ip"))]),
    domains: [...new Set(names.flatMap((name) => (name === null ? [] : [plainName(name)])))],
  };
}

/**
 * Reads GuardDuty findings in every shape they are delivered in: S3 exports, GetFindings of SDK and API, EventBridge.
 * Source: GuardDuty User Guide and API Reference, "Finding".
 */
export class GuardDutyReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    const inner = textAt(value, "detail-type") !== null && isObject(value.detail) ? value.detail : value;
    const found = normaliseCase(inner);
    const finding = isObject(found) ? toFinding(found) : "not a GuardDuty finding";
    if (typeof finding === "string") {
      this.#sink.reject(finding, text);
      return;
    }
    const record = { ...finding, record: this.#sink.accept() };
    this.#sink.finding(record);
    // A sample's machines were never there.
    if (record.sample || !isObject(found)) return;
    for (const observed of observeFinding(record, objectAt(objectAt(found, "resource"), "instanceDetails"))) {
      this.#sink.observe(observed);
    }
  }
}
