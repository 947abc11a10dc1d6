import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import { pool } from "@/lib/db/pool";
import { answerText } from "@/lib/investigate/answer-text";
import { type Asker, type AskerStretch, askerStretches } from "@/lib/investigate/asker-stretches";
import type { DomainV1 } from "@/lib/investigate/document.types";
import { sortedTexts } from "@/lib/investigate/group-api-calls";
import { isoInstant, isoInstantOrNull } from "@/lib/investigate/iso-instant";
import type { Scope } from "@/lib/investigate/scope";
import type { Ledger } from "@/lib/ledger/ledger.types";

/** Which of an asker's queries are whose, for every asker of a case. */
export async function readAskerStretches(caseId: string, ledger: Ledger): Promise<AskerStretch[]> {
  const { rows } = await pool().query<Asker>(
    `SELECT id AS "askerNo", instance_id AS "instanceId", vpc_id AS "vpcId", host(source_ip) AS "sourceIp"
       FROM dns_askers WHERE case_id = $1 ORDER BY id`,
    [caseId],
  );
  return askerStretches(rows, ledger);
}

/** Columns of stretches, as `unnest` takes them: asker, instance, from, to. */
export function stretchColumns(stretches: readonly AskerStretch[]): unknown[] {
  return [
    stretches.map((stretch) => stretch.askerNo),
    stretches.map((stretch) => stretch.instanceId),
    stretches.map((stretch) => isoInstantOrNull(stretch.fromMs)),
    stretches.map((stretch) => isoInstantOrNull(stretch.toMs)),
  ];
}

/** Queries of the window that count, each with its instance: `q` and `s`; parameters 1 to 6. */
function attributed(scope: Scope): string {
  return `dns_queries q
       JOIN unnest($3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS s(asker_no, instance_id, from_at, to_at)
         ON s.asker_no = q.asker_no AND (s.from_at IS NULL OR q.at >= s.from_at) AND (s.to_at IS NULL OR q.at < s.to_at)
      WHERE q.load_id IN (${scope.loads}) AND NOT q.duplicate AND q.at >= $1 AND q.at < $2`;
}

/** When each instance was given the indicator as an answer, as one span per instance. */
export async function readResolvers(
  scope: Scope,
  stretches: readonly AskerStretch[],
): Promise<{ instanceId: string; atMs: number[] }[]> {
  const { rows } = await pool().query<{ instanceId: string; atMs: number[] }>(
    `SELECT s.instance_id AS "instanceId",
            array_agg(DISTINCT (extract(epoch FROM q.at) * 1000)::float8) AS "atMs"
       FROM ${attributed(scope)} AND $7::inet = ANY(q.resolved_ips)
      GROUP BY s.instance_id`,
    [isoInstant(scope.fromMs), isoInstant(scope.toMs), ...stretchColumns(stretches), scope.ip],
  );
  return rows;
}

interface NameRow {
  instance_id: string;
  name: string;
  queries: number;
  types: string[];
  rcodes: string[];
  resolved: boolean;
  first_ms: number;
  last_ms: number;
}

/** Every name that each of the instances looked up in the window, most queries first. */
export async function readDomains(
  scope: Scope,
  stretches: readonly AskerStretch[],
  instanceIds: ReadonlySet<string>,
): Promise<Map<string, DomainV1[]>> {
  const listed = stretches.filter(({ instanceId }) => instanceIds.has(instanceId));
  if (listed.length === 0) return new Map();
  const parameters = [isoInstant(scope.fromMs), isoInstant(scope.toMs), ...stretchColumns(listed)];
  const [names, answers] = await Promise.all([
    pool().query<NameRow>(
      `SELECT g.*, n.name FROM (
         SELECT s.instance_id, q.name_no, count(*)::float8 AS queries, array_agg(DISTINCT q.type) AS types,
                array_agg(DISTINCT q.rcode) AS rcodes, bool_or($7::inet = ANY(q.resolved_ips)) AS resolved,
                (extract(epoch FROM min(q.at)) * 1000)::float8 AS first_ms,
                (extract(epoch FROM max(q.at)) * 1000)::float8 AS last_ms
           FROM ${attributed(scope)}
          GROUP BY s.instance_id, q.name_no) g
       JOIN dns_names n ON n.id = g.name_no`,
      [...parameters, scope.ip],
    ),
    pool().query<{ instance_id: string; name: string; type: string; data: string }>(
      `SELECT DISTINCT g.instance_id, n.name, a->>'type' AS type, a->>'data' AS data
         FROM (SELECT DISTINCT s.instance_id, q.name_no, q.answers FROM ${attributed(scope)}
                  AND jsonb_typeof(q.answers) = 'array') g
         JOIN dns_names n ON n.id = g.name_no
        CROSS JOIN LATERAL jsonb_array_elements(g.answers) a
        WHERE a->>'data' IS NOT NULL`,
      parameters,
    ),
  ]);
  const answersOf = groupBy(answers.rows, (row) => `${row.instance_id} ${row.name}`);
  const domainOf = (row: NameRow): DomainV1 => {
    const given = answersOf.get(`${row.instance_id} ${row.name}`) ?? [];
    return {
      name: row.name,
      queries: row.queries,
      types: sortedTexts(row.types),
      rcodes: sortedTexts(row.rcodes),
      answers: sortedTexts(given.map(({ type, data }) => answerText(type, data))),
      firstSeen: isoInstant(row.first_ms),
      lastSeen: isoInstant(row.last_ms),
      resolvedToIndicator: row.resolved,
    };
  };
  const byQueries = (a: DomainV1, b: DomainV1) => b.queries - a.queries || compareText(a.name, b.name);
  const byInstance = groupBy(names.rows, (row) => row.instance_id);
  return new Map([...byInstance].map(([id, rows]) => [id, rows.map(domainOf).sort(byQueries)]));
}
