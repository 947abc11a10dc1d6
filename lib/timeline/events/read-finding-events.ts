import { findingInstances } from "@/lib/investigate/finding-matches";
import { findingsAt } from "@/lib/ledger/latest-findings";
import { matchesQuery } from "@/lib/search/matches-query";
import type { FindingEvent } from "@/lib/timeline/events/event.types";
import { endOf, type SourceFound, type SourceRead } from "@/lib/timeline/events/source-read";
import { toSearchedFinding } from "@/lib/timeline/search/to-searched-finding";

export type FoundFinding = FindingEvent & { fileId: number; record: number };

/** Findings that name the instance, by when they were first seen; tied are those that name the indicator. */
export async function readFindingEvents(read: SourceRead): Promise<SourceFound<FoundFinding>> {
  const { scope, edge, direction, limit, tied } = read;
  const named = (await findingsAt(scope.caseId, scope.revision)).filter(
    (finding) =>
      findingInstances(finding).includes(scope.instanceId) &&
      (!tied || finding.remoteIps.includes(scope.ip)) &&
      matchesQuery(read.query, toSearchedFinding(finding)),
  );
  const way = direction === "later" ? 1 : -1;
  const events = named
    .map(
      (finding): FoundFinding => ({
        ...{ source: "finding", atMs: finding.firstSeenMs, lastSeenMs: finding.lastSeenMs, type: finding.type },
        ...{ remoteIps: finding.remoteIps, withIndicator: finding.remoteIps.includes(scope.ip) },
        ...{ fileId: finding.fileId, record: finding.record },
      }),
    )
    .filter(
      (event) =>
        event.atMs >= read.fromMs &&
        event.atMs < read.toMs &&
        way * (event.atMs - edge.atMs || event.fileId - edge.fileId || event.record - edge.record) > 0,
    )
    .sort((a, b) => way * (a.atMs - b.atMs || a.fileId - b.fileId || a.record - b.record))
    .slice(0, limit);
  return { rows: events, end: endOf(events, limit, null) };
}
