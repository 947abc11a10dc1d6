import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import type { SubjectPlace } from "@/lib/timeline/coverage/subject-coverage";

const kept = new KeptAnswers<Map<string, SubjectPlace>>(16);

/** Where each interface of a case stands and whose it was, and each VPC's account; read once a revision in this process. */
export function readSubjectPlaces(caseId: string, revision: number): Promise<Map<string, SubjectPlace>> {
  return kept.get(`${caseId} ${revision}`, async () => {
    const { rows } = await pool().query<SubjectPlace & { subject: string }>(
      `SELECT i.key AS subject, max(nullif(c.account_id, 'unknown')) AS "accountId", max(c.region) AS region,
              coalesce(max(c.vpc_id), max(h.vpc_id)) AS "vpcId", coalesce(max(h.instances), '{}') AS "instanceIds"
         FROM interfaces i LEFT JOIN flow_contexts c ON c.interface_no = i.id
         LEFT JOIN (SELECT subject, max(vpc_id) AS vpc_id, array_agg(DISTINCT holder) AS instances FROM ledger_spans
                     WHERE case_id = $1 AND subject_kind = 'interface' AND holder_kind = 'instance' GROUP BY subject) h
                ON h.subject = i.key
        WHERE i.case_id = $1 GROUP BY i.key
       UNION ALL
       SELECT vpc_id, max(account_id), max(region), vpc_id, '{}' FROM dns_askers
        WHERE case_id = $1 AND vpc_id IS NOT NULL GROUP BY vpc_id`,
      [caseId],
    );
    return new Map(rows.map(({ subject, ...place }) => [subject, place]));
  });
}
