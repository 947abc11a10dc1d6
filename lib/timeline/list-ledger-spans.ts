import { pool } from "@/lib/db/pool";

export interface LedgerSpanRow {
  id: string;
  subjectKind: string;
  subject: string;
  vpcId: string | null;
  holderKind: string;
  holder: string;
  /** Epoch ms; null is "as far as the evidence reaches". */
  fromMs: number | null;
  toMs: number | null;
  proof: string;
  note: string | null;
  evidence: { name: string; sha256: string; record: number } | null;
}

const SPANS_SHOWN = 2_000;

/** Who held what from when to when, by what was held; at most 2,000, and how many there are. */
export async function listLedgerSpans(caseId: string): Promise<{ spans: LedgerSpanRow[]; total: number }> {
  const [spans, count] = await Promise.all([
    pool().query<LedgerSpanRow>(
      `SELECT s.id, s.subject_kind AS "subjectKind", s.subject, s.vpc_id AS "vpcId", s.holder_kind AS "holderKind",
              s.holder, s.proof, s.note, (extract(epoch FROM s.from_at) * 1000)::float8 AS "fromMs",
              (extract(epoch FROM s.to_at) * 1000)::float8 AS "toMs",
              CASE WHEN e.id IS NOT NULL AND s.record_no IS NOT NULL
                   THEN jsonb_build_object('name', coalesce((SELECT min(n.name COLLATE "C") FROM evidence_names n
                                                              WHERE n.file_id = e.id), ''),
                                           'sha256', e.sha256, 'record', s.record_no) END AS evidence
         FROM ledger_spans s LEFT JOIN evidence_files e ON e.id = s.file_id
        WHERE s.case_id = $1
        ORDER BY s.subject_kind COLLATE "C", s.vpc_id COLLATE "C" NULLS LAST, s.subject COLLATE "C",
                 s.from_at NULLS FIRST, s.id
        LIMIT $2`,
      [caseId, SPANS_SHOWN],
    ),
    pool().query<{ total: number }>("SELECT count(*)::float8 AS total FROM ledger_spans WHERE case_id = $1", [caseId]),
  ]);
  return { spans: spans.rows, total: count.rows[0]?.total ?? 0 };
}
