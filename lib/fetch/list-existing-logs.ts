import { pool } from "@/lib/db/pool";
import type { ExistingLogView } from "@/lib/fetch/fetch-view.types";
import type { ShownLog } from "@/lib/sources/log-inventory/existing-log.types";

const LOGS_SHOWN = 300;

interface Row {
  fetchId: string;
  accountId: string;
  region: string;
  logs: (Omit<ShownLog, "reads"> & { reads?: string[] })[];
  more: number;
  /** Keys of the fetch's steps that were left out. */
  skipped: string[];
}

/** The logs that the inventory of fetches found, by the fetch, with how many there are. */
export async function listExistingLogs(
  fetchIds: readonly string[],
): Promise<Record<string, { logs: ExistingLogView[]; logCount: number }>> {
  const { rows } = await pool().query<Row>(
    `SELECT s.fetch_id AS "fetchId", s.account_id AS "accountId", s.region, s.request->'logs' AS logs,
            coalesce((s.request->>'more')::int, 0) AS more,
            array(SELECT k.key FROM fetch_steps k WHERE k.fetch_id = s.fetch_id AND k.state = 'skipped') AS skipped
       FROM fetch_steps s
      WHERE s.fetch_id = ANY($1::uuid[]) AND s.source = 'log-inventory' AND s.request ? 'logs' ORDER BY s.fetch_id, s.number`,
    [fetchIds],
  );
  const byFetch: Record<string, { logs: ExistingLogView[]; logCount: number }> = {};
  for (const { fetchId, accountId, region, logs, more, skipped } of rows) {
    const own = byFetch[fetchId] ?? { logs: [], logCount: 0 };
    byFetch[fetchId] = own;
    own.logCount += logs.length + more;
    const left = new Set(skipped);
    for (const log of logs.slice(0, LOGS_SHOWN - own.logs.length)) {
      const { archive: _, reads = [], isRead, ...shown } = { archive: null, ...log };
      const isLeft = reads.length > 0 && reads.every((key) => left.has(key));
      own.logs.push({
        ...{ ...shown, accountId, region, isRead: isRead && !isLeft, isPlanned: reads.length > 0 },
        isReadWithOthers: !isRead && reads.length > 0 && !isLeft,
      });
    }
  }
  return byFetch;
}
