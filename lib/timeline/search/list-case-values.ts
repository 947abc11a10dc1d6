import { z } from "zod";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { PersonText } from "@/lib/core/person-text";
import { pool } from "@/lib/db/pool";
import {
  countByScan,
  isScannedField,
  MOST_COUNTED_VALUES,
  type ScannedField,
} from "@/lib/detect/rollup/counted-values";
import { caseLoads } from "@/lib/investigate/scope";
import { foldText } from "@/lib/search/fold-text";
import { FIELD_NAMES, type FieldName } from "@/lib/search/search-field";

/** A value that records of the case have, and in how many of them it was counted. */
export interface CaseValue {
  value: string;
  records: number;
}

export const ValueSearch = z.object({
  field: z.enum(FIELD_NAMES as [FieldName, ...FieldName[]]),
  prefix: PersonText.max(300).catch(""),
});

const MOST_GIVEN = 20;
const kept = new KeptAnswers<CaseValue[]>(24);

const COUNTED = `ORDER BY 2 DESC, 1 LIMIT ${MOST_COUNTED_VALUES}`;
const uses = (value: string) =>
  `SELECT ${value} AS value, sum(u.calls)::float8 AS records
     FROM caller_uses u JOIN principals p ON p.id = u.principal_no
    WHERE u.case_id = $1 AND ${value} IS NOT NULL GROUP BY 1 ${COUNTED}`;
const peers = (value: string) => `
  FROM flow_peers f WHERE f.case_id = $1 AND ${value} GROUP BY 1`;

const PEERS = () => `SELECT value, sum(records)::float8 AS records FROM (
      SELECT host(f.peer) AS value, sum(f.accepted + f.rejected) AS records ${peers("true")}
      UNION ALL
      SELECT host(u.source_ip), sum(u.calls) FROM caller_uses u
       WHERE u.case_id = $1 AND u.source_ip IS NOT NULL GROUP BY 1) found GROUP BY 1 ${COUNTED}`;
const PORTS = () =>
  `SELECT f.service_port::text AS value, sum(f.accepted + f.rejected)::float8 AS records
     ${peers("f.service_port > 0")} ${COUNTED}`;

/** Of the fields whose values roll-ups tell. */
const STATEMENTS: Partial<Record<FieldName, () => string>> = {
  ...{ ip: PEERS, peer: PEERS, port: PORTS, serviceport: PORTS },
  interface: () =>
    `SELECT i.key AS value, sum(m.accepted + m.rejected)::float8 AS records
       FROM flow_minutes m JOIN interfaces i ON i.id = m.interface_no WHERE m.case_id = $1 GROUP BY 1 ${COUNTED}`,
  instance: () =>
    `SELECT value, sum(records)::float8 AS records FROM (
       SELECT s.holder AS value, sum(m.accepted + m.rejected) AS records
         FROM flow_minutes m JOIN interfaces i ON i.id = m.interface_no
         JOIN ledger_spans s ON s.case_id = $1 AND s.subject = i.key AND s.holder_kind = 'instance'
          AND NOT s.contested AND (s.from_at IS NULL OR m.minute >= s.from_at) AND (s.to_at IS NULL OR m.minute < s.to_at)
        WHERE m.case_id = $1 GROUP BY 1
       UNION ALL SELECT DISTINCT holder, 0 FROM ledger_spans WHERE case_id = $1 AND holder_kind = 'instance'
       UNION ALL SELECT DISTINCT instance_id, 0 FROM role_sessions WHERE case_id = $1 AND instance_id IS NOT NULL
     ) found GROUP BY 1 ${COUNTED}`,
  finding: () => `SELECT type AS value, count(*)::float8 AS records FROM findings
      WHERE case_id = $1 AND NOT sample AND NOT duplicate GROUP BY 1 ${COUNTED}`,
  api: () => uses("u.event_name"),
  service: () => uses("u.event_source"),
  region: () => uses("u.region"),
  agent: () => uses("u.user_agent"),
  role: () => uses("regexp_replace(p.role_arn, '^.*/', '')"),
  session: () => uses("p.session_name"),
  user: () => uses("coalesce(p.user_name, p.arn)"),
  key: () => uses("p.access_key_id"),
};

/** The case's own values of a field that begin with a text, then those that contain it, each the most frequent first. */
export async function listCaseValues(
  caseId: string,
  { field, prefix }: z.infer<typeof ValueSearch>,
): Promise<CaseValue[]> {
  const wanted = foldText(prefix);
  const begins: CaseValue[] = [];
  const contains: CaseValue[] = [];
  for (const row of await keptValues(caseId, field)) {
    const at = foldText(row.value).indexOf(wanted);
    if (at === 0) begins.push(row);
    else if (at > 0 && contains.length < MOST_GIVEN) contains.push(row);
    if (begins.length === MOST_GIVEN) break;
  }
  return [...begins, ...contains].slice(0, MOST_GIVEN);
}

/** Tags change without the evidence: they are counted each time, by what has them. */
const TAGS = `SELECT tag AS value, count(*)::float8 AS records FROM subject_tags
  WHERE case_id = $1 AND subject->>'kind' IN ('event', 'group') GROUP BY 1 ${COUNTED}`;

/** The most frequent values of a field, twenty thousand at most; read once a revision of the evidence in this process. */
async function keptValues(caseId: string, field: FieldName): Promise<CaseValue[]> {
  if (field === "tag") return (await pool().query<CaseValue>(TAGS, [caseId])).rows;
  const { rows } = await pool().query<{ revision: number; sums: number }>(
    "SELECT revision, flow_sums AS sums FROM cases WHERE id = $1",
    [caseId],
  );
  const [header] = rows;
  if (!header) return [];
  return kept.get(JSON.stringify([caseId, header.revision, header.sums, field]), async () => {
    if (isScannedField(field)) return countedValues(caseId, field, header.revision);
    const statement = STATEMENTS[field];
    return statement ? (await pool().query<CaseValue>(statement(), [caseId])).rows : [];
  });
}

/** As the detection job counted them; until it has, by a scan. */
async function countedValues(caseId: string, field: ScannedField, revision: number): Promise<CaseValue[]> {
  const { rows } = await pool().query<{ counts: CaseValue[] }>(
    "SELECT counts FROM counted_values WHERE case_id = $1 AND field = $2 AND revision = $3",
    [caseId, field, revision],
  );
  if (rows[0]) return rows[0].counts;
  const loads = await caseLoads(caseId);
  return (await pool().query<CaseValue>(countByScan(field, loads), [caseId])).rows;
}
