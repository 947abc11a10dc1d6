import { isInstant } from "@/lib/core/instant";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { likePattern } from "@/lib/core/like-pattern";
import { pool } from "@/lib/db/pool";
import type { LedgerSearch } from "@/lib/timeline/ledger/ledger-search";
import { type LedgerSpanRow, SPAN_COLUMNS } from "@/lib/timeline/ledger/ledger-span";

export interface LedgerPage {
  /** In order: by what was held and then by time, or by time alone. */
  spans: LedgerSpanRow[];
  /** Things that were held and spans that fit, over all pages; null where a text is looked for. */
  subjects: number | null;
  total: number | null;
  /** Where the next page begins; null on the last one. */
  after: string | null;
  /** A thing had more holders than are shown. */
  cut: boolean;
  /** The place to go on from is none that a page gave: this is the first page. */
  lost: boolean;
}

export type LedgerFilter = Pick<LedgerSearch, "q" | "kind" | "known" | "sort" | "after">;

const SUBJECTS = 40;
const SPANS = 200;
/** Of all things on a page together; an address that passed through more hands shows the first. */
const MOST_SPANS = 1_000;

const KNOWN: Record<NonNullable<LedgerFilter["known"]>, string> = {
  told: "s.proof = 'call' AND NOT s.contested",
  seen: "s.proof NOT IN ('call', 'assumed') AND s.seen_from IS NOT NULL AND NOT s.contested",
  taken: "(s.proof = 'assumed' OR (s.proof <> 'call' AND s.seen_from IS NULL)) AND NOT s.contested",
  contested: "s.contested",
};

/** Spans that fit, a page of them; the parameters are the case, the pattern and the kind. */
function fitting({ q, kind, known }: LedgerFilter): { where: string; values: unknown[] } {
  const where = [
    "s.case_id = $1",
    "($2::text IS NULL OR s.search_text LIKE lower($2))",
    "($3::text IS NULL OR s.subject_kind = $3)",
    known === undefined ? "true" : KNOWN[known],
  ].join(" AND ");
  return { where, values: [q === undefined ? null : likePattern(q), kind ?? null] };
}

/** Who held what, as a page of the ledger. */
export async function listLedgerPage(caseId: string, revision: number, filter: LedgerFilter): Promise<LedgerPage> {
  const page = filter.sort === "time" ? byTime(caseId, filter) : bySubject(caseId, filter);
  const [counts, rows] = await Promise.all([counted(caseId, revision, filter), page]);
  return { ...counts, ...rows };
}

type Counts = Pick<LedgerPage, "subjects" | "total">;

const kept = new KeptAnswers<Counts>(64);

/** How much fits, counted once a revision in this process; of a text nothing, since that would read the ledger twice. */
function counted(caseId: string, revision: number, filter: LedgerFilter): Promise<Counts> | Counts {
  if (filter.q !== undefined) return { subjects: null, total: null };
  return kept.get([caseId, revision, filter.kind, filter.known].join(" "), async () => {
    const { where, values } = fitting(filter);
    if (filter.kind === undefined && filter.known === undefined) {
      const { rows } = await pool().query<Counts>(
        `SELECT count(*)::float8 AS subjects, coalesce(sum(spans), 0)::float8 AS total FROM ledger_things WHERE case_id = $1`,
        [caseId],
      );
      return rows[0] ?? { subjects: 0, total: 0 };
    }
    const { rows } = await pool().query<Counts>(
      `SELECT count(*)::float8 AS subjects, coalesce(sum(n), 0)::float8 AS total
         FROM (SELECT count(*) AS n FROM ledger_spans s WHERE ${where} GROUP BY s.subject) subjects`,
      [caseId, ...values],
    );
    return rows[0] ?? { subjects: 0, total: 0 };
  });
}

type Rows = Pick<LedgerPage, "spans" | "after" | "cut" | "lost">;

