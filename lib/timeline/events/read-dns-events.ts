import { pool } from "@/lib/db/pool";
import { answerText } from "@/lib/investigate/answer-text";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { askerRows } from "@/lib/timeline/asker-columns";
import type { DnsEvent } from "@/lib/timeline/events/event.types";
import type { After } from "@/lib/timeline/events/event-cursor";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

const ANSWERS_SHOWN = 4;

interface DnsRow {
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

/** The instance's queries; with `tied` only those whose answer was the indicator. */
export async function readDnsEvents(
  scope: InstanceScope,
  after: After,
  toMs: number,
  limit: number,
  tied: boolean,
): Promise<FoundQuery[]> {
  if (scope.askers.length === 0) return [];
  const { rows } = await pool().query<DnsRow>(
    `SELECT (extract(epoch FROM q.at) * 1000)::float8 AS "atMs", q.file_id AS "fileId", q.record_no AS record, n.name,
            q.type, q.rcode, $6::inet = ANY(q.resolved_ips) AS "withIndicator",
            CASE WHEN jsonb_typeof(q.answers) = 'array'
                 THEN jsonb_path_query_array(q.answers, '$[0 to ${ANSWERS_SHOWN - 1}]') END AS answers,
            CASE WHEN jsonb_typeof(q.answers) = 'array' THEN jsonb_array_length(q.answers) ELSE 0 END AS "answerCount"
       FROM (SELECT found.* FROM jsonb_to_recordset($1::jsonb) AS s(no int, from_at timestamptz, to_at timestamptz)
              CROSS JOIN LATERAL (
                SELECT d.* FROM dns_queries d
                 WHERE d.load_id IN (${scope.loads}) AND d.asker_no = s.no AND d.at >= s.from_at AND d.at < s.to_at
                   AND NOT d.duplicate AND (d.at, d.file_id, d.record_no) > ($2, $3, $4)
                   AND (NOT $7 OR $6::inet = ANY(d.resolved_ips))
                 ORDER BY d.at, d.file_id, d.record_no LIMIT $5) found
              ORDER BY found.at, found.file_id, found.record_no LIMIT $5) q
       JOIN dns_names n ON n.id = q.name_no
      ORDER BY q.at, q.file_id, q.record_no`,
    [
      askerRows(scope.askers, after.atMs, toMs),
      ...[isoInstant(after.atMs), after.fileId, after.record, limit, scope.ip, tied],
    ],
  );
  return rows.map((row) => ({
    ...row,
    source: "dns",
    answers: (row.answers ?? []).map(({ type, data }) => answerText(String(type ?? ""), String(data ?? ""))),
  }));
}
