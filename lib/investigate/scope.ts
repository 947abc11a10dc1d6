import { pool } from "@/lib/db/pool";
import { caseLoadIds } from "@/lib/ledger/load-ledger";

/** What one investigation reads: a case, one indicator and a window, half open. */
export interface Scope {
  caseId: string;
  /** Canonical text. */
  ip: string;
  fromMs: number;
  toMs: number;
  /** The case's loads as a list for `load_id IN (…)`; in the text, so that the planner leaves out other partitions. */
  loads: string;
}

/** Condition on `alias` for API calls that count: no duplicates, twins, replaced, Insights or aggregated events. */
export function countedCall(alias: string): string {
  return `${alias}.category IN ('management', 'data', 'network-activity') AND NOT ${alias}.duplicate AND NOT ${alias}.repeat`;
}

export async function caseLoads(caseId: string): Promise<string> {
  return (await caseLoadIds(caseId)).map(Number).join(",") || "NULL";
}

/** Earliest and latest start of all records of a case, null without any. */
export async function evidenceSpan(caseId: string): Promise<{ firstMs: number; lastMs: number } | null> {
  const loads = await caseLoads(caseId);
  const { rows } = await pool().query<{ first_ms: number | null; last_ms: number | null }>(
    `SELECT (extract(epoch FROM min(first)) * 1000)::float8 AS first_ms,
            (extract(epoch FROM max(last)) * 1000)::float8 AS last_ms
       FROM (SELECT min(first_start) AS first, max(last_start) AS last FROM flow_sightings WHERE case_id = $1
             UNION ALL SELECT min(start_at), max(start_at) FROM flow_gaps WHERE case_id = $1
             UNION ALL SELECT min(at), max(at) FROM dns_queries WHERE load_id IN (${loads})
             UNION ALL SELECT min(at), max(at) FROM api_calls WHERE load_id IN (${loads})
             UNION ALL SELECT min(first_seen), max(first_seen) FROM findings WHERE case_id = $1) spans`,
    [caseId],
  );
  const span = rows[0];
  return span && span.first_ms !== null && span.last_ms !== null
    ? { firstMs: span.first_ms, lastMs: span.last_ms }
    : null;
}
