import { MUST_SET_UP } from "@/lib/auth/must-set-up";
import { pool } from "@/lib/db/pool";

/** Which of these sessions, by their tokens, still hold and may read a case. */
export async function sessionsOnCase(caseId: string, tokens: readonly string[]): Promise<Set<string>> {
  const { rows } = await pool().query<{ token: string }>(
    `SELECT s.token FROM web_sessions s JOIN users u ON u.id = s.user_id
       JOIN case_members m ON m.user_id = u.id AND m.case_id = $1
      WHERE s.token = ANY ($2) AND u.disabled_at IS NULL AND s.expires_at > now() AND NOT ${MUST_SET_UP}`,
    [caseId, tokens],
  );
  return new Set(rows.map(({ token }) => token));
}
