import { KeptAnswers } from "@/lib/core/kept-answers";
import { askOften } from "@/lib/db/ask-often";

/** A finding as its latest update has it. */
export interface LatestFinding {
  findingId: string;
  type: string;
  firstSeenMs: number;
  lastSeenMs: number;
  instanceIds: string[];
  accessKeyId: string | null;
  accessKeyPrincipalId: string | null;
  remoteIps: string[];
  fileId: number;
  sha256: string;
  record: number;
}

interface FindingRow {
  finding_id: string;
  type: string;
  first_ms: number;
  last_ms: number;
  instance_ids: string[];
  access_key_id: string | null;
  access_key_principal_id: string | null;
  remote_ips: string[];
  file_id: number;
  sha256: string;
  record_no: number;
}

const KEPT = 8;
const kept = new KeptAnswers<readonly LatestFinding[]>(KEPT);

/** The same as of the revision that a request read already; read once a revision in this process. */
export function findingsAt(caseId: string, revision: number): Promise<readonly LatestFinding[]> {
  return kept.get(`${caseId} ${revision}`, () => latestFindings(caseId));
}

/** Every finding of a case once, by its highest `updatedAt`; sample findings never. In order of their ids. */
export async function latestFindings(caseId: string): Promise<LatestFinding[]> {
  const { rows } = await askOften<FindingRow>(
    `SELECT DISTINCT ON (f.source COLLATE "C", f.finding_id COLLATE "C")
            f.finding_id, f.type, f.instance_ids, f.access_key_id, f.access_key_principal_id, f.file_id, f.record_no, e.sha256,
            (extract(epoch FROM f.first_seen) * 1000)::float8 AS first_ms,
            (extract(epoch FROM f.last_seen) * 1000)::float8 AS last_ms,
            ARRAY(SELECT host(ip) FROM unnest(f.remote_ips) ip) AS remote_ips
       FROM findings f JOIN evidence_files e ON e.id = f.file_id
      WHERE f.case_id = $1 AND NOT f.sample
      ORDER BY f.source COLLATE "C", f.finding_id COLLATE "C", f.updated_at DESC NULLS LAST, f.last_seen DESC,
               f.record_hash, e.sha256, f.record_no`,
    [caseId],
  );
  return rows.map((row) => ({
    findingId: row.finding_id,
    type: row.type,
    firstSeenMs: row.first_ms,
    lastSeenMs: row.last_ms,
    instanceIds: row.instance_ids,
    accessKeyId: row.access_key_id,
    accessKeyPrincipalId: row.access_key_principal_id,
    remoteIps: row.remote_ips,
    fileId: row.file_id,
    sha256: row.sha256,
    record: row.record_no,
  }));
}
