import { pool } from "@/lib/db/pool";
import type { LoggedInterface } from "@/lib/investigate/unlogged-traffic";

/** The flow logs of every interface of a case, with what descriptions say of them. */
export async function readTrafficTypes(caseId: string): Promise<LoggedInterface[]> {
  const { rows } = await pool().query<LoggedInterface>(
    `SELECT DISTINCT i.key AS "interfaceKey", c.log_key AS "logKey", d.type AS described
       FROM flow_contexts c JOIN interfaces i ON i.id = c.interface_no
       LEFT JOIN (SELECT subject, min(body->>'trafficType') AS type FROM network_descriptions
                   WHERE case_id = $1 AND kind = 'flow-log' GROUP BY subject
                  HAVING count(DISTINCT body->>'trafficType') = 1) d
              ON d.subject = substring(c.log_key from 'fl-[0-9a-f]{8,17}')
      WHERE c.case_id = $1`,
    [caseId],
  );
  return rows;
}
