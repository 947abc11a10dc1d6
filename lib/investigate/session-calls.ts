import { groupBy } from "@/lib/core/group-by";
import { pool } from "@/lib/db/pool";
import type { CallRow } from "@/lib/investigate/group-api-calls";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { UseRow } from "@/lib/investigate/off-instance-use";
import { countedCall, type Scope } from "@/lib/investigate/scope";

/** A caller to read, and the times that its calls are split at (see `addressCuts`). */
export interface CallerCuts {
  principalNo: number;
  cutsMs: number[];
}

/** Calls of one caller that are alike; `calls` are those of the window, `callsEver` those of all evidence. */
export type SessionCallRow = CallRow &
  Omit<UseRow, "roleArn" | "sessionName" | "accessKeyId"> & { principalNo: number };

/** Everything that these callers called, added up in the database. */
export async function readSessionCalls(
  scope: Scope,
  callers: readonly CallerCuts[],
): Promise<Map<number, SessionCallRow[]>> {
  if (callers.length === 0) return new Map();
  const { rows } = await pool().query<SessionCallRow>(
    `SELECT a.principal_no AS "principalNo", a.event_source AS "eventSource", a.event_name AS "eventName", a.region,
            a.error_code AS "errorCode", a.read_only AS "readOnly", a.source, host(a.source_ip) AS "sourceIp",
            a.vpc_endpoint_id IS NOT NULL AS "viaEndpoint", a.invoked_by IS NOT NULL AS "onBehalf",
            width_bucket(a.at, c.cuts) AS stretch,
            (count(*) FILTER (WHERE a.at >= $1 AND a.at < $2))::float8 AS calls,
            coalesce((extract(epoch FROM min(a.at) FILTER (WHERE a.at >= $1 AND a.at < $2)) * 1000)::float8, 0) AS "firstMs",
            coalesce((extract(epoch FROM max(a.at) FILTER (WHERE a.at >= $1 AND a.at < $2)) * 1000)::float8, 0) AS "lastMs",
            count(*)::float8 AS "callsEver", (extract(epoch FROM min(a.at)) * 1000)::float8 AS "firstEverMs"
       FROM jsonb_to_recordset($3::jsonb) AS c(principal_no int, cuts timestamptz(3)[])
       JOIN api_calls a ON a.principal_no = c.principal_no
      WHERE a.load_id IN (${scope.loads}) AND ${countedCall("a")} AND a.principal_no = ANY($4::int[])
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`,
    [
      isoInstant(scope.fromMs),
      isoInstant(scope.toMs),
      JSON.stringify(
        callers.map(({ principalNo, cutsMs }) => ({ principal_no: principalNo, cuts: cutsMs.map(isoInstant) })),
      ),
      // Named once more: of callers in JSON the planner cannot know how few they are, and reads every call.
      callers.map(({ principalNo }) => principalNo),
    ],
  );
  return groupBy(rows, (row) => row.principalNo);
}

/** Calls of the window that came from the indicator, whoever made them. */
export async function readCallsFromIndicator(scope: Scope): Promise<(CallRow & { principalNo: number })[]> {
  const { rows } = await pool().query<CallRow & { principalNo: number }>(
    `SELECT a.principal_no AS "principalNo", a.event_source AS "eventSource", a.event_name AS "eventName", a.region,
            a.error_code AS "errorCode", a.read_only AS "readOnly", a.source, count(*)::float8 AS calls,
            (extract(epoch FROM min(a.at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(a.at)) * 1000)::float8 AS "lastMs"
       FROM api_calls a
      WHERE a.load_id IN (${scope.loads}) AND a.source_ip = $3::inet AND a.at >= $1 AND a.at < $2
        AND ${countedCall("a")}
      GROUP BY 1, 2, 3, 4, 5, 6, 7`,
    [isoInstant(scope.fromMs), isoInstant(scope.toMs), scope.ip],
  );
  return rows;
}
