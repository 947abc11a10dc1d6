import { groupBy } from "@/lib/core/group-by";
import { pool } from "@/lib/db/pool";
import type { CommentRow, Notes } from "@/lib/timeline/annotations/marks.types";

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

interface Row extends CommentRow {
  parentId: string | null;
  resolvedBy: string | null;
  resolvedMs: number | null;
}

/** All that people said of one thing, threads in the order in which they were begun. */
export async function readNotes(caseId: string, subjectKey: string): Promise<Notes> {
  const of = [caseId, subjectKey];
  const [comments, people, pins, tags, tasks] = await Promise.all([
    pool().query<Row>(
      `SELECT c.id, c.parent_id AS "parentId", c.body, c.version, c.author_id AS "authorId",
              coalesce(u.name, c.author) AS author, ${ms("c.created_at")} AS "atMs", ${ms("c.edited_at")} AS "editedMs",
              c.edited_by AS "editedBy", c.deleted_by AS "deletedBy", c.resolved_by AS "resolvedBy",
              ${ms("c.resolved_at")} AS "resolvedMs"
         FROM comments c LEFT JOIN users u ON u.id = c.author_id
        WHERE c.case_id = $1 AND c.subject_key = $2 ORDER BY c.created_at, c.id`,
      of,
    ),
    pool().query<Notes["people"][number]>(
      `SELECT u.id, u.name, u.email FROM case_members m JOIN users u ON u.id = m.user_id
        WHERE m.case_id = $1 AND u.disabled_at IS NULL ORDER BY lower(u.name), u.id`,
      [caseId],
    ),
    pool().query<NonNullable<Notes["pin"]>>(
      `SELECT id, note, version, actor AS by FROM pins WHERE case_id = $1 AND subject_key = $2`,
      of,
    ),
    pool().query<{ tag: string }>(
      `SELECT tag FROM subject_tags WHERE case_id = $1 GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 100`,
      [caseId],
    ),
    pool().query<Notes["tasks"][number]>(
      `SELECT t.id, t.title, t.state, u.name AS owner FROM tasks t LEFT JOIN users u ON u.id = t.owner_id
        WHERE t.case_id = $1 AND t.subject_key = $2 ORDER BY t.position, t.id`,
      of,
    ),
  ]);
  const replies = groupBy(comments.rows, ({ parentId }) => parentId);
  const threads = (replies.get(null) ?? []).map(({ parentId: _, ...first }) => ({
    ...first,
    replies: (replies.get(first.id) ?? []).map(toComment),
  }));
  return {
    ...{ threads, people: people.rows, pin: pins.rows[0] ?? null, tasks: tasks.rows },
    tags: tags.rows.map(({ tag }) => tag),
  };
}

function toComment({ parentId: _, resolvedBy: __, resolvedMs: ___, ...comment }: Row): CommentRow {
  return comment;
}
