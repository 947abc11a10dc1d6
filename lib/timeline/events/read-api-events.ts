import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { addressCuts } from "@/lib/investigate/off-instance-use";
import { countedCall } from "@/lib/investigate/scope";
import type { ApiEvent } from "@/lib/timeline/events/event.types";
import type { After } from "@/lib/timeline/events/event-cursor";
import type { CallOrigin } from "@/lib/timeline/foreign-calls";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

type ApiRow = Omit<ApiEvent, "source" | "foreign" | "chained"> & CallOrigin & { fileId: number; record: number };

export type FoundCall = ApiEvent & { fileId: number; record: number };

/** Calls of the instance's sessions and of those they led to; with `tied` only those made from the indicator. */
export async function readApiEvents(
  scope: InstanceScope,
  after: After,
  toMs: number,
  limit: number,
  tied: boolean,
): Promise<FoundCall[]> {
  const callers = [...scope.ownCallers, ...scope.chainedCallers];
  if (callers.length === 0) return [];
  const { rows } = await pool().query<ApiRow>(
    `SELECT (extract(epoch FROM a.at) * 1000)::float8 AS "atMs", a.file_id AS "fileId", a.record_no AS record,
            a.event_source AS "eventSource", a.event_name AS "eventName", a.region, a.error_code AS "errorCode",
            coalesce(host(a.source_ip), a.source) AS "calledFrom", (a.source_ip = $7::inet) IS TRUE AS "withIndicator",
            a.principal_no AS "principalNo", host(a.source_ip) AS "sourceIp",
            a.vpc_endpoint_id IS NOT NULL AS "viaEndpoint", a.invoked_by IS NOT NULL AS "onBehalf",
            width_bucket(a.at, $9::timestamptz(3)[]) AS stretch, p.role_arn AS "roleArn",
            p.access_key_id AS "accessKeyId"
       FROM (SELECT found.* FROM unnest($1::int[]) AS c(no)
              CROSS JOIN LATERAL (
                SELECT x.* FROM api_calls x
                 WHERE x.load_id IN (${scope.loads}) AND x.principal_no = c.no AND x.at >= $2 AND x.at < $3
                   AND ${countedCall("x")} AND (x.at, x.file_id, x.record_no) > ($2, $4, $5)
                   AND (NOT $8 OR x.source_ip = $7::inet)
                 ORDER BY x.at, x.file_id, x.record_no LIMIT $6) found
              ORDER BY found.at, found.file_id, found.record_no LIMIT $6) a
       JOIN principals p ON p.id = a.principal_no
      ORDER BY a.at, a.file_id, a.record_no`,
    [
      ...[callers, isoInstant(after.atMs), isoInstant(toMs), after.fileId, after.record, limit, scope.ip, tied],
      addressCuts(scope.ownAddresses).map(isoInstant),
    ],
  );
  const own = new Set(scope.ownCallers);
  return rows.map(({ principalNo, sourceIp, viaEndpoint, onBehalf, stretch, ...row }) => ({
    ...row,
    source: "api",
    foreign: own.has(principalNo) && scope.isForeign({ principalNo, sourceIp, viaEndpoint, onBehalf, stretch }),
    chained: !own.has(principalNo),
  }));
}
