import type { CoverageV1, InstanceV1 } from "@/lib/investigate/document.types";

/** The coverage that tells of one instance: of its interfaces, its VPC's resolver and its account's trails. */
export function coverageOf(instance: InstanceV1, coverage: readonly CoverageV1[]): CoverageV1[] {
  const interfaces = new Set(instance.interfaces.map(({ interfaceId }) => interfaceId));
  const seen = {
    flow: instance.traffic.flows + instance.traffic.rejected > 0,
    dns: instance.domains.length > 0,
    api: instance.roles.length > 0,
  };
  return coverage.filter(({ source, subject, state }) => {
    // What was seen of the instance under another subject was recorded all the same.
    const elsewhere = (known: boolean) => known && state === "recorded";
    if (source === "dns") return instance.vpcId === null || subject === instance.vpcId || elsewhere(seen.dns);
    if (source === "cloudtrail") {
      return instance.accountId === null || subject.startsWith(`${instance.accountId}/`) || elsewhere(seen.api);
    }
    return interfaces.has(subject) || elsewhere(seen.flow);
  });
}
