import { compareText } from "@/lib/core/compare-text";
import { pool } from "@/lib/db/pool";
import type { InvestigationV1 } from "@/lib/investigate/document.types";

type NotAssessed = InvestigationV1["notAssessed"];

/** Which kinds of log a case holds any record of. */
export interface SourcesPresent {
  flow: boolean;
  dns: boolean;
  api: boolean;
  finding: boolean;
}

/** Which kinds of log a case holds any record of; sample findings are none, nor is a flow log that skipped all it had (SKIPDATA). */
export async function readSourcesPresent(caseId: string, loads: string): Promise<SourcesPresent> {
  const { rows } = await pool().query<SourcesPresent>(
    `SELECT EXISTS (SELECT FROM flow_sightings WHERE case_id = $1)
              OR EXISTS (SELECT FROM flow_gaps WHERE case_id = $1 AND status <> 'SKIPDATA') AS flow,
            EXISTS (SELECT FROM dns_queries WHERE load_id IN (${loads})) AS dns,
            EXISTS (SELECT FROM api_calls WHERE load_id IN (${loads})) AS api,
            EXISTS (SELECT FROM findings WHERE case_id = $1 AND NOT sample) AS finding`,
    [caseId],
  );
  return rows[0] ?? { flow: false, dns: false, api: false, finding: false };
}

/** What the evidence leaves open: sources of which there is nothing at all, and numbers that the records do not give. */
export function notAssessed(present: SourcesPresent, unknownNumbers: NotAssessed): NotAssessed {
  const missing: NotAssessed = [];
  if (!present.flow)
    missing.push({ id: "no-flow-logs", reason: "No flow record is in the evidence: what was sent is unknown" });
  if (!present.dns) {
    missing.push({
      id: "no-resolver-logs",
      reason: "No resolver query log is in the evidence: what was looked up is unknown",
    });
  }
  if (!present.api) {
    missing.push({ id: "no-cloudtrail", reason: "No CloudTrail event is in the evidence: what roles did is unknown" });
  }
  if (!present.finding) {
    missing.push({
      id: "no-findings",
      reason: "No finding is in the evidence: whether AWS flagged anything is unknown",
    });
  }
  return [...missing, ...unknownNumbers].sort((a, b) => compareText(a.id, b.id) || compareText(a.reason, b.reason));
}
