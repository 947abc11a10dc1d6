import { z } from "zod";
import { isOn } from "@/lib/auth/is-on";
import type { Actor } from "@/lib/auth/person";
import { likePattern } from "@/lib/core/like-pattern";
import { PersonText } from "@/lib/core/person-text";
import { pool } from "@/lib/db/pool";

export const PlaceSearch = z.object({
  q: PersonText.trim().max(200).catch(""),
  /** The case that is open. */
  caseId: z.uuid().optional().catch(undefined),
});
export type PlaceSearch = z.infer<typeof PlaceSearch>;

export interface Places {
  cases: { id: string; title: string; indicators: string[] }[];
  /** Of the open case: the instances that met one of its addresses. */
  instances: string[];
  /** Of the open case: the searches that people keep for it. */
  searches: { id: number; name: string; query: string }[];
}

const MOST = 8;

/** Where someone may want to go: their cases by name or address, instances of the open case. Newest change first. */
export async function findPlaces({ q, caseId }: PlaceSearch, actor: Actor): Promise<Places> {
  const pattern = likePattern(q);
  const [cases, instances, searches] = await Promise.all([
    pool().query<Places["cases"][number]>(
      `SELECT c.id, c.title,
              ARRAY(SELECT i.value FROM indicators i WHERE i.case_id = c.id ORDER BY i.id LIMIT 3) AS indicators
         FROM cases c
        WHERE NOT c.scratch AND ${isOn("c", "$3")} AND (c.title ILIKE $1
           OR EXISTS (SELECT FROM indicators i WHERE i.case_id = c.id AND i.value ILIKE $1))
        ORDER BY c.updated_at DESC, c.id LIMIT $2`,
      [pattern, MOST, actor.id],
    ),
    caseId === undefined ? { rows: [] } : findInstances(caseId, pattern, actor),
    caseId === undefined ? { rows: [] } : findSearches(caseId, pattern, actor),
  ]);
  return { cases: cases.rows, instances: instances.rows.map(({ id }) => id), searches: searches.rows };
}

function findSearches(caseId: string, pattern: string, actor: Actor) {
  return pool().query<Places["searches"][number]>(
    `SELECT id, name, query FROM saved_searches s WHERE case_id = $1 AND ${isOn("s", "$4", "case_id")} AND (name ILIKE $2 OR query ILIKE $2)
      ORDER BY lower(name), id LIMIT $3`,
    [caseId, pattern, MOST, actor.id],
  );
}

/** From the documents that were made of the case as it stands. */
function findInstances(caseId: string, pattern: string, actor: Actor) {
  return pool().query<{ id: string }>(
    `SELECT DISTINCT found.id
       FROM investigations v JOIN cases c ON c.id = v.case_id AND c.revision = v.revision
      CROSS JOIN LATERAL unnest(v.instance_ids) AS found(id)
      WHERE v.case_id = $1 AND ${isOn("c", "$4")} AND found.id ILIKE $2 ORDER BY found.id LIMIT $3`,
    [caseId, pattern, MOST, actor.id],
  );
}
