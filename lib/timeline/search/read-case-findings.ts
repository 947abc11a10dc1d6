import { findingInstances } from "@/lib/investigate/finding-matches";
import { findingsAt } from "@/lib/ledger/latest-findings";
import { matchesQuery } from "@/lib/search/matches-query";
import { endOf } from "@/lib/timeline/events/source-read";
import type { CaseEvent, CaseFound, CaseRead } from "@/lib/timeline/search/case-events";
import { toSearchedFinding } from "@/lib/timeline/search/to-searched-finding";

/** Findings of a case, by when they were first seen; of those about several instances the first is named. */
export async function readCaseFindings(read: CaseRead): Promise<CaseFound> {
  const { caseId, attribution, flagged, query, edge, view, limit } = read;
  const all = await findingsAt(caseId, attribution.revision);
  const found = all.filter((finding) => matchesQuery(query, toSearchedFinding(finding)));
  const events = found
    .map(
      (finding): CaseEvent => ({
        ...{ source: "finding", atMs: finding.firstSeenMs, lastSeenMs: finding.lastSeenMs, type: finding.type },
        ...{ remoteIps: finding.remoteIps, withIndicator: finding.remoteIps.some((ip) => flagged.includes(ip)) },
        ...{ fileId: finding.fileId, record: finding.record },
        instanceId: findingInstances(finding)[0] ?? null,
      }),
    )
    .filter(
      (event) =>
        event.atMs >= view.fromMs &&
        event.atMs < view.toMs &&
        (event.atMs - edge.atMs || event.fileId - edge.fileId || event.record - edge.record) > 0,
    )
    .sort((a, b) => a.atMs - b.atMs || a.fileId - b.fileId || a.record - b.record)
    .slice(0, limit);
  return { rows: events, end: endOf(events, limit, null) };
}
