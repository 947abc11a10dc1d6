import { compareText } from "@/lib/core/compare-text";
import { BROUGHT, IN_TRAIL, LOOKUP_LIMITS, NOT_WRITTEN } from "@/lib/core/fetch-note";
import { groupBy } from "@/lib/core/group-by";
import { chainWords } from "@/lib/custody/trail/chain-words";
import { readChains } from "@/lib/custody/trail/read-chains";
import type { ChainReport } from "@/lib/custody/trail/trail.types";
import { pool } from "@/lib/db/pool";
import { flowStretches, type LoggedPiece } from "@/lib/investigate/coverage-stretches";
import { cutRecorded } from "@/lib/investigate/cut-recorded";
import { digestStretches } from "@/lib/investigate/digest-stretches";
import type { CoverageV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Scope } from "@/lib/investigate/scope";
import { readTrafficTypes } from "@/lib/investigate/traffic-types";
import { UNLOGGED_WORDS, type UnloggedTraffic, unloggedTraffic } from "@/lib/investigate/unlogged-traffic";

/** What must stand in the coverage although no record may tell of it: the listed instances' own logs. */
export interface ExpectedSubjects {
  interfaceIds: string[];
  vpcIds: string[];
  /** `account/region`. */
  trails: string[];
}

interface FlowSubject {
  source: "vpc-flow" | "tgw-flow";
  subject: string;
  pieces: LoggedPiece[];
}

/** First and last record in the window of a log that has no rows for silence; null when it has none there. */
interface RecordSpan {
  source: "dns" | "cloudtrail";
  subject: string;
  firstMs: number | null;
  lastMs: number | null;
}

const NOTES: Partial<Record<CoverageV1["state"], string>> = {
  skipped: "the flow log skipped records here (SKIPDATA)",
};
/** Of a note: all that was asked for came, and nothing else was asked for. */
const LOOKED_UP = "looked-up";
const SPAN_NOTE = "from the first to the last record; a quiet time in between cannot be told from a missing log";

async function readFlowSubjects(scope: Omit<Scope, "ip">, only: readonly number[] | null): Promise<FlowSubject[]> {
  const window = [isoInstant(scope.fromMs), isoInstant(scope.toMs)];
  // Minutes that adjoin are put together here, so that a busy interface is one row and not thousands.
  const recorded = pool().query<{ no: number; from_ms: number; to_ms: number }>(
    `WITH rows AS (
       SELECT interface_no, minute, last_end,
              max(last_end) OVER (PARTITION BY interface_no ORDER BY minute
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_to
         FROM flow_minutes WHERE case_id = $1 AND minute < $3 AND last_end >= $2 AND ($4::int[] IS NULL OR interface_no = ANY($4))
     ), islands AS (
       SELECT *, sum(CASE WHEN minute <= covered_to + interval '1 minute' THEN 0 ELSE 1 END)
                   OVER (PARTITION BY interface_no ORDER BY minute) AS island FROM rows
     ), stretches AS (
       SELECT interface_no, min(minute) AS minute, max(last_end) AS to_at FROM islands GROUP BY interface_no, island
     )
     SELECT s.interface_no AS no, (extract(epoch FROM s.to_at) * 1000)::float8 AS to_ms,
            (extract(epoch FROM coalesce(f.start_at, s.minute)) * 1000)::float8 AS from_ms
       FROM stretches s
       LEFT JOIN LATERAL (SELECT r.start_at FROM flow_records r
                           WHERE r.load_id IN (${scope.loads}) AND r.interface_no = s.interface_no
                             AND r.start_at >= s.minute AND r.start_at < s.minute + interval '1 minute'
                           ORDER BY r.start_at LIMIT 1) f ON true`,
    [scope.caseId, ...window, only],
  );
  const gaps = pool().query<{ no: number; from_ms: number; to_ms: number; status: string }>(
    `SELECT DISTINCT interface_no AS no, status, (extract(epoch FROM start_at) * 1000)::float8 AS from_ms,
            (extract(epoch FROM end_at) * 1000)::float8 AS to_ms
       FROM flow_gaps WHERE case_id = $1 AND start_at < $3 AND end_at >= $2 AND ($4::int[] IS NULL OR interface_no = ANY($4))`,
    [scope.caseId, ...window, only],
  );
  const subjects = pool().query<{ no: number; key: string; source: "vpc-flow" | "tgw-flow" }>(
    `SELECT i.id AS no, i.key, max(c.source) AS source
       FROM interfaces i JOIN flow_contexts c ON c.interface_no = i.id WHERE i.case_id = $1 AND ($2::int[] IS NULL OR i.id = ANY($2)) GROUP BY i.id, i.key`,
    [scope.caseId, only],
  );
  const [records, statuses, known] = await Promise.all([recorded, gaps, subjects]);
  const piecesOf = groupBy(
    [
      ...records.rows.map(({ no, from_ms, to_ms }) => ({ no, from_ms, to_ms, state: "recorded" as const })),
      ...statuses.rows.map(({ no, from_ms, to_ms, status }) => ({
        ...{ no, from_ms, to_ms },
        state: status === "SKIPDATA" ? ("skipped" as const) : ("no-data" as const),
      })),
    ],
    (piece) => piece.no,
  );
  return known.rows.map(({ no, key, source }) => ({
    ...{ source, subject: key },
    pieces: (piecesOf.get(no) ?? []).map(({ from_ms, to_ms, state }) => ({ fromMs: from_ms, toMs: to_ms, state })),
  }));
}

