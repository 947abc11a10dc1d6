import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Parameters } from "@/lib/timeline/events/source-read";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

interface View {
  fromMs: number;
  toMs: number;
}

const NONE = "SELECT NULL::timestamptz AS at, NULL::int AS name_no WHERE false";

/** A query for each stretch of time of an asker that was the instance: given a list of them, the planner would read all lookups. */
function forEachAsker(
  at: Parameters,
  { askers }: InstanceScope,
  { fromMs, toMs }: View,
  query: (asker: string, during: (column: string) => string) => string,
): string {
  const parts = askers.flatMap(({ askerNo, fromMs: from, toMs: to }) => {
    const [first, end] = [Math.max(from ?? fromMs, fromMs), Math.min(to ?? toMs, toMs)];
    if (first >= end) return [];
    const [no, since, until] = [at.add(askerNo), at.add(isoInstant(first)), at.add(isoInstant(end))];
    return [
      query(`${no}::int`, (column) => `${column} >= ${since}::timestamptz AND ${column} < ${until}::timestamptz`),
    ];
  });
  return parts.length === 0 ? NONE : parts.join(" UNION ALL ");
}

/** SQL for the instance's lookups in a view (at, name_no): nothing but what stands in the index by asker and time. */
export function ownLookups(at: Parameters, scope: InstanceScope, view: View): string {
  return forEachAsker(
    at,
    scope,
    view,
    (asker, during) => `SELECT q.at, q.name_no FROM dns_queries q
      WHERE q.load_id IN (${scope.loads}) AND q.asker_no = ${asker} AND ${during("q.at")} AND NOT q.duplicate`,
  );
}

/** SQL for those with the indicator among their answers (at, name_no): the kept answers say when to look. */
export function tiedLookups(at: Parameters, scope: InstanceScope, view: View): string {
  return forEachAsker(at, scope, view, (asker, during) => {
    const [caseId, ip] = [`${at.add(scope.caseId)}::uuid`, `${at.add(scope.ip)}::inet`];
    return `SELECT found.at, found.name_no
      FROM (SELECT DISTINCT moment FROM address_names n CROSS JOIN unnest(n.times) moment
             WHERE n.case_id = ${caseId} AND n.address = ${ip} AND n.asker_no = ${asker} AND ${during("moment")}) told
     CROSS JOIN LATERAL (SELECT q.at, q.name_no FROM dns_queries q
                          WHERE q.load_id IN (${scope.loads}) AND q.asker_no = ${asker} AND q.at = told.moment AND NOT q.duplicate
                            AND ${ip} = ANY(q.resolved_ips) OFFSET 0) found`;
  });
}
