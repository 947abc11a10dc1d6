/** One row of the ledger. Times are epoch ms; null is "as far as the evidence reaches". */
export interface LedgerSpanRow {
  id: string;
  subjectKind: string;
  subject: string;
  vpcId: string | null;
  holderKind: string;
  holder: string;
  fromMs: number | null;
  toMs: number | null;
  /** First and last time within it at which a record shows the holder. */
  seenFromMs: number | null;
  seenToMs: number | null;
  contested: boolean;
  proof: string;
  note: string | null;
  evidence: { name: string; sha256: string; record: number } | null;
}

/** How well a holding is known: stated, shown by a record of that very time, or reaching from what is known of other times. */
export type Confidence = "told" | "seen" | "taken";

export const CONFIDENCE_WORDS: Record<Confidence, string> = {
  told: "told by a call",
  seen: "seen",
  taken: "taken for granted",
};

type Bounds = Pick<LedgerSpanRow, "fromMs" | "toMs" | "seenFromMs" | "seenToMs" | "proof">;

/** How well the holder is known at one time of the span. */
export function confidenceAt({ fromMs, seenFromMs, seenToMs, proof }: Bounds, atMs: number): Confidence {
  if (seenFromMs !== null && seenToMs !== null && seenFromMs <= atMs && atMs <= seenToMs) return "seen";
  return proof === "call" && fromMs !== null ? "told" : "taken";
}

/** How well a span is known as a whole: its best proof. */
export function confidenceOf({ proof, seenFromMs }: Bounds): Confidence {
  if (proof === "call") return "told";
  return seenFromMs === null || proof === "assumed" ? "taken" : "seen";
}

/** A span's columns, read as above; `s` is the ledger's row, `e` its file. */
export const SPAN_COLUMNS = `s.id, s.subject_kind AS "subjectKind", s.subject, s.vpc_id AS "vpcId",
  s.holder_kind AS "holderKind", s.holder, s.proof, s.note, s.contested,
  (extract(epoch FROM s.from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM s.to_at) * 1000)::float8 AS "toMs",
  (extract(epoch FROM s.seen_from) * 1000)::float8 AS "seenFromMs",
  (extract(epoch FROM s.seen_to) * 1000)::float8 AS "seenToMs",
  CASE WHEN e.id IS NOT NULL AND s.record_no IS NOT NULL
       THEN jsonb_build_object('name', coalesce((SELECT min(n.name COLLATE "C") FROM evidence_names n
                                                  WHERE n.file_id = e.id), ''),
                               'sha256', e.sha256, 'record', s.record_no) END AS evidence`;
