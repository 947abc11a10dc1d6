import { askOften } from "@/lib/db/ask-often";
import type { Mark } from "@/lib/timeline/annotations/marks.types";

/** Things of one case that pages carry marks of; the last that were marked. */
const MOST = 5_000;

/** What is pinned, coloured, tagged and commented in a case, by subject. One question for all rows of a page. */
export async function readMarks(caseId: string): Promise<Mark[]> {
  const { rows } = await askOften<Mark>(
    `SELECT subject_key AS key, bool_or(pinned) AS pinned, max(colour) AS colour,
            coalesce(array_agg(tag ORDER BY tag) FILTER (WHERE tag IS NOT NULL), '{}') AS tags,
            sum(comment)::int AS comments, sum(open)::int AS "openThreads",
            sum(task)::int AS tasks,
            (extract(epoch FROM max(at)) * 1000)::bigint || '.' || count(*) || '.' || sum(version) AS stamp
       FROM (
         SELECT subject_key, true AS pinned, NULL AS colour, NULL AS tag, 0 AS comment, 0 AS open, 0 AS task,
                version, changed_at AS at
           FROM pins WHERE case_id = $1
         UNION ALL SELECT subject_key, false, colour, NULL, 0, 0, 0, 0, created_at FROM subject_colours WHERE case_id = $1
         UNION ALL SELECT subject_key, false, NULL, tag, 0, 0, 0, 0, created_at FROM subject_tags WHERE case_id = $1
         UNION ALL SELECT subject_key, false, NULL, NULL, (deleted_at IS NULL)::int,
                          (parent_id IS NULL AND resolved_at IS NULL AND (deleted_at IS NULL OR EXISTS (
                            SELECT FROM comments r WHERE r.parent_id = c.id AND r.deleted_at IS NULL)))::int,
                          0, version + (resolved_at IS NULL)::int,
                          greatest(created_at, edited_at, deleted_at, resolved_at)
                     FROM comments c WHERE case_id = $1
         UNION ALL SELECT subject_key, false, NULL, NULL, 0, 0, (state IN ('open', 'doing'))::int,
                          version + (hashtext(state || coalesce(owner_id, '')) & 65535), greatest(created_at, state_at)
                     FROM tasks WHERE case_id = $1 AND subject_key IS NOT NULL
       ) marks GROUP BY subject_key ORDER BY max(at) DESC LIMIT $2`,
    [caseId, MOST],
  );
  return rows;
}
