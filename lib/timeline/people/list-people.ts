import type { InstallationRole } from "@/lib/auth/permissions";
import { pool } from "@/lib/db/pool";

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: InstallationRole;
  disabled: boolean;
  secondFactor: boolean;
  createdMs: number;
  /** When the newest of their sessions began; null when none is left. */
  seenMs: number | null;
  /** How many cases they are on. */
  cases: number;
}

export interface InvitationRow {
  id: number;
  email: string;
  role: InstallationRole;
  actor: string;
  expiresMs: number;
}

/** Everyone with an account, and who is invited and has none yet. */
export async function listPeople(): Promise<{ people: PersonRow[]; invitations: InvitationRow[] }> {
  const [people, invitations] = await Promise.all([
    pool().query<PersonRow>(
      `SELECT u.id, u.name, u.email, u.role, u.disabled_at IS NOT NULL AS disabled, u.two_factor_enabled AS "secondFactor",
              (floor(extract(epoch FROM u.created_at)) * 1000)::float8 AS "createdMs",
              (SELECT floor(extract(epoch FROM max(s.created_at))) * 1000 FROM web_sessions s
                WHERE s.user_id = u.id)::float8 AS "seenMs",
              (SELECT count(*) FROM case_members m WHERE m.user_id = u.id)::float8 AS cases
         FROM users u ORDER BY lower(u.name), u.id`,
    ),
    pool().query<InvitationRow>(
      `SELECT id, email, role, actor, (floor(extract(epoch FROM expires_at)) * 1000)::float8 AS "expiresMs"
         FROM entry_links WHERE kind = 'invitation' AND expires_at > now() ORDER BY email`,
    ),
  ]);
  return { people: people.rows, invitations: invitations.rows };
}
