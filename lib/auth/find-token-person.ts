import { NOBODY } from "@/lib/audit/append-entry";
import { originOf } from "@/lib/audit/origin";
import { sha256Of } from "@/lib/auth/entry-link";
import { tellOnce } from "@/lib/auth/limit-attempts";
import { TOKEN_PREFIX } from "@/lib/auth/make-token";
import { TOKEN_RIGHTS } from "@/lib/auth/permissions";
import type { Person } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

interface Found {
  id: string;
  name: string;
  email: string;
  role: string;
  mustSetUp: boolean;
  tokenName: string;
  caseIds: string[] | null;
  rights: string[];
}

/**
 * Whom a request's token (`Authorization: Bearer …`) acts for, and within which limits; null without one that holds. That it
 * was used, and from where, is noted.
 */
export async function findTokenPerson(headers: Headers): Promise<Person | null> {
  const from = originOf(headers);
  const token = /^Bearer (\S{1,200})$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (!token?.startsWith(TOKEN_PREFIX)) return null;
  const { rows } = await pool().query<Found>(
    `UPDATE api_tokens t SET used_at = now(), used_from = $2 FROM users u
      WHERE t.sha256 = $1 AND t.expires_at > now() AND u.id = t.user_id AND u.disabled_at IS NULL
      RETURNING u.id, u.name, u.email, u.role, t.name AS "tokenName", t.rights,
                CASE WHEN NOT t.all_cases THEN t.case_ids END AS "caseIds",
                NOT u.two_factor_enabled AND EXISTS (SELECT FROM installation_settings WHERE require_second_factor)
                AND EXISTS (SELECT FROM login_accounts a WHERE a.user_id = u.id AND a.provider_id = 'credential') AS "mustSetUp"`,
    [sha256Of(token), from.address],
  );
  if (!rows[0]) {
    await tellOnce(`token ${from.address}`, {
      actor: NOBODY,
      from,
      action: "token.refused",
      caseId: null,
      subject: null,
      detail: {},
    });
    return null;
  }
  const { id, name, email, role, mustSetUp, tokenName, caseIds, rights } = rows[0];
  return {
    ...{ id, name, email, role: role === "owner" ? "owner" : "member", from },
    ...(mustSetUp ? { mustSetUp } : {}),
    token: { name: tokenName, caseIds, rights: TOKEN_RIGHTS.filter((right) => rights.includes(right)) },
  };
}
