import { pool } from "@/lib/db/pool";
import type { FetchGapView, FetchSourceView, FetchView } from "@/lib/fetch/fetch-view.types";
import { listAthenaSteps } from "@/lib/fetch/list-athena-steps";
import { listExistingLogs } from "@/lib/fetch/list-existing-logs";
import type { Unplanned } from "@/lib/fetch/plan-fetch";
import { SOURCES, type SourceName } from "@/lib/sources/source.types";
import { SOURCE_WORDS } from "@/lib/sources/source-words";

const MOST_FETCHES = 30;
const GAPS_SHOWN = 50;

type Row = Omit<FetchView, "gaps" | "gapCount" | "sources" | "athena" | "logs" | "logCount"> & {
  unplanned: Unplanned[];
};
type SourceRow = Omit<FetchSourceView, "title"> & { fetchId: string };

/** The last fetches of a case, the newest first, with what each source of them brought and what it could not. */
export async function listFetches(caseId: string): Promise<FetchView[]> {
  const { rows } = await pool().query<Row>(
    `SELECT id, state, connection_name AS "connectionName", actor, error, unplanned, plan_calls AS "planCalls",
            (extract(epoch FROM created_at) * 1000)::float8 AS "createdMs",
            (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedMs",
            (question->>'fromMs')::float8 AS "fromMs", (question->>'toMs')::float8 AS "toMs"
       FROM fetches WHERE case_id = $1 ORDER BY created_at DESC, id LIMIT ${MOST_FETCHES}`,
    [caseId],
  );
  const ids = rows.map(({ id }) => id);
  const [sources, gaps, athena, logs] = await Promise.all([
    readSources(ids),
    readGaps(ids),
    listAthenaSteps(ids),
    listExistingLogs(ids),
  ]);
  return rows.map(({ unplanned, ...fetch }) => {
    const left = unplanned.map(({ message, ...place }) => ({ ...place, message, title: "It could not be planned" }));
    const own = [...left, ...gaps.filter(({ fetchId }) => fetchId === fetch.id).map(({ fetchId: _, ...gap }) => gap)];
    return {
      ...fetch,
      ...{ athena: athena[fetch.id] ?? [], ...(logs[fetch.id] ?? { logs: [], logCount: 0 }) },
      sources: sources
        .filter(({ fetchId }) => fetchId === fetch.id)
        .map(({ fetchId: _, ...source }) => ({ ...source, title: SOURCE_WORDS[source.source].title }))
        .sort((a, b) => SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source)),
      ...{ gaps: own.slice(0, GAPS_SHOWN).map(inWords), gapCount: own.length },
    };
  });
}

const inWords = (gap: FetchGapView) => ({
  ...gap,
  source: SOURCE_WORDS[gap.source as SourceName]?.title ?? gap.source,
});

async function readSources(ids: readonly string[]): Promise<SourceRow[]> {
  const planned = (name: string) =>
    `coalesce(sum((estimate->>'${name}')::float8) FILTER (WHERE after IS NULL AND state <> 'skipped'), 0)`;
  const { rows } = await pool().query<SourceRow>(
    `SELECT fetch_id AS "fetchId", source, count(*)::int AS steps,
            count(*) FILTER (WHERE state NOT IN ('pending', 'running'))::int AS ended,
            count(*) FILTER (WHERE state = 'failed')::int AS failed, count(*) FILTER (WHERE state = 'skipped')::int AS skipped,
            count(*) FILTER (WHERE state IN ('pending', 'running'))::int AS open,
            json_build_object('calls', ${planned("calls")}, 'files', ${planned("files")}, 'bytes', ${planned("bytes")},
                              'dollars', ${planned("dollars")}) AS planned,
            count(*) FILTER (WHERE after IS NULL AND state <> 'skipped' AND estimate->>'calls' IS NULL)::int AS untold,
            sum(calls)::float8 AS calls, sum(bytes)::float8 AS bytes, sum(records)::float8 AS records,
            sum(objects + (SELECT count(*) FROM jsonb_object_keys(kept)))::float8 AS files
       FROM fetch_steps WHERE fetch_id = ANY($1::uuid[]) GROUP BY fetch_id, source`,
    [ids],
  );
  return rows;
}

async function readGaps(ids: readonly string[]): Promise<(FetchGapView & { fetchId: string })[]> {
  const { rows } = await pool().query<FetchGapView & { fetchId: string }>(
    `SELECT s.fetch_id AS "fetchId", s.source, s.account_id AS "accountId", s.region, s.title, g.message
       FROM fetch_steps s CROSS JOIN LATERAL (
              SELECT s.error AS message WHERE s.error IS NOT NULL AND s.state = 'failed'
              UNION ALL
              SELECT gap->>'message' FROM jsonb_array_elements(s.gaps) gap WHERE gap->>'code' <> 'looked-up') g
      WHERE s.fetch_id = ANY($1::uuid[]) ORDER BY s.fetch_id, s.number`,
    [ids],
  );
  return rows;
}
