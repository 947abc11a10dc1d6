import type { CaseRole } from "@/lib/auth/permissions";
import { pool } from "@/lib/db/pool";

export interface MemberRow {
  id: string;
  name: string;
  email: string;
  role: CaseRole;
  disabled: boolean;
  /** Who let them in. */
  actor: string;
  addedMs: number;
}

/** Who is on a case, leads first, and who could be put on it. */
export async function listMembers(
  caseId: string,
): Promise<{ members: MemberRow[]; others: { id: string; name: string; email: string }[] }> {
  const [members, others] = await Promise.all([
    pool().query<MemberRow>(
      `SELECT u.id, u.name, u.email, m.role, u.disabled_at IS NOT NULL AS disabled, m.actor,
              (floor(extract(epoch FROM m.added_at)) * 1000)::float8 AS "addedMs"
         FROM case_members m JOIN users u ON u.id = m.user_id WHERE m.case_id = $1
        ORDER BY array_position(ARRAY['lead', 'investigator', 'reviewer', 'viewer'], m.role), lower(u.name), u.id`,
      [caseId],
    ),
    pool().query<{ id: string; name: string; email: string }>(
      `SELECT id, name, email FROM users u
        WHERE disabled_at IS NULL AND NOT EXISTS (SELECT FROM case_members m WHERE m.case_id = $1 AND m.user_id = u.id)
        ORDER BY lower(name), id`,
      [caseId],
    ),
  ]);
  return { members: members.rows, others: others.rows };
}
