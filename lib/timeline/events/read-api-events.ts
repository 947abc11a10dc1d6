import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { addressCuts } from "@/lib/investigate/off-instance-use";
import { countedCall } from "@/lib/investigate/scope";
import type { ApiEvent } from "@/lib/timeline/events/event.types";
import type { Edge } from "@/lib/timeline/events/event-cursor";
import { scanEnd } from "@/lib/timeline/events/read-flow-events";
import {
  beyond,
  endOf,
  inOrder,
  narrowed,
  Parameters,
  type SourceFound,
  type SourceRead,
} from "@/lib/timeline/events/source-read";
import type { CallOrigin } from "@/lib/timeline/foreign-calls";
import { API_SEARCH_COLUMNS } from "@/lib/timeline/search/api-search-columns";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { recordsMeant, tableOf } from "@/lib/timeline/search/records-meant";

type ApiRow = Omit<ApiEvent, "source" | "foreign" | "chained"> & CallOrigin & { fileId: number; record: number };

export type FoundCall = ApiEvent & { fileId: number; record: number };

/** Calls of the instance's sessions and of those they led to; tied are those made from the indicator. */
export async function readApiEvents(read: SourceRead): Promise<SourceFound<FoundCall>> {
  const { scope, limit, query, tied } = read;
  const callers = [...scope.ownCallers, ...scope.chainedCallers];
  const searched = { ...API_SEARCH_COLUMNS, instanceId: scope.instanceId };
  if (callers.length === 0 || meansNone(query, searched)) return { rows: [], end: null };
  const { fromMs, toMs } = narrowed(read);
  const calls = (at: Parameters, end: Edge | null, most: string, condition: (at: Parameters) => string) =>
    `SELECT x.* FROM unnest(${at.add(callers)}::int[]) AS c(no)
      CROSS JOIN LATERAL (
        SELECT x.* FROM ${tableOf(at, meant, "api_calls", scope.loads)} x
         WHERE x.load_id IN (${scope.loads}) AND x.principal_no = c.no AND x.at >= ${at.add(isoInstant(fromMs))}
           AND x.at < ${at.add(isoInstant(toMs))} AND ${countedCall("x")} AND ${beyond(at, read, "x", "at", end)}
           AND ${condition(at)}
         ${inOrder(read, "x", "at")} ${most}) x
      ${inOrder(read, "x", "at")} ${most}`;
  const meant = recordsMeant(query, searched);
  const picks = (query !== null || tied) && meant === null;
  const scanned = picks ? await scanEnd((at, most) => calls(at, null, most, () => "true"), "at") : null;
  const at = new Parameters();
  const found = calls(at, scanned, `LIMIT ${at.add(limit)}`, (parameters) => {
    const tie = tied ? `x.source_ip = ${parameters.add(scope.ip)}::inet` : "true";
    return `${tie} AND ${compileQuery(query, searched, parameters)}`;
  });
  const { rows } = await pool().query<ApiRow>(
    `SELECT (extract(epoch FROM a.at) * 1000)::float8 AS "atMs", a.file_id AS "fileId", a.record_no AS record,
            a.event_source AS "eventSource", a.event_name AS "eventName", a.region, a.error_code AS "errorCode",
            coalesce(host(a.source_ip), a.source) AS "calledFrom",
            (a.source_ip = ${at.add(scope.ip)}::inet) IS TRUE AS "withIndicator",
            a.principal_no AS "principalNo", host(a.source_ip) AS "sourceIp",
            a.vpc_endpoint_id IS NOT NULL AS "viaEndpoint", a.invoked_by IS NOT NULL AS "onBehalf",
            width_bucket(a.at, ${at.add(addressCuts(scope.ownAddresses).map(isoInstant))}::timestamptz(3)[]) AS stretch,
            p.role_arn AS "roleArn", p.session_name AS "sessionName", p.access_key_id AS "accessKeyId"
       FROM (${found}) a JOIN principals p ON p.id = a.principal_no ${inOrder(read, "a", "at")}`,
    at.values,
  );
  const own = new Set(scope.ownCallers);
  const events = rows.map(
    ({ principalNo, sourceIp, viaEndpoint, onBehalf, stretch, ...row }): FoundCall => ({
      ...row,
      source: "api",
      foreign: own.has(principalNo) && scope.isForeign({ principalNo, sourceIp, viaEndpoint, onBehalf, stretch }),
      chained: !own.has(principalNo),
    }),
  );
  return { rows: events, end: endOf(events, limit, scanned) };
}
