import { pool } from "@/lib/db/pool";
import { findingInstances } from "@/lib/investigate/finding-matches";
import { latestFindings } from "@/lib/ledger/latest-findings";
import { matchesQuery } from "@/lib/search/matches-query";
import type { FindingEvent } from "@/lib/timeline/events/event.types";
import { endOf, type SourceFound, type SourceRead } from "@/lib/timeline/events/source-read";
import { toSearchedFinding } from "@/lib/timeline/search/to-searched-finding";

export type FoundFinding = FindingEvent & { fileId: number; record: number };

/** Findings that name the instance, by when they were first seen; tied are those that name the indicator. */
export async function readFindingEvents(read: SourceRead): Promise<SourceFound<FoundFinding>> {
  const { scope, edge, direction, limit, tied } = read;
  const named = (await latestFindings(scope.caseId)).filter(
    (finding) =>
      findingInstances(finding).includes(scope.instanceId) &&
      (!tied || finding.remoteIps.includes(scope.ip)) &&
      matchesQuery(read.query, toSearchedFinding(finding)),
  );
  if (named.length === 0) return { rows: [], end: null };
  const { rows } = await pool().query<{ id: number; sha256: string }>(
    "SELECT id, sha256 FROM evidence_files WHERE case_id = $1 AND sha256 = ANY($2::text[])",
    [scope.caseId, named.map(({ sha256 }) => sha256)],
  );
  const fileIds = new Map(rows.map(({ id, sha256 }) => [sha256, id]));
  const way = direction === "later" ? 1 : -1;
  const events = named
    .map(
      (finding): FoundFinding => ({
        ...{ source: "finding", atMs: finding.firstSeenMs, lastSeenMs: finding.lastSeenMs, type: finding.type },
        ...{ remoteIps: finding.remoteIps, withIndicator: finding.remoteIps.includes(scope.ip) },
        ...{ fileId: fileIds.get(finding.sha256) ?? 0, record: finding.record },
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
