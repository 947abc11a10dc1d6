import { pool } from "@/lib/db/pool";
import { answerText } from "@/lib/investigate/answer-text";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { DnsEvent } from "@/lib/timeline/events/event.types";
import type { Edge } from "@/lib/timeline/events/event-cursor";
import { scanEnd } from "@/lib/timeline/events/read-flow-events";
import {
  beyond,
  endOf,
  inOrder,
  narrowed,
  Parameters,
  type SourceFound,
  type SourceRead,
} from "@/lib/timeline/events/source-read";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { DNS_SEARCH_COLUMNS } from "@/lib/timeline/search/dns-search-columns";
import { recordsMeant, tableOf } from "@/lib/timeline/search/records-meant";

const ANSWERS_SHOWN = 4;

export interface DnsRow {
  atMs: number;
  fileId: number;
  record: number;
  name: string;
  type: string;
  rcode: string;
  withIndicator: boolean;
  answers: { type?: unknown; data?: unknown }[] | null;
  answerCount: number;
}

export type FoundQuery = DnsEvent & { fileId: number; record: number };

/** Columns of an event from a query `q` and its name `n`; `tied` says in SQL whether it names the indicator. */
export function dnsColumns(tied: string): string {
  return `(extract(epoch FROM q.at) * 1000)::float8 AS "atMs", q.file_id AS "fileId", q.record_no AS record, n.name,
    q.type, q.rcode, ${tied} AS "withIndicator",
    CASE WHEN jsonb_typeof(q.answers) = 'array'
         THEN jsonb_path_query_array(q.answers, '$[0 to ${ANSWERS_SHOWN - 1}]') END AS answers,
    CASE WHEN jsonb_typeof(q.answers) = 'array' THEN jsonb_array_length(q.answers) ELSE 0 END AS "answerCount"`;
}

export function toDnsEvent(row: DnsRow): FoundQuery {
  const answers = (row.answers ?? []).map(({ type, data }) => answerText(String(type ?? ""), String(data ?? "")));
  return { ...row, source: "dns", answers };
}

/** The instance's queries; tied are those whose answer was the indicator. */
export async function readDnsEvents(read: SourceRead): Promise<SourceFound<FoundQuery>> {
  const { scope, limit, query, tied } = read;
  const searched = { ...DNS_SEARCH_COLUMNS, instanceId: scope.instanceId };
  if (scope.askers.length === 0 || meansNone(query, searched)) return { rows: [], end: null };
  const { fromMs, toMs } = narrowed(read);
  const pieces = scope.askers
    .map((stretch) => ({
      askerNo: stretch.askerNo,
      fromMs: Math.max(stretch.fromMs ?? fromMs, fromMs),
      toMs: Math.min(stretch.toMs ?? toMs, toMs),
    }))
    .filter((piece) => piece.fromMs < piece.toMs);
  if (pieces.length === 0) return { rows: [], end: null };
  // One query an asker, as of interfaces: joined, the planner would read and sort all that one ever asked.
  const queries = (at: Parameters, end: Edge | null, most: string, condition: (at: Parameters) => string) => {
    const asked = pieces.map(
      (piece) => `(SELECT d.* FROM ${tableOf(at, meant, "dns_queries", scope.loads)} d
         WHERE d.load_id IN (${scope.loads}) AND d.asker_no = ${at.add(piece.askerNo)}::int
           AND d.at >= ${at.add(isoInstant(piece.fromMs))}::timestamptz(3) AND d.at < ${at.add(isoInstant(piece.toMs))}::timestamptz(3)
           AND NOT d.duplicate AND ${beyond(at, read, "d", "at", end)} AND ${condition(at)}
         ${inOrder(read, "d", "at")} ${most})`,
    );
    return `SELECT d.* FROM (${asked.join(" UNION ALL ")}) d ${inOrder(read, "d", "at")} ${most}`;
  };
  const meant = recordsMeant(query, searched);
  const picks = (query !== null || tied) && meant === null;
  const scanned = picks ? await scanEnd((at, most) => queries(at, null, most, () => "true"), "at") : null;
  const at = new Parameters();
  const found = queries(at, scanned, `LIMIT ${at.add(limit)}`, (parameters) => {
    const tie = tied ? `${parameters.add(scope.ip)}::inet = ANY(d.resolved_ips)` : "true";
    return `${tie} AND ${compileQuery(query, searched, parameters)}`;
  });
  const { rows } = await pool().query<DnsRow>(
    `SELECT ${dnsColumns(`${at.add(scope.ip)}::inet = ANY(q.resolved_ips)`)}
       FROM (${found}) q JOIN dns_names n ON n.id = q.name_no ${inOrder(read, "q", "at")}`,
    at.values,
  );
  const events = rows.map(toDnsEvent);
  return { rows: events, end: endOf(events, limit, scanned) };
}
