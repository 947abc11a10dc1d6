import { pool } from "@/lib/db/pool";
import { caseLoads, countedCall } from "@/lib/investigate/scope";
import type { LoggedInterface } from "@/lib/investigate/unlogged-traffic";

/** The flow logs of every interface of a case, with what descriptions and the calls that made them say of them. */
export async function readTrafficTypes(caseId: string): Promise<LoggedInterface[]> {
  const { rows } = await pool().query<LoggedInterface>(
    `SELECT l.key AS "interfaceKey", l.log_key AS "logKey", d.type AS described, d.by AS "describedBy"
       FROM (SELECT DISTINCT i.key, coalesce(e.log_key, '') AS log_key
               FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN interfaces i ON i.id = c.interface_no
               JOIN evidence_files e ON e.id = s.file_id
              WHERE s.case_id = $1 AND c.source = 'vpc-flow') l
       LEFT JOIN (SELECT subject, min(type) AS type, min(by) AS by
                    FROM (SELECT subject, body->>'trafficType' AS type, 'description' AS by FROM network_descriptions
                           WHERE case_id = $1 AND kind = 'flow-log'
                          UNION ALL
                          SELECT log, a.notes[1], 'the call that made it'
                            FROM api_calls a CROSS JOIN unnest(a.notes[2:]) log
                           WHERE a.load_id IN (${await caseLoads(caseId)}) AND a.event_name = 'CreateFlowLogs' AND a.error_code IS NULL
                             AND a.notes[1] IN ('ACCEPT', 'REJECT', 'ALL') AND ${countedCall("a")}
                             AND a.principal_no IN (SELECT principal_no FROM caller_uses
                                                     WHERE case_id = $1 AND event_name = 'CreateFlowLogs')) told
                   GROUP BY subject HAVING count(DISTINCT type) = 1) d
              ON d.subject = substring(l.log_key from 'fl-[0-9a-f]{8,17}')`,
    [caseId],
  );
  return rows;
}
