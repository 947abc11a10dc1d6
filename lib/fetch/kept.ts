import type { Transaction } from "@/lib/db/client";

/** What steps have kept. */
export interface Kept {
  files: { step: number; name: string; size: number }[];
  objects: { step: number; identity: string; file: string; name: string; size: number; sha256: string }[];
}

/** What people see a file of a fetch as. */
export function nameOf(fetchId: string, name: string): string {
  return `fetch-${fetchId.slice(0, 8)}/${name}`;
}

/** All that the steps of a fetch have kept. */
export async function listKept(sql: Pick<Transaction, "$queryRaw">, fetchId: string): Promise<Kept> {
  const files = await sql.$queryRaw<Kept["files"]>`
    SELECT s.number AS step, k.key AS name, k.value::float8 AS size FROM fetch_steps s, jsonb_each_text(s.kept) k
     WHERE s.fetch_id = ${fetchId}::uuid AND k.value <> '0' ORDER BY k.key`;
  const objects = await sql.$queryRaw<Kept["objects"]>`
    SELECT step, identity, file, name, size::float8 AS size, sha256 FROM fetch_objects
     WHERE fetch_id = ${fetchId}::uuid ORDER BY step, name, file`;
  return { files, objects };
}

/**
 * What the steps of a fetch have kept, but for what a load has read or is about to read, and what people have removed from the case
 * since: that is not lost, and not to come back by itself.
 */
export async function listUntaken(sql: Pick<Transaction, "$queryRaw">, fetchId: string): Promise<Kept> {
  const before = nameOf(fetchId, "");
  const files = await sql.$queryRaw<Kept["files"]>`
    WITH taken AS (SELECT w.name FROM load_files w JOIN loads l ON l.id = w.load_id JOIN fetches f ON f.case_id = l.case_id
                    WHERE f.id = ${fetchId}::uuid AND (w.state = 'done' OR l.finished_at IS NULL)
                   UNION ALL
                   SELECT r.name FROM evidence_stays r JOIN fetches f ON f.case_id = r.case_id
                    WHERE f.id = ${fetchId}::uuid AND r.until IS NOT NULL)
    SELECT s.number AS step, k.key AS name, k.value::float8 AS size FROM fetch_steps s, jsonb_each_text(s.kept) k
     WHERE s.fetch_id = ${fetchId}::uuid AND k.value <> '0' AND ${before} || k.key NOT IN (SELECT name FROM taken)
     ORDER BY k.key`;
  const objects = await sql.$queryRaw<Kept["objects"]>`
    SELECT o.step, o.identity, o.file, o.name, o.size::float8 AS size, o.sha256 FROM fetch_objects o
     WHERE o.fetch_id = ${fetchId}::uuid
       AND NOT EXISTS (SELECT FROM evidence_files e WHERE e.case_id = o.case_id AND e.sha256 = o.sha256)
       AND NOT EXISTS (SELECT FROM evidence_stays r
                        WHERE r.case_id = o.case_id AND r.sha256 = o.sha256 AND r.until IS NOT NULL)
       AND NOT EXISTS (SELECT FROM loads l JOIN load_files w ON w.load_id = l.id
                        WHERE l.case_id = o.case_id AND l.finished_at IS NULL AND w.sha256 = o.sha256)
     ORDER BY o.step, o.name, o.file`;
  return { files, objects };
}