/** Whole things, each with all of its spans: whom it had before and after is what a reader wants to see. */
async function bySubject(caseId: string, filter: LedgerFilter): Promise<Rows> {
  const { where, values } = fitting(filter);
  // A text is looked for among things, and in the spans of those alone that have it.
  const fit =
    filter.q === undefined
      ? `SELECT DISTINCT s.subject FROM ledger_spans s WHERE ${where} AND ($4::text IS NULL OR s.subject > $4)
          ORDER BY s.subject`
      : `SELECT t.subject FROM ledger_things t
          WHERE t.case_id = $1 AND t.search_text LIKE lower($2) AND ($4::text IS NULL OR t.subject > $4)
            AND EXISTS (SELECT FROM ledger_spans s WHERE s.subject = t.subject AND ${where})
          ORDER BY t.subject`;
  const subjects = await pool().query<{ subject: string }>(`${fit} LIMIT ${SUBJECTS + 1}`, [
    caseId,
    ...values,
    filter.after ?? null,
  ]);
  const shown = subjects.rows.slice(0, SUBJECTS).map(({ subject }) => subject);
  const { rows } = await pool().query<LedgerSpanRow>(
    `SELECT ${SPAN_COLUMNS}
       FROM (SELECT * FROM ledger_spans WHERE case_id = $1 AND subject = ANY($2::text[])
              ORDER BY subject, vpc_id, from_at NULLS FIRST, id LIMIT ${MOST_SPANS + 1}) s
       LEFT JOIN evidence_files e ON e.id = s.file_id
      ORDER BY s.subject, s.vpc_id, s.from_at NULLS FIRST, s.id`,
    [caseId, shown],
  );
  const more = subjects.rows.length > SUBJECTS;
  const cut = rows.length > MOST_SPANS;
  return { spans: rows.slice(0, MOST_SPANS), after: more ? (shown.at(-1) ?? null) : null, cut, lost: false };
}

/** Where a page by time goes on: behind a span of that beginning and number. Null for text that no page gave. */
function readPlace(after: string): { fromMs: number | null; id: string } | null {
  const [, fromMs, id] = /^(\d{1,15})?-(\d{1,18})$/.exec(after) ?? [];
  if (id === undefined || (fromMs !== undefined && !isInstant(Number(fromMs)))) return null;
  return { fromMs: fromMs === undefined ? null : Number(fromMs), id };
}

/** So many spans are sorted in a few milliseconds. */
const FEW_SPANS = 5_000;

/**
 * Things that have a text, where they have few spans together; null where they have many, or no text is looked for: a page is then
 * soon full in the order of time.
 */
async function fewWithText(caseId: string, { q }: LedgerFilter): Promise<string[] | null> {
  if (q === undefined) return null;
  const { rows } = await pool().query<{ subjects: string[] | null }>(
    `SELECT CASE WHEN coalesce(sum(spans), 0) <= ${FEW_SPANS} THEN coalesce(array_agg(subject), '{}') END AS subjects
       FROM ledger_things WHERE case_id = $1 AND search_text LIKE lower($2)`,
    [caseId, likePattern(q)],
  );
  return rows[0]?.subjects ?? null;
}

/** Spans as they begin; those of which no beginning is known come last. */
async function byTime(caseId: string, filter: LedgerFilter): Promise<Rows> {
  const { where, values } = fitting(filter);
  const place = filter.after === undefined ? null : readPlace(filter.after);
  const few = await fewWithText(caseId, filter);
  const read = async (condition: string, more: unknown[], limit: number) => {
    const given = [caseId, ...values, ...more];
    // Left to choose, the planner would go through the spans of all things in the order of time.
    const among = few
      ? `(SELECT * FROM ledger_spans WHERE case_id = $1 AND subject = ANY($${given.push(few)}::text[]) OFFSET 0)`
      : "ledger_spans";
    const { rows } = await pool().query<LedgerSpanRow>(
      `SELECT ${SPAN_COLUMNS} FROM (SELECT * FROM ${among} s WHERE ${where} AND ${condition}
                                     ORDER BY s.from_at, s.id LIMIT ${limit}) s
         LEFT JOIN evidence_files e ON e.id = s.file_id ORDER BY s.from_at, s.id`,
      given,
    );
    return rows;
  };
  const begun =
    place === null
      ? await read("s.from_at IS NOT NULL", [], SPANS + 1)
      : place.fromMs === null
        ? []
        : await read("(s.from_at, s.id) > ($4, $5)", [new Date(place.fromMs).toISOString(), place.id], SPANS + 1);
  const left = SPANS + 1 - begun.length;
  const openAfter = place?.fromMs === null ? place.id : "0";
  const open = left > 0 ? await read("s.from_at IS NULL AND s.id > $4", [openAfter], left) : [];
  const spans = [...begun, ...open];
  const last = spans[SPANS - 1];
  const after = spans.length > SPANS && last ? `${last.fromMs === null ? "" : last.fromMs}-${last.id}` : null;
  return { spans: spans.slice(0, SPANS), after, cut: false, lost: filter.after !== undefined && place === null };
}
