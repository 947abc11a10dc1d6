import { isInstanceId } from "@/lib/core/instance-id";
import type { FindingRecord, Observation } from "@/lib/core/records";
import { type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import { observation, sortAddresses } from "@/lib/formats/observation";

const INSTANCE = /(?:^|\/)(i-[0-9a-zA-Z]+)$/;

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** What a finding says of its instances: the addresses they had, and their interfaces by name. */
export function observeResources(finding: FindingRecord, resources: JsonObject[]): Observation[] {
  return resources.flatMap((resource): Observation[] => {
    const instanceId = INSTANCE.exec(textAt(resource, "id") ?? "")?.[1];
    if (textAt(resource, "type") !== "AwsEc2Instance" || instanceId === undefined || !isInstanceId(instanceId))
      return [];
    const details = objectAt(objectAt(resource, "details"), "awsEc2Instance");
    const shared = {
      record: finding.record,
      event: "seen" as const,
      proof: "finding" as const,
      atMs: finding.firstSeenMs,
      accountId: finding.accountId,
      region: textAt(resource, "region") ?? finding.region,
      instanceId,
      vpcId: textAt(details, "vpcId"),
      subnetId: textAt(details, "subnetId"),
      roleArn: textAt(details, "iamInstanceProfileArn"),
    };
    const ips = sortAddresses([...texts(details.ipV4Addresses), ...texts(details.ipV6Addresses)]);
    const interfaces = listAt(details, "networkInterfaces").flatMap(
      (entry) => textAt(entry, "networkInterfaceId") ?? [],
    );
    // The addresses are the instance's over all its interfaces: with one interface they are that one's.
    if (interfaces.length <= 1) return [observation({ ...shared, interfaceId: interfaces[0] ?? null, ...ips })];
    return [observation({ ...shared, ...ips }), ...interfaces.map((id) => observation({ ...shared, interfaceId: id }))];
  });
}
