import type { Person } from "@/lib/auth/person";
import { askOften } from "@/lib/db/ask-often";
import { pool } from "@/lib/db/pool";
import { noticeWords } from "@/lib/notices/notice-kinds";

export interface NoticeRow {
  id: string;
  atMs: number;
  /** In one sentence. */
  words: string;
  caseTitle: string;
  href: string;
  read: boolean;
}

interface Found {
  id: string;
  atMs: number;
  kind: string;
  actor: string;
  subject: string;
  caseId: string;
  caseTitle: string;
  path: string;
  read: boolean;
}

const SHOWN = 200;
/** Counted no further: the bell says "99+". */
const MOST_COUNTED = 100;

/** Someone's notices, the latest first, without those of cases that they are not on any more. */
export async function listNotices({ id }: Pick<Person, "id">): Promise<NoticeRow[]> {
  const { rows } = await pool().query<Found>(
    `SELECT n.id, (floor(extract(epoch FROM n.created_at)) * 1000)::float8 AS "atMs", n.kind, n.actor, n.subject,
            n.case_id AS "caseId", c.title AS "caseTitle", n.path, n.read_at IS NOT NULL AS read
       FROM notices n JOIN cases c ON c.id = n.case_id
       JOIN case_members m ON m.case_id = n.case_id AND m.user_id = n.user_id
      WHERE n.user_id = $1 ORDER BY n.id DESC LIMIT $2`,
    [id, SHOWN],
  );
  return rows.map(({ caseId, path, kind, actor, subject, ...row }) => ({
    ...row,
    words: noticeWords({ kind, actor, subject }),
    href: `/cases/${caseId}${path}`,
  }));
}

/** How many of them are unread, of the latest ones. */
export async function countUnread({ id }: Pick<Person, "id">): Promise<number> {
  const { rows } = await askOften<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT FROM notices n JOIN case_members m ON m.case_id = n.case_id AND m.user_id = n.user_id
        WHERE n.user_id = $1 AND n.read_at IS NULL LIMIT $2) unread`,
    [id, MOST_COUNTED],
  );
  return rows[0]?.count ?? 0;
}
