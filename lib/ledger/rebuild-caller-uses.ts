import { withTransaction } from "@/lib/db/pool";
import { caseLoadIds } from "@/lib/ledger/load-ledger";

const USER_AGENT_CHARACTERS = 300;

/**
 * Adds up the calls of a case by caller, API, place and user agent, in one scan, and replaces what is stored. Everything
 * that is said of a session follows from these few rows. Safe to run again at any time.
 */
export async function rebuildCallerUses(caseId: string): Promise<void> {
  const loads = (await caseLoadIds(caseId)).map(Number).join(",") || "NULL";
  await withTransaction(async (client) => {
    await client.query("DELETE FROM caller_uses WHERE case_id = $1", [caseId]);
    await client.query(
      `INSERT INTO caller_uses (case_id, principal_no, event_source, event_name, region, source, source_ip,
                                vpc_endpoint_id, invoked_by, user_agent, calls, denied, changes, unsaid, first_at, last_at)
       SELECT $1, principal_no, event_source, event_name, region, coalesce(host(source_ip), source), source_ip,
              vpc_endpoint_id, invoked_by, user_agent, calls, denied, changes, unsaid, first_at, last_at
         FROM (SELECT principal_no, event_source, event_name, region, CASE WHEN source_ip IS NULL THEN source END AS source,
                      source_ip, vpc_endpoint_id, invoked_by, left(user_agent, $2) AS user_agent, count(*)::int AS calls,
                      (count(*) FILTER (WHERE error_code IS NOT NULL
                                           OR (event_name = 'ConsoleLogin' AND notes[1] = 'Failure')))::int AS denied,
                      (count(*) FILTER (WHERE NOT read_only))::int AS changes,
                      (count(*) FILTER (WHERE read_only IS NULL))::int AS unsaid,
                      min(at) AS first_at, max(at) AS last_at
                 FROM api_calls
                WHERE load_id IN (${loads}) AND category IN ('management', 'data', 'network-activity')
                  AND NOT duplicate AND NOT repeat
                GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) used`,
      [caseId, USER_AGENT_CHARACTERS],
    );
  });
}
