import { canonicalAddress, isPrivateAddress } from "@/lib/core/address";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { isoTime, objectIn, ocsfTime, unmappedOf, valueAt, withoutNull } from "@/lib/formats/ocsf/ocsf-value";

/** Security Hub's normalised severity, by OCSF's: unknown, informational, low, medium, high, critical, fatal. */
const SEVERITIES = [null, 0, 1, 40, 70, 90, 100];
const INSTANCE = /(?:^|\/)i-[0-9a-zA-Z]+$/;

/** The far ends of what a finding rests on; both ends that are public where it gives no direction. */
function farEnds(evidence: JsonObject): JsonObject[] {
  const [source, destination] = [objectAt(evidence, "src_endpoint"), objectAt(evidence, "dst_endpoint")];
  const direction = objectAt(evidence, "connection_info").direction_id;
  if (direction === 1) return [source];
  if (direction === 2) return [destination];
  return [source, destination].filter((end) => {
    const ip = canonicalAddress(textAt(end, "ip") ?? "");
    return ip === null || !isPrivateAddress(ip);
  });
}

function indicatorsOf(evidence: JsonObject): JsonObject[] {
  const ends = farEnds(evidence);
  const ips = ends.flatMap((end) => textAt(end, "ip") ?? []);
  const names = [textAt(objectAt(evidence, "query"), "hostname"), ...ends.map((end) => textAt(end, "domain"))];
  return [
    ...ips.map((ip) => ({ Type: ip.includes(":") ? "IPV6_ADDRESS" : "IPV4_ADDRESS", Value: ip })),
    ...names.flatMap((name) => (name === null ? [] : [{ Type: "DOMAIN", Value: name }])),
  ];
}

function resourceOf(resource: JsonObject): JsonObject {
  const id = textAt(resource, "uid");
  const type = textAt(resource, "type");
  return withoutNull({
    Id: id,
    Type: INSTANCE.test(id ?? "") ? "AwsEc2Instance" : type,
    Region: textAt(resource, "region") ?? textAt(resource, "cloud_partition"),
    Details: objectIn(resource.data),
  });
}

/**
 * The finding that a Detection Finding event (class 2004; 2001 to 2003 are read alike) was made from, as Security Hub writes
 * it (ASFF), so that it is the same finding wherever it was read. Source: OCSF 1.1 and 1.0.0-rc.2, "Detection Finding" and "Security
 * Finding"; Security Lake User Guide, "Security Hub findings".
 */
export function findingOfDetection(event: JsonObject): JsonObject {
  const info = { ...objectAt(event, "finding"), ...objectAt(event, "finding_info") };
  const product = objectAt(objectAt(event, "metadata"), "product");
  const cloud = objectAt(event, "cloud");
  const evidences = listAt(event, "evidences");
  const count = numberAt(event, "count");
  const time = (...names: string[]) => isoTime(ocsfTime(info, ...names));
  return withoutNull({
    Id: textAt(info, "uid"),
    ProductArn: textAt(product, "uid") ?? textAt(product, "name") ?? "OCSF",
    GeneratorId: textAt(objectAt(info, "analytic"), "uid") ?? textAt(objectAt(event, "analytic"), "uid"),
    Types: Array.isArray(info.types) ? info.types : null,
    Title: textAt(info, "title"),
    Description: textAt(info, "desc"),
    Severity: withoutNull({ Normalized: SEVERITIES[Number(event.severity_id)] ?? null }),
    AwsAccountId: valueAt(objectAt(cloud, "account"), "uid") ?? valueAt(cloud, "account_uid"),
    Region: textAt(cloud, "region"),
    CreatedAt: time("created_time") ?? isoTime(ocsfTime(event, "time")),
    UpdatedAt: time("modified_time"),
    FirstObservedAt: time("first_seen_time") ?? isoTime(ocsfTime(event, "start_time")),
    LastObservedAt: time("last_seen_time") ?? isoTime(ocsfTime(event, "end_time")),
    Resources: listAt(event, "resources").map(resourceOf),
    ThreatIntelIndicators: evidences.flatMap(indicatorsOf),
    ProductFields: withoutNull({
      ...unmappedOf(event),
      "aws/guardduty/service/count": count === null ? null : String(count),
    }),
  });
}
