import { findingInstances } from "@/lib/investigate/finding-matches";
import type { LatestFinding } from "@/lib/ledger/latest-findings";
import type { SearchedRecord } from "@/lib/search/matches-query";

/** A finding as a query sees it. Findings are few: they are looked through in memory. */
export function toSearchedFinding(finding: LatestFinding): SearchedRecord {
  const { type, firstSeenMs, accessKeyId, remoteIps } = finding;
  return {
    fields: {
      ...{ source: ["finding"], time: [firstSeenMs], ip: remoteIps, peer: remoteIps, finding: [type] },
      instance: findingInstances(finding),
      key: accessKeyId === null ? [] : [accessKeyId],
    },
    ...{ texts: [type, ...remoteIps, ...(accessKeyId === null ? [] : [accessKeyId])], words: [] },
    ...{ addresses: remoteIps, ports: [], place: { fileSha256: finding.sha256, record: finding.record } },
  };
}
