import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { countedCall } from "@/lib/investigate/scope";
import type { ApiEvent } from "@/lib/timeline/events/event.types";
import { placeAt } from "@/lib/timeline/events/event-cursor";
import { endOf, inOrder, Parameters } from "@/lib/timeline/events/source-read";
import type { CaseAttribution } from "@/lib/timeline/instance-scope";
import { API_SEARCH_COLUMNS } from "@/lib/timeline/search/api-search-columns";
import type { CaseFound, CaseRead } from "@/lib/timeline/search/case-events";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { recordsMeant, tableOf } from "@/lib/timeline/search/records-meant";
import { beyondEdgeOf, LATER, stepEnd } from "@/lib/timeline/search/step-end";
import { type HeldThing, withHolders } from "@/lib/timeline/search/with-holders";

type CallRow = Omit<ApiEvent, "source" | "foreign" | "chained"> & {
  fileId: number;
  record: number;
  principalNo: number;
};

interface Caller {
  instanceId: string;
  chained: boolean;
}

const keptCallers = new WeakMap<CaseAttribution, Map<number, Caller>>();

/** Whose each caller is: an instance's own sessions before those that another's led to. */
function callersOf(attribution: CaseAttribution): Map<number, Caller> {
  const known = keptCallers.get(attribution);
  if (known) return known;
  const callers = new Map<number, Caller>();
  for (const [instanceId, { own }] of attribution.sessions.byInstance)
    for (const no of own.keys()) callers.set(no, { instanceId, chained: false });
  for (const [instanceId, { chained }] of attribution.sessions.byInstance)
    for (const no of chained.flatMap(({ principalNos }) => principalNos))
      if (!callers.has(no)) callers.set(no, { instanceId, chained: true });
  keptCallers.set(attribution, callers);
  return callers;
}

const CALLS = { table: "api_calls", alias: "x", thing: "principal_no", time: "at" };

function heldCallers(attribution: CaseAttribution): HeldThing[] {
  return [...callersOf(attribution)].map(([no, { instanceId }]) => ({ no, instanceId, fromMs: null, toMs: null }));
}

/** API calls of all callers of a case. */
export async function readCaseCalls(read: CaseRead): Promise<CaseFound> {
  const { attribution, flagged, query, limit } = read;
  if (meansNone(query, API_SEARCH_COLUMNS)) return { rows: [], end: null };
  const beyondEdge = beyondEdgeOf(read, CALLS);
  const meant = recordsMeant(query, API_SEARCH_COLUMNS);
  const scanned = meant !== null ? null : await stepEnd(beyondEdge, CALLS);
  const at = new Parameters();
  const until = scanned === null ? "true" : `x.at <= ${at.add(isoInstant(scanned.atMs))}::timestamptz(3)`;
  const { rows } = await pool().query<CallRow>(
    `SELECT (extract(epoch FROM a.at) * 1000)::float8 AS "atMs", a.file_id AS "fileId", a.record_no AS record,
            a.event_source AS "eventSource", a.event_name AS "eventName", a.region, a.error_code AS "errorCode",
            coalesce(host(a.source_ip), a.source) AS "calledFrom",
            (a.source_ip = ANY(${at.add(flagged)}::inet[])) IS TRUE AS "withIndicator", a.principal_no AS "principalNo",
            p.role_arn AS "roleArn", p.session_name AS "sessionName", p.access_key_id AS "accessKeyId"
       FROM (SELECT x.* FROM ${withHolders(at, query, { ...CALLS, table: tableOf(at, meant, CALLS.table, attribution.loads) }, () => heldCallers(attribution))}
              WHERE ${beyondEdge(at)} AND ${countedCall("x")} AND ${until} AND ${compileQuery(query, API_SEARCH_COLUMNS, at)}
              ${inOrder(LATER, "x", "at")} LIMIT ${at.add(limit)}) a
       JOIN principals p ON p.id = a.principal_no ${inOrder(LATER, "a", "at")}`,
    at.values,
  );
  const callers = callersOf(attribution);
  const events = rows.map(({ principalNo, ...row }) => {
    const caller = callers.get(principalNo);
    // Whether a call was made off the instance is judged on the instance's own page.
    const about = { instanceId: caller?.instanceId ?? null, chained: caller?.chained ?? false, foreign: false };
    return { ...row, ...about, source: "api" as const };
  });
  const end = scanned === null ? null : placeAt(scanned.atMs + 1);
  return { rows: events, end: endOf(events, limit, end) };
}
