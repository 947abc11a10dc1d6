import { pool } from "@/lib/db/pool";

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST = 200;

/** What a case would ask of AWS as far as it is known by now. */
export interface SuggestedQuestion {
  indicators: { kind: "ip" | "name"; value: string }[];
  instanceIds: string[];
  interfaceIds: string[];
  accessKeyIds: string[];
  fromMs: number | null;
  toMs: number | null;
}

/**
 * Whom a case is about, from what it has: its indicators, the instances, interfaces and keys that its findings and its documents
 * name, and its window; without one, a day on each side of what its findings tell.
 */
export async function suggestQuestion(caseId: string): Promise<SuggestedQuestion> {
  const { rows } = await pool().query<SuggestedQuestion>(
    `WITH told AS (SELECT DISTINCT ON (indicator) document FROM investigations WHERE case_id = $1
                    ORDER BY indicator, revision DESC),
          met AS (SELECT i FROM told, jsonb_array_elements(told.document->'instances') i),
          found AS (SELECT * FROM findings WHERE case_id = $1 AND NOT sample)
     SELECT (SELECT coalesce(json_agg(json_build_object('kind', CASE kind WHEN 'name' THEN 'name' ELSE 'ip' END, 'value', value)
                                      ORDER BY id), '[]')
               FROM indicators WHERE case_id = $1 AND kind IN ('address', 'name')) AS indicators,
            array(SELECT i->>'instanceId' FROM met UNION SELECT unnest(instance_ids) FROM found
                   ORDER BY 1 LIMIT ${MOST}) AS "instanceIds",
            array(SELECT DISTINCT f->>'interfaceId' FROM met, jsonb_array_elements(i->'interfaces') f
                   ORDER BY 1 LIMIT ${MOST}) AS "interfaceIds",
            array(SELECT k FROM met, jsonb_array_elements(i->'roles') r, jsonb_array_elements_text(r->'accessKeyIds') k
                  UNION SELECT access_key_id FROM found WHERE access_key_id IS NOT NULL ORDER BY 1 LIMIT ${MOST}) AS "accessKeyIds",
            (SELECT (extract(epoch FROM coalesce(c.window_from, (SELECT min(first_seen) FROM found) - interval '1 day'))
                     * 1000)::float8 FROM cases c WHERE id = $1) AS "fromMs",
            (SELECT (extract(epoch FROM coalesce(c.window_to, (SELECT max(last_seen) FROM found) + interval '1 day'))
                     * 1000)::float8 FROM cases c WHERE id = $1) AS "toMs"`,
    [caseId],
  );
  const [known] = rows;
  if (!known) throw new Error("a question without tables has one row");
  // Nobody knows anything yet: the last day is where one begins to look.
  const toMs = known.toMs ?? (known.fromMs === null ? Date.now() : Math.min(Date.now(), known.fromMs + DAY_MS));
  return { ...known, toMs, fromMs: known.fromMs ?? toMs - DAY_MS };
}
