import { isPrivateAddress } from "@/lib/core/address";
import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { FindingRecord } from "@/lib/core/records";
import { readSequence } from "@/lib/formats/findings/attack-sequence";
import { actionIps, distinctAddresses } from "@/lib/formats/findings/remote-addresses";
import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { normaliseCase } from "@/lib/formats/json/normalise-case";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { plainName } from "@/lib/formats/resolver/read-query";
import { observeResources } from "@/lib/formats/securityhub/observe-resources";

const INSTANCE = /(?:^|\/)(i-[0-9a-zA-Z]+)$/;
const ACCESS_KEY = /(?:^|:)((?:AKIA|ASIA)[0-9A-Z]+)$/;
/** What follows the last slash of a type; anchored, as a type may be as long as whoever wrote it likes. */
const GUARDDUTY_TYPE = /^([^:]+:[^-]+)-(.+)$/s;
const GUARDDUTY_ID = /^arn:[^:]*:guardduty:[^:]*:[^:]*:detector\/[^/]+\/finding\/([^/]+)$/;
const GUARDDUTY = "aws/guardduty/service/";
/** The least normalised severity of each label, as Security Hub converts them. */
const LABELS = new Map([
  ["INFORMATIONAL", 0],
  ["LOW", 1],
  ["MEDIUM", 40],
  ["HIGH", 70],
  ["CRITICAL", 90],
]);

function timeAt(object: JsonObject, name: string): number | null {
  const text = textAt(object, name);
  return text === null ? null : parseInstant(text);
}

/** The far end of the connection that a finding's Network tells of; both ends where it gives no direction. */
function networkOf(network: JsonObject): { ips: (string | null)[]; names: (string | null)[] } {
  const side = (end: string) => [textAt(network, `${end}IpV4`), textAt(network, `${end}IpV6`)];
  const direction = textAt(network, "direction");
  const source = { ips: side("source"), names: [textAt(network, "sourceDomain")] };
  const destination = { ips: side("destination"), names: [textAt(network, "destinationDomain")] };
  if (direction === "IN") return source;
  if (direction === "OUT") return destination;
  return {
    ips: distinctAddresses([...source.ips, ...destination.ips]).filter((ip) => !isPrivateAddress(ip)),
    names: [...source.names, ...destination.names],
  };
}

/** GuardDuty's own fields, which Security Hub keeps flat under long names. */
function productTexts(fields: JsonObject, ending: RegExp): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    ending.test(name) && typeof value === "string" ? [value] : [],
  );
}

function threats(finding: JsonObject, type: RegExp): (string | null)[] {
  return listAt(finding, "threatIntelIndicators").map((entry) =>
    type.test(textAt(entry, "type") ?? "") ? textAt(entry, "value") : null,
  );
}

function severityOf(finding: JsonObject): number | null {
  const severity = objectAt(finding, "severity");
  const label = LABELS.get(textAt(severity, "label") ?? "");
  const normalized = numberAt(severity, "normalized") ?? label ?? null;
  const product = GUARDDUTY_ID.test(textAt(finding, "id") ?? "") ? numberAt(severity, "product") : null;
  return product ?? (normalized === null ? null : normalized / 10);
}

function typeOf(finding: JsonObject): string {
  const types = Array.isArray(finding.types) ? finding.types : objectAt(finding, "findingProviderFields").types;
  const first = Array.isArray(types) ? types.find((type) => typeof type === "string" && type !== "") : undefined;
  const type = first ?? textAt(finding, "generatorId") ?? "Security Hub finding";
  // `TTPs/Command and Control/Backdoor:EC2-C&CActivity.B` is GuardDuty's `Backdoor:EC2/C&CActivity.B`.
  const own = GUARDDUTY_ID.test(textAt(finding, "id") ?? "")
    ? GUARDDUTY_TYPE.exec(type.slice(type.lastIndexOf("/") + 1))
    : null;
  return own ? `${own[1]}/${own[2]}` : type;
}

function isSample(finding: JsonObject, fields: JsonObject): boolean {
  const isNamedSo = textAt(finding, "title")?.startsWith("[SAMPLE]") ?? false;
  return isNamedSo || finding.sample === true || fields[`${GUARDDUTY}additionalInfo/sample`] === "true";
}

