import { pool } from "@/lib/db/pool";
import type { LoggedInterface } from "@/lib/investigate/unlogged-traffic";

/** The flow logs of every interface of a case, with what descriptions say of them. */
export async function readTrafficTypes(caseId: string): Promise<LoggedInterface[]> {
  const { rows } = await pool().query<LoggedInterface>(
    `SELECT l.key AS "interfaceKey", l.log_key AS "logKey", d.type AS described
       FROM (SELECT DISTINCT i.key, coalesce(e.log_key, '') AS log_key
               FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN interfaces i ON i.id = c.interface_no
               JOIN evidence_files e ON e.id = s.file_id
              WHERE s.case_id = $1 AND c.source = 'vpc-flow') l
       LEFT JOIN (SELECT subject, min(body->>'trafficType') AS type FROM network_descriptions
                   WHERE case_id = $1 AND kind = 'flow-log' GROUP BY subject
                  HAVING count(DISTINCT body->>'trafficType') = 1) d
              ON d.subject = substring(l.log_key from 'fl-[0-9a-f]{8,17}')`,
    [caseId],
  );
  return rows;
}
