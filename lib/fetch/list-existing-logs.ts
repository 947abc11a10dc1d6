import { pool } from "@/lib/db/pool";
import type { ExistingLogView } from "@/lib/fetch/fetch-view.types";

/** The logs that the inventory of fetches found, by the fetch. */
export async function listExistingLogs(fetchIds: readonly string[]): Promise<Record<string, ExistingLogView[]>> {
  const { rows } = await pool().query<{ fetchId: string; accountId: string; region: string; log: ExistingLogView }>(
    `SELECT s.fetch_id AS "fetchId", s.account_id AS "accountId", s.region, l.log - 'archive' AS log
       FROM fetch_steps s CROSS JOIN LATERAL jsonb_array_elements(s.request->'logs') WITH ORDINALITY l (log, at)
      WHERE s.fetch_id = ANY($1::uuid[]) AND s.source = 'log-inventory' ORDER BY s.fetch_id, s.number, l.at`,
    [fetchIds],
  );
  const byFetch: Record<string, ExistingLogView[]> = {};
  for (const { fetchId, accountId, region, log } of rows) {
    byFetch[fetchId] ??= [];
    byFetch[fetchId].push({ ...log, accountId, region });
  }
  return byFetch;
}
