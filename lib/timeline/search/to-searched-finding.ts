import type { SearchedRecord } from "@/lib/search/matches-query";

/** A finding as a query sees it. Findings are few: they are looked through in memory. */
export function toSearchedFinding(finding: {
  type: string;
  firstSeenMs: number;
  accessKeyId: string | null;
  remoteIps: readonly string[];
}): SearchedRecord {
  const { type, firstSeenMs, accessKeyId, remoteIps } = finding;
  return {
    fields: {
      ...{ source: ["finding"], time: [firstSeenMs], ip: remoteIps, peer: remoteIps, finding: [type] },
      key: accessKeyId === null ? [] : [accessKeyId],
    },
    ...{ texts: [type, ...remoteIps, ...(accessKeyId === null ? [] : [accessKeyId])], words: [] },
    ...{ addresses: remoteIps, ports: [] },
  };
}
