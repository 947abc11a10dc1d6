import { pool } from "@/lib/db/pool";
import { findingInstances } from "@/lib/investigate/finding-matches";
import { latestFindings } from "@/lib/ledger/latest-findings";
import type { FindingEvent } from "@/lib/timeline/events/event.types";
import type { After } from "@/lib/timeline/events/event-cursor";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

export type FoundFinding = FindingEvent & { fileId: number; record: number };

/** Findings that name the instance, by when they were first seen; with `tied` only those that name the indicator. */
export async function readFindingEvents(
  scope: InstanceScope,
  after: After,
  toMs: number,
  limit: number,
  tied: boolean,
): Promise<FoundFinding[]> {
  const named = (await latestFindings(scope.caseId)).filter(
    (finding) =>
      findingInstances(finding).includes(scope.instanceId) && (!tied || finding.remoteIps.includes(scope.ip)),
  );
  if (named.length === 0) return [];
  const { rows } = await pool().query<{ id: number; sha256: string }>(
    "SELECT id, sha256 FROM evidence_files WHERE case_id = $1 AND sha256 = ANY($2::text[])",
    [scope.caseId, named.map(({ sha256 }) => sha256)],
  );
  const fileIds = new Map(rows.map(({ id, sha256 }) => [sha256, id]));
  return named
    .map(
      (finding): FoundFinding => ({
        ...{ source: "finding", atMs: finding.firstSeenMs, lastSeenMs: finding.lastSeenMs, type: finding.type },
        ...{ remoteIps: finding.remoteIps, withIndicator: finding.remoteIps.includes(scope.ip) },
        ...{ fileId: fileIds.get(finding.sha256) ?? 0, record: finding.record },
      }),
    )
    .filter(
      (event) =>
        event.atMs < toMs &&
        (event.atMs - after.atMs || event.fileId - after.fileId || event.record - after.record) > 0,
    )
    .sort((a, b) => a.atMs - b.atMs || a.fileId - b.fileId || a.record - b.record)
    .slice(0, limit);
}
