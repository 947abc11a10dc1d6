import { hash } from "node:crypto";
import { canonicalAddress } from "@/lib/core/address";
import { parseInstant } from "@/lib/core/instant";
import type { ApiCallRecord, ApiCategory, Principal } from "@/lib/core/records";
import { callNotes, callTarget } from "@/lib/formats/cloudtrail/call-notes";
import { FieldHasher } from "@/lib/formats/cloudtrail/hash-fields";
import { observeEvent } from "@/lib/formats/cloudtrail/observe-event";
import { readPrincipal } from "@/lib/formats/cloudtrail/read-principal";
import { Interner } from "@/lib/formats/intern";
import { isObject, type JsonObject, objectAt, parseJson, sortedJson, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { refusal } from "@/lib/formats/refusal";

const CATEGORIES = new Map<string, ApiCategory>([
  ["Management", "management"],
  ["Data", "data"],
  ["NetworkActivity", "network-activity"],
  ["Insight", "insight"],
  ["Aggregated", "aggregated"],
]);

function categoryOf(event: JsonObject): ApiCategory {
  const named = CATEGORIES.get(textAt(event, "eventCategory") ?? "");
  if (named) return named;
  const type = textAt(event, "eventType") ?? "";
  if (type === "AwsCloudTrailInsight") return "insight";
  if (type === "AwsAggregatedEvent") return "aggregated";
  if (type.startsWith("AwsVpceEvent")) return "network-activity";
  return event.managementEvent === false ? "data" : "management";
}

/** The event inside what wraps it: LookupEvents (JSON in a text), EventBridge (`detail`). */
function unwrap(value: JsonObject): JsonObject {
  if (typeof value.CloudTrailEvent === "string") {
    const inner = parseJson(value.CloudTrailEvent);
    return isObject(inner) ? inner : {};
  }
  return textAt(value, "detail-type") !== null && isObject(value.detail) ? value.detail : value;
}

function flag(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : null;
}

function issuedKey(response: JsonObject): string | null {
  return (
    textAt(objectAt(response, "credentials"), "accessKeyId") ?? textAt(objectAt(response, "accessKey"), "accessKeyId")
  );
}

/** Longer ones are none of AWS's: they are read each time anew, and not kept. */
const LONGEST_KEPT_IDENTITY = 4096;
const IDENTITIES_KEPT = 8192;

const LATE = new Set(["DELIVERY_DELAY", "SERVICE_OUTAGE"]);

/**
 * The event that an addendum corrects. One that came late, for a delay or an outage, corrects none: it was never there
 * before. Source: CloudTrail User Guide, "CloudTrail record contents", `addendum`.
 */
function replacedBy(addendum: JsonObject): string | null {
  return LATE.has(textAt(addendum, "reason") ?? "") ? null : textAt(addendum, "originalEventID");
}

/**
 * Reads CloudTrail events: management, data and network activity calls, Insights and aggregated events.
 * Source: CloudTrail User Guide, "CloudTrail record contents".
 */
export class CloudTrailReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #principals = new Interner<Principal>(IDENTITIES_KEPT);
  readonly #hasher = new FieldHasher();

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    const event = unwrap(value);
    this.event(event, text, event);
  }

  /** An event; `compared` are those of its members that are alike in all forms of it. */
  event(event: JsonObject, text: string, compared: JsonObject): void {
    const reason = this.#read(event, compared);
    if (reason !== null) this.#sink.reject(reason, text);
  }

  #read(event: JsonObject, compared: JsonObject): string | null {
    const category = categoryOf(event);
    const insight = objectAt(event, "insightDetails");
    // Logstash moves an event's time to a name of its own.
    const time =
      textAt(event, "eventTime") ?? textAt(objectAt(event, "timeWindow"), "windowStart") ?? textAt(event, "@timestamp");
    if (time === null) return "eventTime is missing: not a CloudTrail event";
    const atMs = parseInstant(time);
    if (atMs === null) return refusal("eventTime", time, "a time");
    const counted = category !== "insight" && category !== "aggregated";
    const eventName = textAt(event, "eventName") ?? textAt(insight, "eventName") ?? (counted ? null : category);
    if (eventName === null) return "eventName is missing: not a CloudTrail event";
    const eventSource = textAt(event, "eventSource") ?? textAt(insight, "eventSource") ?? (counted ? null : "");
    if (eventSource === null) return "eventSource is missing: not a CloudTrail event";

    const identity = objectAt(event, "userIdentity");
    const identityJson = sortedJson(identity);
    const principal = this.#principal(identity, identityJson);
    const source = textAt(event, "sourceIPAddress");
    const errorCode = textAt(event, "errorCode");
    const response = errorCode === null ? objectAt(event, "responseElements") : {};
    const call: ApiCallRecord = {
      kind: "api",
      record: this.#sink.accept(),
      category,
      atMs,
      // Events of the first version carry no id: their content stands for it.
      eventId:
        textAt(event, "eventID") ?? textAt(event, "eventId") ?? hash("sha256", sortedJson(event), "hex").slice(0, 32),
      eventSource,
      eventName,
      eventType: textAt(event, "eventType"),
      region: textAt(event, "awsRegion") ?? "",
      accountId: textAt(event, "recipientAccountId") ?? textAt(event, "accountId") ?? principal.accountId,
      principal,
      source,
      sourceIp: source === null ? null : canonicalAddress(source),
      userAgent: textAt(event, "userAgent"),
      errorCode,
      errorMessage: textAt(event, "errorMessage"),
      readOnly: flag(event.readOnly),
      invokedBy: textAt(identity, "invokedBy"),
      vpcEndpointId: textAt(event, "vpcEndpointId"),
      requestId: textAt(event, "requestID"),
      sharedEventId: textAt(event, "sharedEventID"),
      replacesEventId: replacedBy(objectAt(event, "addendum")),
      issuedKeyId: counted ? issuedKey(response) : null,
      issuedArn:
        textAt(objectAt(response, "assumedRoleUser"), "arn") ?? textAt(objectAt(response, "federatedUser"), "arn"),
      issuedPrincipalId:
        textAt(objectAt(response, "assumedRoleUser"), "assumedRoleId") ??
        textAt(objectAt(response, "federatedUser"), "federatedUserId"),
      requestedSessionName: textAt(objectAt(event, "requestParameters"), "roleSessionName"),
      target: callTarget(event),
      notes: callNotes(eventName, event),
      fieldHashes: this.#hasher.of(compared, identity, identityJson),
    };
    this.#sink.call(call);
    if (counted && errorCode === null) {
      for (const observed of observeEvent(call, event)) this.#sink.observe(observed);
    }
    return null;
  }

  #principal(identity: JsonObject, json: string): Principal {
    if (json.length <= LONGEST_KEPT_IDENTITY) return this.#principals.get(json, () => readPrincipal(identity));
    return readPrincipal(identity);
  }
}