/** A finding from one whose names are in camelCase, or why it is none. */
function toFinding(finding: JsonObject): Omit<FindingRecord, "record"> | string {
  const id = textAt(finding, "id");
  if (id === null || textAt(finding, "productArn") === null) return "Id or ProductArn is missing: no ASFF finding";
  const createdAtMs = timeAt(finding, "createdAt");
  const firstSeenMs = timeAt(finding, "firstObservedAt") ?? createdAtMs ?? timeAt(finding, "updatedAt");
  if (firstSeenMs === null) return "FirstObservedAt, CreatedAt and UpdatedAt are missing: no time";
  const fields = objectAt(finding, "productFields");
  const resources = listAt(finding, "resources");
  const ids = (type: string, look: RegExp) =>
    resources.flatMap((resource) =>
      textAt(resource, "type") === type ? (look.exec(textAt(resource, "id") ?? "")?.[1] ?? []) : [],
    );
  const sequence = readSequence(objectAt(objectAt(finding, "detection"), "sequence"));
  const action = objectAt(finding, "action");
  const network = networkOf(objectAt(finding, "network"));
  const key = resources.find((resource) => textAt(resource, "type") === "AwsIamAccessKey");
  const keys = ids("AwsIamAccessKey", ACCESS_KEY);
  const count = Number(fields[`${GUARDDUTY}count`] ?? Number.NaN);
  const names = [
    textAt(objectAt(action, "dnsRequestAction"), "domain"),
    ...network.names,
    ...productTexts(fields, /\/dnsRequestAction\/domain$/),
    ...threats(finding, /^DOMAIN$/),
    ...sequence.domains,
  ];
  return {
    kind: "finding",
    source: GUARDDUTY_ID.test(id) ? "guardduty" : "securityhub",
    findingId: GUARDDUTY_ID.exec(id)?.[1] ?? id,
    type: typeOf(finding),
    title: textAt(finding, "title"),
    description: textAt(finding, "description"),
    severity: severityOf(finding),
    accountId: textAt(finding, "awsAccountId"),
    region: textAt(finding, "region") ?? (resources[0] ? textAt(resources[0], "region") : null),
    createdAtMs,
    updatedAtMs: timeAt(finding, "updatedAt"),
    firstSeenMs,
    lastSeenMs: Math.max(timeAt(finding, "lastObservedAt") ?? firstSeenMs, firstSeenMs),
    sample: isSample(finding, fields),
    actionType: textAt(action, "actionType"),
    resourceRole: textAt(fields, `${GUARDDUTY}resourceRole`),
    count: Number.isSafeInteger(count) ? count : null,
    instanceIds: [...new Set([...ids("AwsEc2Instance", INSTANCE).filter(isInstanceId), ...sequence.instanceIds])],
    accessKeyId: keys.length === 1 ? (keys[0] ?? null) : null,
    accessKeyPrincipalId:
      key && keys.length <= 1 ? textAt(objectAt(objectAt(key, "details"), "awsIamAccessKey"), "principalId") : null,
    remoteIps: distinctAddresses([
      ...actionIps(action),
      ...network.ips,
      ...productTexts(fields, /\/remoteIpDetails\/ipAddressV[46]$/),
      ...threats(finding, /^IPV[46]_ADDRESS$/),
      ...sequence.remoteIps,
    ]),
    domains: [...new Set(names.flatMap((name) => (name === null || name === "" ? [] : [plainName(name)])))],
  };
}

/**
 * Reads findings in the AWS Security Finding Format: of GetFindings and BatchImportFindings, and the events that
 * EventBridge gets, which hold several. One of GuardDuty's keeps its own id, so that it counts once beside GuardDuty's copy.
 * Source: Security Hub User Guide, "AWS Security Finding Format".
 */
export class AsffReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    const detail = objectAt(value, "detail");
    if (textAt(value, "detail-type") === null) this.#finding(value, text);
    else if (!Array.isArray(detail.findings)) this.#sink.reject("an event without findings", text);
    else if (detail.findings.length === 0) this.#sink.headers += 1;
    else {
      this.#sink.asWritten = false;
      for (const finding of detail.findings) {
        const written = JSON.stringify(finding);
        this.#sink.written = written;
        if (isObject(finding)) this.#finding(finding, written);
        else this.#sink.reject("not a JSON object", written);
      }
      this.#sink.asWritten = true;
    }
  }

  #finding(value: JsonObject, text: string): void {
    const found = normaliseCase(value);
    const finding = isObject(found) ? toFinding(found) : "no ASFF finding";
    if (typeof finding === "string") {
      this.#sink.reject(finding, text);
      return;
    }
    const record = { ...finding, record: this.#sink.accept() };
    this.#sink.finding(record);
    // A sample's machines were never there.
    if (record.sample || !isObject(found)) return;
    for (const observed of observeResources(record, listAt(found, "resources"))) this.#sink.observe(observed);
  }
}
