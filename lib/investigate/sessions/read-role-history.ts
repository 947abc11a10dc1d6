import { pool } from "@/lib/db/pool";
import { RoleHistory } from "@/lib/investigate/sessions/role-history";

/** Whose calls are one history: a role in an account, or a user, where there is none. */
export interface RoleInAccount {
  accountId: string | null;
  roleArn: string | null;
  arn: string | null;
}

/** What a role (a user, where there is none) did in its account over all evidence. */
export async function readRoleHistory(
  caseId: string,
  { accountId, roleArn, arn }: RoleInAccount,
): Promise<RoleHistory> {
  const { rows } = await pool().query<{ api: string; firstMs: number; lastMs: number; calls: number }>(
    `SELECT u.event_source || ' ' || u.event_name AS api, (extract(epoch FROM min(u.first_at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(u.last_at)) * 1000)::float8 AS "lastMs", sum(u.calls)::float8 AS calls
       FROM caller_uses u
      WHERE u.case_id = $1 AND u.principal_no IN (
              SELECT id FROM principals WHERE case_id = $1 AND account_id IS NOT DISTINCT FROM $2
                 AND CASE WHEN $3::text IS NULL THEN arn IS NOT DISTINCT FROM $4 ELSE role_arn = $3 END)
      GROUP BY 1, date_trunc('hour', u.last_at)`,
    [caseId, accountId, roleArn, arn],
  );
  return new RoleHistory(rows);
}
