import type { InstanceV1 } from "@/lib/investigate/document.types";

/**
 * When an instance first met the indicator, epoch ms: its first flow record with it, else the first answer that gave it,
 * else the first call from it. Null where the document has no time for it (a finding alone).
 */
export function firstContactMs(instance: InstanceV1, ip: string): number | null {
  if (instance.traffic.firstSeen !== null) return Date.parse(instance.traffic.firstSeen);
  const earliest = (times: string[]) => (times.length === 0 ? null : Math.min(...times.map(Date.parse)));
  return (
    earliest(instance.domains.filter((domain) => domain.resolvedToIndicator).map(({ firstSeen }) => firstSeen)) ??
    earliest(instance.offInstanceUse.filter((use) => use.sourceIp === ip).map(({ firstSeen }) => firstSeen))
  );
}
