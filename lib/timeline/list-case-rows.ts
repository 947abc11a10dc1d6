import { z } from "zod";
import { isOn } from "@/lib/auth/is-on";
import { type Actor, caseLimitOf } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

export interface CaseListRow {
  id: string;
  title: string;
  state: string;
  /** In the order they were flagged. */
  indicators: string[];
  /** Instances that met an address, of the investigations of the present evidence; null when none was made yet. */
  instances: number | null;
  bytesOut: number | null;
  records: number;
  files: number;
  /** A load is waiting or running. */
  loading: boolean;
  updatedAt: Date;
}

export interface CasePage {
  rows: CaseListRow[];
  /** Where the next page begins; null on the last one. */
  next: string | null;
}

/** Where a page begins: after the case of this change and id. */
export const CaseCursor = z
  .string()
  .regex(/^\d{1,15}_[0-9a-f-]{36}$/)
  .transform((text) => {
    const [ms = "", id = ""] = text.split("_");
    return { updatedMs: Number(ms), id };
  })
  .pipe(z.object({ updatedMs: z.number().max(253_402_300_799_999), id: z.uuid() }));
export type CaseCursor = z.output<typeof CaseCursor>;

const PAGE = 100;
const MAX_SEARCH = 200;

/** The text between two wild cards, itself without any. */
function contains(text: string): string {
  return `%${text
    .slice(0, MAX_SEARCH)
    .replaceAll(/[\\%_]/g, "\\$&")
    .replaceAll("\0", "")}%`;
}

/** The cases that someone is on, that are kept, not archived unless those are asked for, and whose title or indicators contain the text, the last changed first, a hundred a page. */
export async function listCaseRows(
  actor: Actor,
  {
    search = "",
    after = null,
    limit = PAGE,
    archived = false,
  }: {
    search?: string;
    /** Archived ones instead of the others. */
    archived?: boolean;
    after?: CaseCursor | null;
    limit?: number;
  } = {},
): Promise<CasePage> {
  const { rows } = await pool().query<CaseListRow>(
    `WITH page AS (
       SELECT c.* FROM cases c
        WHERE NOT c.scratch AND c.state <> 'purging' AND (c.state = 'archived') = $7 AND ${isOn("c", "$5")} AND ($6::uuid[] IS NULL OR c.id = ANY($6::uuid[]))
          AND ($2 = '%%' OR c.title ILIKE $2
               OR EXISTS (SELECT FROM indicators i WHERE i.case_id = c.id AND i.value ILIKE $2))
          AND ($3::float8 IS NULL OR c.updated_at < to_timestamp($3::float8 / 1000)
               OR (c.updated_at = to_timestamp($3::float8 / 1000) AND c.id > $4::uuid))
        ORDER BY c.updated_at DESC, c.id LIMIT $1)
     SELECT c.id, c.title, c.state, c.updated_at AS "updatedAt",
            ARRAY(SELECT i.value FROM indicators i WHERE i.case_id = c.id ORDER BY i.created_at, i.id) AS indicators,
            seen.instances, seen.bytes_out AS "bytesOut",
            coalesce(e.records, 0)::float8 AS records, coalesce(e.files, 0)::float8 AS files,
            EXISTS (SELECT FROM loads l WHERE l.case_id = c.id AND l.finished_at IS NULL
                       AND l.state IN ('queued', 'loading', 'sealing')) AS loading
       FROM page c
       LEFT JOIN LATERAL (SELECT sum(records) AS records, count(*) AS files FROM evidence_files
                           WHERE case_id = c.id) e ON true
       LEFT JOIN LATERAL (
         SELECT sum(v.bytes_out)::float8 AS bytes_out,
                CASE WHEN count(*) > 0 THEN
                  (SELECT count(DISTINCT met.id)::float8 FROM investigations w CROSS JOIN unnest(w.instance_ids) met(id)
                    WHERE w.case_id = c.id AND ${presentOf("w")}) END AS instances
           FROM investigations v WHERE v.case_id = c.id AND ${presentOf("v")}) seen ON true
      ORDER BY c.updated_at DESC, c.id`,
    [
      limit + 1,
      contains(search.trim()),
      after?.updatedMs ?? null,
      after?.id ?? null,
      actor.id,
      caseLimitOf(actor),
      archived,
    ],
  );
  const last = rows[limit - 1];
  const more = rows.length > limit && last !== undefined;
  return {
    rows: rows.slice(0, limit),
    next: more ? `${last.updatedAt.getTime()}_${last.id}` : null,
  };
}

/** Investigations of the case's own window and present evidence, about what it has flagged (by address or by name). */
function presentOf(alias: string): string {
  return `${alias}.indicator <> '' AND ${alias}.revision = c.revision
      AND ${alias}.window_from IS NOT DISTINCT FROM c.window_from AND ${alias}.window_to IS NOT DISTINCT FROM c.window_to
      AND (EXISTS (SELECT FROM indicators i WHERE i.case_id = c.id AND i.value = ${alias}.indicator)
           OR EXISTS (SELECT FROM indicators i JOIN name_answer_sets n ON n.case_id = i.case_id AND n.name = i.value
                       CROSS JOIN jsonb_array_elements(n.answers) a
                      WHERE i.case_id = c.id AND a->>'ip' = ${alias}.indicator))`;
}
