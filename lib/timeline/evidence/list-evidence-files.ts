import { pool } from "@/lib/db/pool";

const REJECTIONS_SHOWN = 20;

export interface EvidenceFileRow {
  sha256: string;
  /** Every name that these bytes were delivered under, in order. */
  names: string[];
  kind: string;
  size: number;
  records: number;
  duplicates: number;
  rejected: number;
  blank: number;
  headers: number;
  /** Epoch ms. */
  firstMs: number | null;
  lastMs: number | null;
  loadedMs: number;
  reason: string | null;
  /** The first 20; `text` is what stood there, cut. */
  rejections: { record: number; reason: string; text: string }[];
}

const TEXT_SHOWN = 400;

/** The files of a case by name, with the first records of each that could not be read. */
export async function listEvidenceFiles(caseId: string): Promise<EvidenceFileRow[]> {
  const { rows } = await pool().query<EvidenceFileRow>(
    `SELECT e.sha256, e.kind, e.size::float8 AS size, e.records::float8 AS records,
            e.duplicates::float8 AS duplicates, e.rejected::float8 AS rejected, e.blank::float8 AS blank,
            e.headers::float8 AS headers, e.reason,
            ARRAY(SELECT n.name FROM evidence_names n WHERE n.file_id = e.id ORDER BY n.name COLLATE "C") AS names,
            (extract(epoch FROM e.first_event) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM e.last_event) * 1000)::float8 AS "lastMs",
            (extract(epoch FROM e.loaded_at) * 1000)::float8 AS "loadedMs",
            coalesce((SELECT jsonb_agg(jsonb_build_object('record', r.record_no, 'reason', r.reason,
                                                          'text', left(r.text, $3)) ORDER BY r.record_no)
                        FROM (SELECT record_no, reason, text FROM rejections
                               WHERE file_id = e.id ORDER BY record_no LIMIT $2) r), '[]') AS rejections
       FROM evidence_files e WHERE e.case_id = $1
      ORDER BY (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id), e.sha256`,
    [caseId, REJECTIONS_SHOWN, TEXT_SHOWN],
  );
  return rows;
}
