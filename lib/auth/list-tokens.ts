import type { Person } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

export interface TokenRow {
  id: number;
  name: string;
  rights: string[];
  /** Titles of the cases it is for, of those its person is on; null for all. */
  cases: string[] | null;
  expiresMs: number;
  expired: boolean;
  usedMs: number | null;
  usedFrom: string | null;
}

/** Someone's own tokens, the newest first. */
export async function listTokens({ id }: Person): Promise<TokenRow[]> {
  const { rows } = await pool().query<TokenRow>(
    `SELECT t.id, t.name, t.rights, t.expires_at < now() AS expired, t.used_from AS "usedFrom",
            (floor(extract(epoch FROM t.expires_at)) * 1000)::float8 AS "expiresMs",
            (floor(extract(epoch FROM t.used_at)) * 1000)::float8 AS "usedMs",
            CASE WHEN NOT t.all_cases THEN
              ARRAY(SELECT c.title FROM cases c JOIN case_members m ON m.case_id = c.id AND m.user_id = t.user_id
                     WHERE c.id = ANY(t.case_ids) ORDER BY lower(c.title), c.id) END AS cases
       FROM api_tokens t WHERE t.user_id = $1 ORDER BY t.id DESC`,
    [id],
  );
  return rows.map((row) => ({ ...row }));
}
