import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { FindingRecord } from "@/lib/core/records";
import { observeSequence, readSequence } from "@/lib/formats/findings/attack-sequence";
import { actionIps, distinctAddresses } from "@/lib/formats/findings/remote-addresses";
import { observeFinding } from "@/lib/formats/guardduty/observe-finding";
import { isObject, type JsonObject, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { normaliseCase } from "@/lib/formats/json/normalise-case";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { plainName } from "@/lib/formats/resolver/read-query";

function sequenceOf(service: JsonObject): JsonObject {
  return objectAt(objectAt(service, "detection"), "sequence");
}

function timeAt(object: JsonObject, name: string): number | null {
  const text = textAt(object, name);
  return text === null ? null : parseInstant(text);
}

function earliest(times: (number | null)[]): number | null {
  const known = times.filter((ms) => ms !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/**
 * GuardDuty marks samples it made up; some exports write the mark as text, and the SDK, which does not know that member, leaves it
 * out: the title of a sample begins with its mark all the same.
 */
function isSample(info: JsonObject, title: string | null): boolean {
  return info.sample === true || info.sample === "true" || (title?.startsWith("[SAMPLE]") ?? false);
}

/** A finding from one in either spelling, or why it is none. */
function toFinding(found: JsonObject): Omit<FindingRecord, "record"> | string {
  const service = objectAt(found, "service");
  const resource = objectAt(found, "resource");
  const action = objectAt(service, "action");
  const sequence = readSequence(sequenceOf(service));
  const findingId = textAt(found, "id");
  const type = textAt(found, "type");
  if (findingId === null || type === null) return "id or type is missing: not a GuardDuty finding";
  const createdAtMs = timeAt(found, "createdAt");
  const firstSeenMs = earliest([timeAt(service, "eventFirstSeen"), sequence.firstSeenMs]) ?? createdAtMs;
  if (firstSeenMs === null) return "eventFirstSeen and createdAt are missing: no time";
  const key = objectAt(resource, "accessKeyDetails");
  const instanceId = textAt(objectAt(resource, "instanceDetails"), "instanceId");
  const domain = textAt(objectAt(action, "dnsRequestAction"), "domain");
  // Of a sequence's several keys none is the finding's own.
  const onlyKey = sequence.accessKeys.length === 1 ? sequence.accessKeys[0] : undefined;
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
    lastSeenMs: Math.max(
      timeAt(service, "eventLastSeen") ?? firstSeenMs,
      sequence.lastSeenMs ?? firstSeenMs,
      firstSeenMs,
    ),
    sample: isSample(objectAt(service, "additionalInfo"), textAt(found, "title")),
    actionType: textAt(action, "actionType"),
    resourceRole: textAt(service, "resourceRole"),
    count: numberAt(service, "count"),
    instanceIds: [
      ...new Set([...(instanceId !== null && isInstanceId(instanceId) ? [instanceId] : []), ...sequence.instanceIds]),
    ],
    accessKeyId: textAt(key, "accessKeyId") ?? onlyKey?.id ?? null,
    accessKeyPrincipalId: textAt(key, "principalId") ?? onlyKey?.principalId ?? null,
    remoteIps: distinctAddresses([...actionIps(action), ...sequence.remoteIps]),
    domains: [...new Set([...(domain === null ? [] : [domain]), ...sequence.domains].map(plainName))],
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
    const details = objectAt(objectAt(found, "resource"), "instanceDetails");
    const sequence = sequenceOf(objectAt(found, "service"));
    for (const observed of [...observeFinding(record, details), ...observeSequence(record, sequence)]) {
      this.#sink.observe(observed);
    }
  }
}
