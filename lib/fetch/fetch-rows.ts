import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { pool } from "@/lib/db/pool";
import type { FetchStep, StepMark } from "@/lib/fetch/fetch-step.types";
import type { FetchQuestion, PlannedStep, SourceName } from "@/lib/sources/source.types";
import { stepKey } from "@/lib/sources/step-key";

/** A fetch, as whoever runs it reads it. */
export interface FetchRow {
  id: string;
  caseId: string;
  state: string;
  connection: AwsConnection;
  question: FetchQuestion;
  sources: SourceName[];
  loadId: number | null;
  userId: string | null;
  actor: string;
}

/** One fetch; null where it is gone with its case. */
export async function readFetch(fetchId: string): Promise<FetchRow | null> {
  const { rows } = await pool().query<FetchRow>(
    `SELECT id, case_id AS "caseId", state, connection, question, sources, load_id AS "loadId", user_id AS "userId", actor
       FROM fetches WHERE id = $1`,
    [fetchId],
  );
  return rows[0] ?? null;
}

/** How a fetch stands while it runs: how often its steps were tried again, in all, and which of them people left out. */
export async function readProgress(
  fetchId: string,
): Promise<{ state: string | null; again: number; skipped: number[] }> {
  const { rows } = await pool().query<{ state: string; again: number; skipped: number[] }>(
    `SELECT f.state, coalesce(sum(s.tries - 1), 0)::int AS again,
            coalesce(array_agg(s.number) FILTER (WHERE s.state = 'skipped'), '{}') AS skipped
       FROM fetches f LEFT JOIN fetch_steps s ON s.fetch_id = f.id WHERE f.id = $1 GROUP BY f.state`,
    [fetchId],
  );
  return rows[0] ?? { state: null, again: 0, skipped: [] };
}

/** Steps that have not ended, in their order. */
export async function readOpenSteps(fetchId: string): Promise<FetchStep[]> {
  const { rows } = await pool().query<FetchStep>(
    `SELECT number, tries, source, account_id AS "accountId", region, request, title, covers, estimate, cursor, kept, calls, gaps,
            bytes::float8 AS bytes, records::float8 AS records, objects, scanned::float8 AS scanned,
            (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM to_at) * 1000)::float8 AS "toMs"
       FROM fetch_steps WHERE fetch_id = $1 AND state IN ('pending', 'running') ORDER BY number`,
    [fetchId],
  );
  return rows;
}

/**
 * Adds steps to a fetch that has not ended, but for those that it has; gives the new ones. `after` is the step that they follow from. One call at a
 * time: numbers are given in the order in which steps come to be known.
 */
export async function addSteps(
  fetchId: string,
  steps: readonly PlannedStep[],
  after: number | null,
): Promise<FetchStep[]> {
  if (steps.length === 0) return [];
  const keyed = [...new Map(steps.map((step) => [stepKey(step), step])).entries()];
  const { rows } = await pool().query<{ number: number; key: string }>(
    `WITH last AS (SELECT coalesce(max(number), 0) AS number FROM fetch_steps WHERE fetch_id = $1),
          fresh AS (
            SELECT s.*, row_number() OVER (ORDER BY s.at) AS place
              FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[], $8::jsonb[], $9::jsonb[],
                          $10::float8[], $11::float8[])
                   WITH ORDINALITY AS s (key, source, account_id, region, request, title, covers, estimate, from_ms, to_ms, at)
             WHERE NOT EXISTS (SELECT FROM fetch_steps k WHERE k.fetch_id = $1 AND k.key = s.key))
     INSERT INTO fetch_steps (fetch_id, number, key, source, account_id, region, request, title, covers, estimate, from_at, to_at, after)
     SELECT $1, last.number + fresh.place, key, source, account_id, region, request, title, covers, estimate,
            to_timestamp(from_ms / 1000), to_timestamp(to_ms / 1000), $12::int
       FROM last, fresh WHERE EXISTS (SELECT FROM fetches WHERE id = $1 AND state IN ('planning', 'running'))
     ON CONFLICT (fetch_id, key) DO NOTHING RETURNING number, key`,
    [
      fetchId,
      keyed.map(([key]) => key),
      keyed.map(([, { source }]) => source),
      keyed.map(([, { accountId }]) => accountId),
      keyed.map(([, { region }]) => region),
      keyed.map(([, { request }]) => JSON.stringify(request)),
      keyed.map(([, { title }]) => title),
      keyed.map(([, { covers }]) => JSON.stringify(covers ?? [])),
      keyed.map(([, { estimate }]) => JSON.stringify(estimate)),
      keyed.map(([, { fromMs }]) => fromMs),
      keyed.map(([, { toMs }]) => toMs),
      after,
    ],
  );
  const numbers = new Map(rows.map(({ key, number }) => [key.trim(), number]));
  const begun: StepMark = { cursor: null, kept: {}, calls: 0, bytes: 0, records: 0, objects: 0, scanned: 0, gaps: [] };
  return keyed
    .flatMap(([key, step]) => {
      const number = numbers.get(key);
      return number === undefined ? [] : [{ ...step, ...begun, number, tries: 1 }];
    })
    .sort((a, b) => a.number - b.number);
}

/** Of a step, the try that is under way: whoever cancelled it or has it tried again has taken it away from who runs it. */
interface StepTry {
  fetchId: string;
  number: number;
  tries: number;
}

/**
 * Notes how far a step is, and its state; gives the state that it has then: one that was skipped stays that, and of one that is
 * not this try's any more nothing is noted.
 */
export async function markStep(
  step: StepTry & { state: "running" | "done" | "failed"; error?: string | null },
  mark: StepMark,
): Promise<string> {
  const { rows } = await pool().query<{ state: string }>(
    `UPDATE fetch_steps SET state = CASE WHEN state = 'skipped' THEN state ELSE $3 END, cursor = $4, kept = $5, calls = $6,
            bytes = $7, records = $8, objects = $9, gaps = $10, error = $11, scanned = $12, started_at = coalesce(started_at, now()),
            finished_at = CASE WHEN $3 = 'running' THEN NULL ELSE now() END
      WHERE fetch_id = $1 AND number = $2 AND tries = $13 AND state IN ('pending', 'running', 'skipped') RETURNING state`,
    [
      ...[step.fetchId, step.number, step.state, mark.cursor === null ? null : JSON.stringify(mark.cursor)],
      ...[JSON.stringify(mark.kept), mark.calls, mark.bytes, mark.records, mark.objects, JSON.stringify(mark.gaps)],
      step.error ?? null,
      ...[mark.scanned, step.tries],
    ],
  );
  return rows[0]?.state ?? "skipped";
}

/**
 * Notes what a step that was cut off has cost by then. What Athena has scanned belongs to its cursor, which names the query: the
 * rest of what that question gives is given anew from there.
 */
export async function markCost({ fetchId, number, tries }: StepTry, mark: StepMark): Promise<void> {
  const { calls, scanned, cursor } = mark;
  await pool().query(
    `UPDATE fetch_steps SET calls = greatest(calls, $4), scanned = CASE WHEN source = 'athena' THEN $5 ELSE scanned END,
            cursor = CASE WHEN source = 'athena' THEN $6 ELSE cursor END
      WHERE fetch_id = $1 AND number = $2 AND tries = $3`,
    [fetchId, number, tries, calls, scanned, cursor === null ? null : JSON.stringify(cursor)],
  );
}
