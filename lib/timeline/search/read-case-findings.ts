import { pool } from "@/lib/db/pool";
import { findingInstances } from "@/lib/investigate/finding-matches";
import { latestFindings } from "@/lib/ledger/latest-findings";
import { matchesQuery } from "@/lib/search/matches-query";
import { endOf } from "@/lib/timeline/events/source-read";
import type { CaseEvent, CaseFound, CaseRead } from "@/lib/timeline/search/case-events";
import { toSearchedFinding } from "@/lib/timeline/search/to-searched-finding";

/** Findings of a case, by when they were first seen; of those about several instances the first is named. */
export async function readCaseFindings({ caseId, flagged, query, edge, view, limit }: CaseRead): Promise<CaseFound> {
  const found = (await latestFindings(caseId)).filter((finding) => matchesQuery(query, toSearchedFinding(finding)));
  const { rows } = await pool().query<{ id: number; sha256: string }>(
    "SELECT id, sha256 FROM evidence_files WHERE case_id = $1 AND sha256 = ANY($2::text[])",
    [caseId, found.map(({ sha256 }) => sha256)],
  );
  const fileIds = new Map(rows.map(({ id, sha256 }) => [sha256, id]));
  const events = found
    .map(
      (finding): CaseEvent => ({
        ...{ source: "finding", atMs: finding.firstSeenMs, lastSeenMs: finding.lastSeenMs, type: finding.type },
        ...{ remoteIps: finding.remoteIps, withIndicator: finding.remoteIps.some((ip) => flagged.includes(ip)) },
        ...{ fileId: fileIds.get(finding.sha256) ?? 0, record: finding.record },
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
