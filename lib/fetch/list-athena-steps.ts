import { dollarsFor } from "@/lib/athena/price";
import { pool } from "@/lib/db/pool";
import type { AthenaStepView } from "@/lib/fetch/fetch-view.types";

type Row = Omit<AthenaStepView, "dollars"> & { fetchId: string };

/** The questions to Athena of fetches, in their order, by the fetch. */
export async function listAthenaSteps(fetchIds: readonly string[]): Promise<Record<string, AthenaStepView[]>> {
  const { rows } = await pool().query<Row>(
    `SELECT fetch_id AS "fetchId", number, title, state, request->>'sql' AS sql,
            (estimate->>'bytes')::float8 AS "plannedBytes", (estimate->>'dollars')::float8 AS "plannedDollars",
            CASE WHEN state = 'done' OR scanned > 0 THEN scanned::float8 END AS "scannedBytes",
            (request->'setup'->>'mostBytes')::float8 AS "mostBytes",
            coalesce(request->'setup'->>'limitOf', 'question') AS "limitOf"
       FROM fetch_steps WHERE fetch_id = ANY($1::uuid[]) AND source = 'athena' ORDER BY fetch_id, number`,
    [fetchIds],
  );
  const byFetch: Record<string, AthenaStepView[]> = {};
  for (const { fetchId, ...step } of rows) {
    const dollars = step.scannedBytes === null ? null : dollarsFor(step.scannedBytes);
    byFetch[fetchId] = [...(byFetch[fetchId] ?? []), { ...step, dollars }];
  }
  return byFetch;
}