async function readRecordSpans(scope: Omit<Scope, "ip">): Promise<RecordSpan[]> {
  // An asker's first and last query stand at the ends of an index: none of those in between is looked at.
  const asked = (within: string, way: "ASC" | "DESC") =>
    `SELECT q.at FROM dns_queries q WHERE q.load_id IN (${scope.loads}) AND q.asker_no = a.id AND ${within} ORDER BY q.at ${way} LIMIT 1`;
  // So do a trail's; one trail after the other is found in the order of that index.
  const trail = "(coalesce(c.account_id, 'unknown') || '/' || c.region)";
  const calls = `FROM api_calls c WHERE c.load_id IN (${scope.loads}) AND c.category IN ('management', 'data', 'network-activity')`;
  const called = (way: "ASC" | "DESC") =>
    `SELECT c.at ${calls} AND ${trail} = t.trail AND c.at >= $2 AND c.at < $3 ORDER BY ${trail} ${way}, c.at ${way} LIMIT 1`;
  const { rows } = await pool().query<RecordSpan>(
    `WITH RECURSIVE trails AS (
       (SELECT ${trail} AS trail ${calls} ORDER BY 1 LIMIT 1)
       UNION ALL
       SELECT (SELECT ${trail} ${calls} AND ${trail} > t.trail ORDER BY 1 LIMIT 1) FROM trails t WHERE t.trail IS NOT NULL)
     SELECT source, subject, (extract(epoch FROM first) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM last) * 1000)::float8 AS "lastMs"
       FROM (SELECT 'dns' AS source, coalesce(a.vpc_id, 'unknown') AS subject, min(f.at) AS first, max(l.at) AS last
               FROM dns_askers a
              CROSS JOIN LATERAL (${asked("true", "ASC")}) ever
               LEFT JOIN LATERAL (${asked("q.at >= $2 AND q.at < $3", "ASC")}) f ON true
               LEFT JOIN LATERAL (${asked("q.at >= $2 AND q.at < $3", "DESC")}) l ON true
              WHERE a.case_id = $1 GROUP BY 2
             UNION ALL
             SELECT 'cloudtrail', t.trail, f.at, l.at FROM trails t
               LEFT JOIN LATERAL (${called("ASC")}) f ON true
               LEFT JOIN LATERAL (${called("DESC")}) l ON true
              WHERE t.trail IS NOT NULL) spans`,
    [scope.caseId, isoInstant(scope.fromMs), isoInstant(scope.toMs)],
  );
  return rows;
}

/** Coverage rows from what the logs show and what was expected of them: by source, subject and time. Pure. */
/** What a fetch could not bring, or brought only as far as it was asked for. */
export interface FetchedPart {
  source: CoverageV1["source"];
  subject: string;
  /** Null: over all of the window. */
  fromMs: number | null;
  toMs: number | null;
  code: string;
  message: string;
}

export function coverageRows(
  flows: readonly FlowSubject[],
  spans: readonly RecordSpan[],
  expected: ExpectedSubjects,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  chains: readonly ChainReport[] = [],
  unlogged: readonly UnloggedTraffic[] = [],
  fetched: readonly FetchedPart[] = [],
): CoverageV1[] {
  const missing = <S extends string>(subjects: readonly string[], known: readonly { subject: string }[], source: S) =>
    [...new Set(subjects)]
      .filter((subject) => !known.some((row) => row.subject === subject))
      .map((subject) => ({ source, subject }));
  const dns = spans.filter((span) => span.source === "dns");
  const trails = spans.filter((span) => span.source === "cloudtrail");
  const allFlows = [
    ...flows,
    ...missing(expected.interfaceIds, flows, "vpc-flow" as const).map((row) => ({ ...row, pieces: [] })),
  ];
  const allSpans = [
    ...spans,
    ...missing(expected.vpcIds, dns, "dns" as const).map((row) => ({ ...row, firstMs: null, lastMs: null })),
    ...missing(expected.trails, trails, "cloudtrail" as const).map((row) => ({ ...row, firstMs: null, lastMs: null })),
  ];
  const rows: CoverageV1[] = allFlows.flatMap(({ source, subject, pieces }) =>
    flowStretches(pieces, fromMs, toMs).map((stretch) =>
      toRow(source, subject, stretch.fromMs, stretch.toMs, stretch.state, NOTES[stretch.state]),
    ),
  );
  for (const { source, subject, firstMs, lastMs } of allSpans) {
    if (firstMs === null || lastMs === null) rows.push(toRow(source, subject, fromMs, toMs, "absent"));
    else
      rows.push(
        toRow(
          source,
          subject,
          firstMs,
          Math.min(lastMs + 1000, toMs),
          "recorded",
          SPAN_NOTE,
          digestsOf(source, subject, chains),
        ),
      );
  }
  rows.push(...unloggedRows(rows, unlogged));
  for (const { subject, fromMs: from, toMs: to, state, note } of digestStretches(chains, { fromMs, toMs })) {
    rows.push(toRow("cloudtrail", subject, from, to, state, note));
  }
  rows.push(...cutRecorded(fetchedRows(fetched, { fromMs, toMs }), rows));
  const sources: CoverageV1["source"][] = ["vpc-flow", "tgw-flow", "dns", "cloudtrail"];
  return rows.sort(
    (a, b) =>
      sources.indexOf(a.source) - sources.indexOf(b.source) ||
      compareText(a.subject, b.subject) ||
      compareText(a.from, b.from) ||
      compareText(a.state, b.state) ||
      compareText(a.note ?? "", b.note ?? ""),
  );
}

