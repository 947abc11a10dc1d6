import { isInstanceId } from "@/lib/core/instance-id";
import { sortedTexts } from "@/lib/investigate/group-api-calls";
import type { LatestFinding } from "@/lib/ledger/latest-findings";

/** The findings that name the indicator and whose span meets the window. */
export function findingsOf(
  findings: readonly LatestFinding[],
  ip: string,
  fromMs: number,
  toMs: number,
): LatestFinding[] {
  return findings.filter(
    (finding) => finding.remoteIps.includes(ip) && finding.firstSeenMs < toMs && finding.lastSeenMs >= fromMs,
  );
}

/** The instances that a finding names: as its resource, or as the holder of the credentials it is about. */
export function findingInstances({ instanceIds, accessKeyPrincipalId }: LatestFinding): string[] {
  const holder = accessKeyPrincipalId?.split(":").at(-1) ?? "";
  return sortedTexts([...instanceIds, ...(isInstanceId(holder) ? [holder] : [])]);
}

/** The addresses that findings flag, in order. */
export function flaggedAddresses(findings: readonly LatestFinding[]): string[] {
  return sortedTexts(findings.flatMap((finding) => finding.remoteIps));
}
