import { KeptAnswers } from "@/lib/core/kept-answers";
import { askOften } from "@/lib/db/ask-often";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

const KEPT = 256;
const kept = new KeptAnswers<boolean>(KEPT);

/**
 * Whether any record elsewhere tells of the instance and the indicator. Mostly none does, and each page of the table would look
 * through all hits of the instance to find that out. Asked once a revision.
 */
export function hasHops({ caseId, revision, instanceId, ip }: InstanceScope): Promise<boolean> {
  return kept.get(`${caseId} ${revision} ${instanceId} ${ip}`, async () => {
    await findIndicatorHits(caseId, ip);
    const { rows } = await askOften<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM indicator_hits
                       WHERE case_id = $1 AND indicator = $2::inet AND instance_id = $3 AND role = 'hop') AS found`,
      [caseId, ip, instanceId],
    );
    return rows[0]?.found ?? true;
  });
}
