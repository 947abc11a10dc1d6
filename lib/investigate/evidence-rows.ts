import { compareText } from "@/lib/core/compare-text";
import { askOften } from "@/lib/db/ask-often";
import type { EvidenceV1 } from "@/lib/investigate/document.types";
import { isoInstantOrNull } from "@/lib/investigate/iso-instant";

const REJECTIONS_SHOWN = 20;

/** A file of evidence with every name that its bytes were delivered under. */
export interface EvidenceFileFacts extends Omit<EvidenceV1, "name" | "reason"> {
  names: string[];
  reason: string | null;
}

/**
 * One row a name, by name, then sha256. The first name holds the file's numbers; the same bytes under another name
 * are a row of their own in which every record is a duplicate.
 */
export function evidenceRows(files: readonly EvidenceFileFacts[]): EvidenceV1[] {
  return files
    .flatMap(({ names, reason, ...file }) => {
      const [first, ...others] = [...names].sort(compareText);
      if (first === undefined) return [];
      const row: EvidenceV1 = { name: first, ...file };
      if (reason !== null) row.reason = reason;
      const again = { duplicates: file.records, reason: `the same bytes as ${first}` };
      return [row, ...others.map((name) => ({ name, ...file, ...again }))];
    })
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.sha256, b.sha256));
}

interface FileRow extends Omit<EvidenceFileFacts, "firstEvent" | "lastEvent"> {
  firstMs: number | null;
  lastMs: number | null;
}

/** The evidence of a case as the document lists it. */
export async function readEvidence(caseId: string): Promise<EvidenceV1[]> {
  const { rows } = await askOften<FileRow>(
    `SELECT ARRAY(SELECT n.name FROM evidence_names n WHERE n.file_id = e.id) AS names,
            e.sha256, e.size::float8 AS size, e.kind, e.records::float8 AS records,
            e.duplicates::float8 AS duplicates, e.rejected::float8 AS rejected,
            coalesce((SELECT jsonb_agg(jsonb_build_object('record', r.record_no, 'reason', r.reason) ORDER BY r.record_no)
                        FROM (SELECT record_no, reason FROM rejections
                               WHERE file_id = e.id ORDER BY record_no LIMIT $2) r), '[]') AS rejections,
            (extract(epoch FROM e.first_event) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM e.last_event) * 1000)::float8 AS "lastMs", e.reason
       FROM evidence_files e WHERE e.case_id = $1`,
    [caseId, REJECTIONS_SHOWN],
  );
  return evidenceRows(
    rows.map(({ firstMs, lastMs, ...row }) => ({
      names: row.names,
      ...{ sha256: row.sha256, size: row.size, kind: row.kind },
      ...{ records: row.records, duplicates: row.duplicates, rejected: row.rejected },
      rejections: row.rejections.map(({ record, reason }) => ({ record, reason })),
      firstEvent: isoInstantOrNull(firstMs),
      lastEvent: isoInstantOrNull(lastMs),
      reason: row.reason,
    })),
  );
}
