import type { Person } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

export interface TokenRow {
  id: number;
  name: string;
  person: string;
  email: string;
  /** Cases it is limited to; 0: all of its person's. */
  caseCount: number;
  rights: string[];
  /** Titles of the cases it is for, of those its person is on; null for all, and of others' tokens. */
  cases: string[] | null;
  expiresMs: number;
  expired: boolean;
  usedMs: number | null;
  usedFrom: string | null;
}

/** Someone's own tokens, the newest first. */
export function listTokens({ id }: Person): Promise<TokenRow[]> {
  return list(id);
}

/** Everyone's, for an owner, who is told of the cases only how many there are. */
export function listEveryonesTokens(): Promise<TokenRow[]> {
  return list(null);
}

async function list(id: string | null): Promise<TokenRow[]> {
  const { rows } = await pool().query<TokenRow>(
    `SELECT t.id, t.name, t.rights, u.name AS person, u.email, cardinality(t.case_ids) AS "caseCount", t.expires_at < now() AS expired, t.used_from AS "usedFrom",
            (floor(extract(epoch FROM t.expires_at)) * 1000)::float8 AS "expiresMs",
            (floor(extract(epoch FROM t.used_at)) * 1000)::float8 AS "usedMs",
            CASE WHEN NOT t.all_cases AND $1::text IS NOT NULL THEN
              ARRAY(SELECT c.title FROM cases c JOIN case_members m ON m.case_id = c.id AND m.user_id = t.user_id
                     WHERE c.id = ANY(t.case_ids) ORDER BY lower(c.title), c.id) END AS cases
       FROM api_tokens t JOIN users u ON u.id = t.user_id
      WHERE ($1::text IS NULL OR t.user_id = $1) ORDER BY t.id DESC`,
    [id],
  );
  return rows.map((row) => ({ ...row }));
}
