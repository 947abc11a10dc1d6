import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import { likePattern } from "@/lib/core/like-pattern";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { caseLoads } from "@/lib/investigate/scope";

/** An address that resolver answers gave for a flagged name, for a name below it, or for one that is an alias of either. */
export interface NameAnswer {
  /** Canonical text. */
  ip: string;
  /** The name that was asked for, of the most queries. */
  asked: string;
  queries: number;
  firstMs: number;
  lastMs: number;
}

const KEPT_ANSWERS = 100;

interface AnswerRow {
  flagged: string;
  asked: string;
  ip: string;
  queries: number;
  first_ms: number;
  last_ms: number;
}

/** Kind of row that both readings give; `source` has the query `q`, the flagged name and the name asked for. */
function sumAnswers(source: string): string {
  return `SELECT flagged, asked, host(ip) AS ip, count(*)::float8 AS queries,
                 (extract(epoch FROM min(at)) * 1000)::float8 AS first_ms,
                 (extract(epoch FROM max(at)) * 1000)::float8 AS last_ms
            FROM (${source}) s CROSS JOIN unnest(s.resolved_ips) ip GROUP BY 1, 2, 3`;
}

/** SQL: whether a name is the other one or lies below it. */
function isWithin(name: string, flagged: string): string {
  return `(${name} = ${flagged} OR right(${name}, length(${flagged}) + 1) = '.' || ${flagged})`;
}

async function readAsked(caseId: string, loads: string, names: readonly string[]): Promise<AnswerRow[]> {
  const { rows } = await pool().query<AnswerRow>(
    sumAnswers(`
      SELECT w.name AS flagged, n.name AS asked, q.at, q.resolved_ips
        FROM unnest($2::text[]) w(name)
        JOIN dns_names n ON n.case_id = $1 AND ${isWithin("n.name", "w.name")}
        JOIN dns_queries q ON q.name_no = n.id
       WHERE q.load_id IN (${loads}) AND NOT q.duplicate AND q.resolved_ips <> '{}'`),
    [caseId, names],
  );
  return rows;
}

/** Answers to other names that led through a flagged one: the address at the end is its address too. */
async function readAliases(caseId: string, loads: string, names: readonly string[]): Promise<AnswerRow[]> {
  const { rows } = await pool().query<AnswerRow>(
    sumAnswers(`
      SELECT DISTINCT ON (q.load_id, q.file_id, q.record_no, w.name)
             w.name AS flagged, n.name AS asked, q.at, q.resolved_ips
        FROM dns_queries q
       CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(q.answers) = 'array' THEN q.answers ELSE '[]' END) a
        JOIN unnest($2::text[]) w(name) ON ${isWithin("rtrim(lower(a->>'data'), '.')", "w.name")}
        JOIN dns_names n ON n.id = q.name_no AND n.case_id = $1 AND NOT ${isWithin("n.name", "w.name")}
       WHERE q.load_id IN (${loads}) AND NOT q.duplicate AND cardinality(q.resolved_ips) > 0
         AND lower(q.answers::text) LIKE ANY ($3::text[]) AND a->>'type' = 'CNAME'`),
    // The pattern only spares taking apart the answers that cannot fit; what fits is told by the join.
    [caseId, names, names.map(likePattern)],
  );
  return rows;
}

/** One row an address, the earliest first. Pure. */
function answersOfName(rows: readonly AnswerRow[]): NameAnswer[] {
  return [...groupBy(rows, ({ ip }) => ip)]
    .map(([ip, given]) => {
      const [most] = [...given].sort((a, b) => b.queries - a.queries || compareText(a.asked, b.asked));
      return {
        ...{ ip, asked: most?.asked ?? "", queries: given.reduce((sum, { queries }) => sum + queries, 0) },
        firstMs: Math.min(...given.map(({ first_ms }) => first_ms)),
        lastMs: Math.max(...given.map(({ last_ms }) => last_ms)),
      };
    })
    .sort((a, b) => a.firstMs - b.firstMs || compareText(a.ip, b.ip))
    .slice(0, KEPT_ANSWERS);
}

/**
 * Which addresses the case's resolver logs gave for each flagged name, over all of its evidence; at most a hundred a name.
 * Worked out once a revision: the aliases ask for a look at every answer.
 */
export async function readNameAnswers(
  caseId: string,
  revision: number,
  names: readonly string[],
): Promise<Map<string, NameAnswer[]>> {
  if (names.length === 0) return new Map();
  const kept = await prisma().nameAnswerSet.findMany({ where: { caseId, revision, name: { in: [...names] } } });
  const found = new Map(kept.map(({ name, answers }) => [name, answers as unknown as NameAnswer[]]));
  const missing = names.filter((name) => !found.has(name));
  if (missing.length === 0) return found;
  const loads = await caseLoads(caseId);
  const [asked, aliases] = await Promise.all([readAsked(caseId, loads, missing), readAliases(caseId, loads, missing)]);
  const byName = groupBy([...asked, ...aliases], ({ flagged }) => flagged);
  for (const name of missing) {
    const answers = answersOfName(byName.get(name) ?? []);
    found.set(name, answers);
    await pool().query(
      `INSERT INTO name_answer_sets (case_id, name, revision, answers)
       SELECT id, $2, $3, $4::jsonb FROM cases WHERE id = $1 AND revision = $3
       ON CONFLICT (case_id, name) DO UPDATE SET revision = excluded.revision, answers = excluded.answers`,
      [caseId, name, revision, JSON.stringify(answers)],
    );
  }
  return found;
}
