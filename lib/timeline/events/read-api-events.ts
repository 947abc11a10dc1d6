import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { addressCuts } from "@/lib/investigate/off-instance-use";
import { countedCall } from "@/lib/investigate/scope";
import type { ApiEvent } from "@/lib/timeline/events/event.types";
import type { Edge } from "@/lib/timeline/events/event-cursor";
import { type EventFilter, likePattern } from "@/lib/timeline/events/event-filter";
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

type ApiRow = Omit<ApiEvent, "source" | "foreign" | "chained"> & CallOrigin & { fileId: number; record: number };

export type FoundCall = ApiEvent & { fileId: number; record: number };

function callCondition(at: Parameters, caseId: string, filter: EventFilter | null): string {
  if (filter === null) return "true";
  const like = at.add(likePattern(filter.text));
  const tests = ["x.event_name", "x.event_source", "x.error_code", "coalesce(host(x.source_ip), x.source)"].map(
    (field) => `${field} ILIKE ${like}`,
  );
  tests.push(`x.principal_no IN (SELECT id FROM principals WHERE case_id = ${at.add(caseId)}
                AND (role_arn ILIKE ${like} OR session_name ILIKE ${like} OR access_key_id ILIKE ${like}))`);
  if (filter.network !== null) tests.push(`x.source_ip <<= ${at.add(filter.network)}::inet`);
  return `(${tests.join(" OR ")})`;
}

/** Calls of the instance's sessions and of those they led to; tied are those made from the indicator. */
export async function readApiEvents(read: SourceRead): Promise<SourceFound<FoundCall>> {
  const { scope, limit, filter, tied } = read;
  const callers = [...scope.ownCallers, ...scope.chainedCallers];
  if (callers.length === 0) return { rows: [], end: null };
  const { fromMs, toMs } = narrowed(read);
  const calls = (at: Parameters, end: Edge | null, most: string, condition: (at: Parameters) => string) =>
    `SELECT x.* FROM unnest(${at.add(callers)}::int[]) AS c(no)
      CROSS JOIN LATERAL (
        SELECT x.* FROM api_calls x
         WHERE x.load_id IN (${scope.loads}) AND x.principal_no = c.no AND x.at >= ${at.add(isoInstant(fromMs))}
           AND x.at < ${at.add(isoInstant(toMs))} AND ${countedCall("x")} AND ${beyond(at, read, "x", "at", end)}
           AND ${condition(at)}
         ${inOrder(read, "x", "at")} ${most}) x
      ${inOrder(read, "x", "at")} ${most}`;
  const picks = filter !== null || tied;
  const scanned = picks ? await scanEnd((at, most) => calls(at, null, most, () => "true"), "at") : null;
  const at = new Parameters();
  const found = calls(at, scanned, `LIMIT ${at.add(limit)}`, (parameters) => {
    const tie = tied ? `x.source_ip = ${parameters.add(scope.ip)}::inet` : "true";
    return `${tie} AND ${callCondition(parameters, scope.caseId, filter)}`;
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
