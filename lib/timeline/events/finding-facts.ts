import { pool } from "@/lib/db/pool";
import type { FindingEvent } from "@/lib/timeline/events/event.types";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { toFacts } from "@/lib/timeline/events/to-facts";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

interface FindingDetailRow {
  findingId: string;
  title: string | null;
  description: string | null;
  severity: number | null;
  accountId: string | null;
  region: string | null;
  actionType: string | null;
  resourceRole: string | null;
  count: number | null;
  instanceIds: string[];
  accessKeyId: string | null;
  domains: string[];
  updatedMs: number | null;
}

/** Everything a finding says, and why it stands out. */
export async function findingFacts(
  scope: InstanceScope,
  finding: FindingEvent,
  fileId: number,
  record: number,
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const { rows } = await pool().query<FindingDetailRow>(
    `SELECT finding_id AS "findingId", title, description, severity, account_id AS "accountId", region,
            action_type AS "actionType", resource_role AS "resourceRole", count, instance_ids AS "instanceIds",
            access_key_id AS "accessKeyId", domains, (extract(epoch FROM updated_at) * 1000)::float8 AS "updatedMs"
       FROM findings WHERE case_id = $1 AND file_id = $2 AND record_no = $3`,
    [scope.caseId, fileId, record],
  );
  const [row] = rows;
  if (!row) return { facts: [], verdicts: [] };
  const facts = toFacts([
    ["Type", finding.type, "mono"],
    ["Title", row.title],
    ["Says", row.description],
    ["Severity", row.severity === null ? null : String(row.severity)],
    ["First seen", String(finding.atMs), "instant"],
    ["Last seen", String(finding.lastSeenMs), "instant"],
    ["Updated", row.updatedMs === null ? null : String(row.updatedMs), "instant"],
    ["Times", row.count === null ? null : String(row.count)],
    ["Addresses", finding.remoteIps.join("\n"), "mono"],
    ["Names", row.domains.join("\n"), "mono"],
    ["Action", row.actionType],
    ["Role in it", row.resourceRole],
    ["Instances", row.instanceIds.join("\n"), "mono"],
    ["Access key", row.accessKeyId, "mono"],
    ["Account", row.accountId, "mono"],
    ["Region", row.region, "mono"],
    ["Id", row.findingId, "mono"],
  ]);
  const verdicts: Verdict[] = finding.withIndicator
    ? [{ text: `It names the flagged address ${scope.ip}.`, flag: true }]
    : [];
  return { facts, verdicts };
}