/** Notes of fetches within the window, each stretch and reason once. */
function fetchedRows(fetched: readonly FetchedPart[], window: { fromMs: number; toMs: number }): CoverageV1[] {
  const rows = fetched.flatMap(({ source, subject, fromMs, toMs, code, message }) => {
    const from = Math.max(fromMs ?? window.fromMs, window.fromMs);
    const to = Math.min(toMs ?? window.toMs, window.toMs);
    return from < to ? [toRow(source, subject, from, to, stateOf(code), message)] : [];
  });
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function stateOf(code: string): CoverageV1["state"] {
  if (code === LOOKED_UP) return "looked-up";
  return (NOT_WRITTEN as readonly string[]).includes(code) ? "absent" : "not-fetched";
}

async function readFetched(caseId: string): Promise<FetchedPart[]> {
  const { rows } = await pool().query<FetchedPart>(
    `SELECT source, subject, code, message, (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs",
            (extract(epoch FROM to_at) * 1000)::float8 AS "toMs"
       FROM fetch_notes n
      WHERE case_id = $1 AND source <> '' AND code NOT IN ($2, $3)
        AND NOT EXISTS (SELECT FROM fetch_notes b
                         WHERE b.case_id = n.case_id AND b.source = n.source AND b.subject = n.subject AND b.title = n.title
                           AND (b.code = $2 OR b.code = $3 AND n.code = ANY ($4)) AND b.file_id > n.file_id
                           AND (b.from_at IS NULL OR b.from_at <= n.from_at) AND (b.to_at IS NULL OR b.to_at >= n.to_at))
      ORDER BY file_id, record_no`,
    [caseId, BROUGHT, IN_TRAIL, LOOKUP_LIMITS],
  );
  return rows;
}

/** For as long as a log is there, what it leaves out is in no log. */
function unloggedRows(rows: readonly CoverageV1[], unlogged: readonly UnloggedTraffic[]): CoverageV1[] {
  return unlogged.flatMap(({ interfaceKey, missing, told }) => {
    const own = rows.filter(({ subject, state }) => subject === interfaceKey && state !== "absent");
    const [first] = own;
    if (!first) return [];
    const from = own.reduce((least, row) => (row.from < least ? row.from : least), first.from);
    const to = own.reduce((most, row) => (row.to > most ? row.to : most), first.to);
    const note = `${UNLOGGED_WORDS[missing]} (${told})`;
    return [{ source: first.source, subject: interfaceKey, from, to, state: "traffic-type-not-logged" as const, note }];
  });
}

/** What the digests of a trail's own account and region came to. */
function digestsOf(source: RecordSpan["source"], subject: string, chains: readonly ChainReport[]): string | undefined {
  const own = source === "cloudtrail" ? chains.filter((chain) => `${chain.accountId}/${chain.region}` === subject) : [];
  return own.length === 0 ? undefined : own.map((chain) => `${chain.trail}: ${chainWords(chain)}`).join("; ");
}

function toRow(
  source: CoverageV1["source"],
  subject: string,
  fromMs: number,
  toMs: number,
  state: CoverageV1["state"],
  note?: string,
  digests?: string,
): CoverageV1 {
  const row: CoverageV1 = { source, subject, from: isoInstant(fromMs), to: isoInstant(toMs), state };
  return { ...row, ...(note === undefined ? {} : { note }), ...(digests === undefined ? {} : { digests }) };
}

/** What the evidence can and cannot show in the window; of flow logs all, or those of some interfaces, by their numbers. */
export async function readCoverage(
  scope: Omit<Scope, "ip">,
  expected: ExpectedSubjects,
  only: readonly number[] | null = null,
): Promise<CoverageV1[]> {
  const [flows, spans, chains, types, fetched] = await Promise.all([
    readFlowSubjects(scope, only),
    readRecordSpans(scope),
    readChains(scope.caseId),
    readTrafficTypes(scope.caseId),
    readFetched(scope.caseId),
  ]);
  return coverageRows(flows, spans, expected, scope, chains, unloggedTraffic(types), fetched);
}
