import { auditWords } from "@/lib/audit/audit-action";
import type { Person } from "@/lib/auth/person";
import { askOften } from "@/lib/db/ask-often";
import { pool } from "@/lib/db/pool";

export interface News {
  /** When the person last looked; null where they never did: to them everything is new, and nothing is listed. */
  sinceMs: number | null;
  /** What others did since, the latest first, so many of them. */
  entries: NewsEntry[];
  /** How many there are in all. */
  count: number;
  /** The last entry of the trail that this knows of. */
  upTo: number;
}

export interface NewsEntry {
  id: number;
  atMs: number;
  who: string;
  what: string;
  subject: string | null;
  detail: Record<string, unknown>;
}

const SHOWN = 12;
/** Counted no further. */
const MOST_COUNTED = 1_000;

/** What others did in a case since someone last looked. */
export async function readNews(caseId: string, person: Pick<Person, "id" | "email">): Promise<News> {
  const { rows } = await askOften<{ sinceMs: number | null; seen: number | null; last: number }>(
    `SELECT (floor(extract(epoch FROM v.seen_at)) * 1000)::float8 AS "sinceMs", v.seen_id::float8 AS seen,
            (SELECT coalesce(max(id), 0) FROM audit_entries WHERE case_id = $1)::float8 AS last
       FROM (SELECT) one LEFT JOIN case_visits v ON v.case_id = $1 AND v.user_id = $2`,
    [caseId, person.id],
  );
  const { sinceMs = null, seen = null, last: upTo = 0 } = rows[0] ?? {};
  if (seen === null || seen >= upTo) return { sinceMs, entries: [], count: 0, upTo };
  const found = await pool().query<Omit<NewsEntry, "what"> & { action: string }>(
    `SELECT a.id::float8 AS id, (floor(extract(epoch FROM a.at)) * 1000)::float8 AS "atMs", coalesce(u.name, a.actor) AS who,
            a.action, a.subject, a.detail
       FROM audit_entries a LEFT JOIN users u ON u.email = a.actor
      WHERE a.case_id = $1 AND a.id > $2 AND a.id <= $3 AND (a.actor <> $4 OR a.detail ? 'byToken')
      ORDER BY a.id DESC LIMIT $5`,
    [caseId, seen, upTo, person.email, MOST_COUNTED],
  );
  const entries = found.rows.slice(0, SHOWN).map(({ action, ...row }) => ({ ...row, what: auditWords(action) }));
  return { sinceMs, entries, count: found.rows.length, upTo };
}
