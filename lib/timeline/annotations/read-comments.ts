import { groupBy } from "@/lib/core/group-by";
import type { Subject } from "@/lib/core/subject";
import { pool } from "@/lib/db/pool";
import { rowsAt } from "@/lib/timeline/board/rows-at";

/** A comment; times are ISO 8601 in UTC. */
export interface SaidComment {
  id: string;
  /** Markdown; empty where it was taken back. */
  body: string;
  version: number;
  /** As the trail calls them. */
  by: string;
  writtenAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  /** Who is named in it, by their mail addresses. */
  mentions: string[];
}

/** A thread of comments on one thing. */
export interface SaidThread extends SaidComment {
  subjectKey: string;
  subject: Subject;
  title: string;
  at: string | null;
  resolved: { by: string; at: string } | null;
  replies: SaidComment[];
}

interface Row {
  id: string;
  parent_id: string | null;
  subject_key: string;
  subject: Subject;
  title: string;
  at: Date | null;
  body: string;
  version: number;
  author: string;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
  resolved_at: Date | null;
  resolved_by: string | null;
  mentions: string[];
}

/**
 * Everything that was commented in a case, threads and their replies in the order in which they were written: as it is, or as it
 * was at an instant.
 */
export async function readComments(caseId: string, at: Date | null = null): Promise<SaidThread[]> {
  const { rows } = await pool().query<Row>(
    `SELECT c.*, ARRAY(SELECT u.email FROM comment_mentions m JOIN users u ON u.id = m.user_id
                        WHERE m.comment_id = c.id ORDER BY u.email) AS mentions
       FROM ${rowsAt("comments", at)} c ORDER BY c.created_at, c.id`,
    [caseId, at],
  );
  const replies = groupBy(rows, ({ parent_id }) => parent_id);
  return (replies.get(null) ?? []).map((first) => {
    const { subject_key: subjectKey, subject, title, at, resolved_at, resolved_by } = first;
    return {
      ...{ ...toComment(first), subjectKey, subject, title, at: at?.toISOString() ?? null },
      resolved: resolved_at === null ? null : { by: resolved_by ?? "", at: resolved_at.toISOString() },
      replies: (replies.get(first.id) ?? []).map(toComment),
    };
  });
}

function toComment(row: Row): SaidComment {
  const { id, body, version, author: by, created_at, edited_at, deleted_at, mentions } = row;
  const times = { writtenAt: created_at.toISOString(), editedAt: edited_at?.toISOString() ?? null };
  return { id, body, version, by, ...times, deletedAt: deleted_at?.toISOString() ?? null, mentions };
}
