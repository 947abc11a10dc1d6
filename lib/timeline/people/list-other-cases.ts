import type { Person } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

export interface OtherCaseRow {
  id: string;
  title: string;
  createdMs: number;
  /** Names of its leads who can still sign in. */
  leads: string[];
}

const MOST = 200;

/** Cases that an owner of the installation is not on: what they must know to find one whose lead is gone, and no more. */
export async function listOtherCases({ id, role }: Person): Promise<OtherCaseRow[]> {
  if (role !== "owner") return [];
  const { rows } = await pool().query<OtherCaseRow>(
    `SELECT c.id, c.title, (floor(extract(epoch FROM c.created_at)) * 1000)::float8 AS "createdMs",
            ARRAY(SELECT u.name FROM case_members m JOIN users u ON u.id = m.user_id
                   WHERE m.case_id = c.id AND m.role = 'lead' AND u.disabled_at IS NULL ORDER BY lower(u.name)) AS leads
       FROM cases c
      WHERE NOT c.scratch AND c.state <> 'purging' AND NOT EXISTS (SELECT FROM case_members m WHERE m.case_id = c.id AND m.user_id = $1)
      ORDER BY c.created_at DESC, c.id LIMIT $2`,
    [id, MOST],
  );
  return rows;
}
