import { findingInstances } from "@/lib/investigate/finding-matches";
import { latestFindings } from "@/lib/ledger/latest-findings";
import type { LaneFinding } from "@/lib/timeline/lanes/lane.types";

/** The findings about an instance, or about the indicator without naming any instance, earliest first. */
export async function readLaneFindings(caseId: string, instanceId: string, ip: string): Promise<LaneFinding[]> {
  const findings = await latestFindings(caseId);
  return findings
    .filter((finding) => {
      const instances = findingInstances(finding);
      return instances.includes(instanceId) || (instances.length === 0 && finding.remoteIps.includes(ip));
    })
    .map(({ findingId, type, firstSeenMs, lastSeenMs }) => ({
      // A finding of one moment has a length too, or nothing would be drawn.
      ...{ id: findingId, type, fromMs: firstSeenMs, toMs: Math.max(lastSeenMs, firstSeenMs + 1000) },
    }))
    .sort((a, b) => a.fromMs - b.fromMs || b.toMs - a.toMs);
}
