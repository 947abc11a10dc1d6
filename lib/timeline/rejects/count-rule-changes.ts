import { pool } from "@/lib/db/pool";
import { countedCall } from "@/lib/investigate/scope";

/** EC2's calls that change what passes an interface. */
const CHANGES = [
  "AuthorizeSecurityGroupIngress",
  "AuthorizeSecurityGroupEgress",
  "RevokeSecurityGroupIngress",
  "RevokeSecurityGroupEgress",
  "ModifySecurityGroupRules",
  "ModifyNetworkInterfaceAttribute",
  "ModifyInstanceAttribute",
  "CreateNetworkAclEntry",
  "ReplaceNetworkAclEntry",
  "DeleteNetworkAclEntry",
  "ReplaceNetworkAclAssociation",
];

/**
 * How many successful calls of the evidence may have changed rules in a stretch of time, whosever rules those were.
 *
 * @param loads the case's loads as a list for `load_id IN (…)`, digits and commas only
 * @param toMs null is the end of the evidence
 */
export async function countRuleChanges(loads: string, fromMs: number, toMs: number | null): Promise<number> {
  const { rows } = await pool().query<{ n: number }>(
    `SELECT count(*)::int AS n FROM api_calls a
      WHERE a.load_id IN (${loads}) AND a.at >= $1 AND a.at < coalesce($2::timestamptz, 'infinity')
        AND a.event_source = 'ec2.amazonaws.com' AND a.event_name = ANY($3) AND a.error_code IS NULL AND ${countedCall("a")}`,
    [new Date(fromMs).toISOString(), toMs === null ? null : new Date(toMs).toISOString(), CHANGES],
  );
  return rows[0]?.n ?? 0;
}
