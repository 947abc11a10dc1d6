import { isInstanceId } from "@/lib/core/instance-id";
import type { FindingRecord, Observation } from "@/lib/core/records";
import { type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { observation, sortAddresses } from "@/lib/formats/observation";

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** What a finding's instance details say: the instance had these interfaces and addresses while the activity went on. */
export function observeFinding(finding: FindingRecord, details: JsonObject): Observation[] {
  const instanceId = textAt(details, "instanceId");
  if (instanceId === null || !isInstanceId(instanceId)) return [];
  const shared = {
    record: finding.record,
    event: "seen" as const,
    proof: "finding" as const,
    atMs: finding.firstSeenMs,
    accountId: finding.accountId,
    region: finding.region,
    instanceId,
    roleArn: textAt(objectAt(details, "iamInstanceProfile"), "arn"),
  };
  const interfaces = listAt(details, "networkInterfaces");
  if (interfaces.length === 0) return [observation(shared)];
  return interfaces.map((entry) =>
    observation({
      ...shared,
      interfaceId: textAt(entry, "networkInterfaceId"),
      vpcId: textAt(entry, "vpcId"),
      subnetId: textAt(entry, "subnetId"),
      ...sortAddresses([
        textAt(entry, "privateIpAddress"),
        textAt(entry, "publicIp"),
        ...listAt(entry, "privateIpAddresses").map((address) => textAt(address, "privateIpAddress")),
        ...texts(entry.ipv6Addresses),
      ]),
    }),
  );
}
