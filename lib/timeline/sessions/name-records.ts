import { pool } from "@/lib/db/pool";
import type { EvidenceRef } from "@/lib/ledger/ledger.types";
import type { NameRecord } from "@/lib/timeline/sessions/to-session-line";

/** Names and hashes of the files that these records stand in. */
export async function nameRecords(caseId: string, refs: readonly EvidenceRef[]): Promise<NameRecord> {
  const { rows } = await pool().query<{ id: number; sha256: string; name: string | null }>(
    `SELECT e.id, e.sha256, (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id) AS name
       FROM evidence_files e WHERE e.case_id = $1 AND e.id = ANY($2::int[])`,
    [caseId, [...new Set(refs.map(({ fileId }) => fileId))]],
  );
  const files = new Map(rows.map((row) => [row.id, row]));
  return ({ fileId, record }) => {
    const file = files.get(fileId);
    return { fileId, record, fileName: file?.name ?? "", sha256: file?.sha256 ?? "" };
  };
}
