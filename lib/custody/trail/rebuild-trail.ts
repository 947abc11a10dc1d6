import type { TrailFact } from "@/lib/core/trail-facts";
import { checkTrail } from "@/lib/custody/trail/check-trail";
import type { StoredFact, TrailFile } from "@/lib/custody/trail/trail.types";
import { pool } from "@/lib/db/pool";

/** Holds the digests of a case against its files, and keeps what came of it in place of what was kept before. */
export async function rebuildTrail(caseId: string): Promise<void> {
  const facts = await readFacts(caseId);
  const checks = facts.length === 0 ? { chains: [], files: [] } : checkTrail(facts, await readFiles(caseId));
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("DELETE FROM trail_chains WHERE case_id = $1", [caseId]);
    await client.query("DELETE FROM file_checks WHERE case_id = $1", [caseId]);
    await client.query(
      `INSERT INTO trail_chains (case_id, chain, report)
       SELECT $1, r->>'chain', r FROM jsonb_array_elements($2::jsonb) r`,
      [caseId, JSON.stringify(checks.chains)],
    );
    await client.query(
      `INSERT INTO file_checks (case_id, file_id, state, note)
       SELECT $1, f."fileId", f.state, f.note FROM jsonb_to_recordset($2::jsonb) f ("fileId" int, state text, note text)`,
      [caseId, JSON.stringify(checks.files)],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function readFacts(caseId: string): Promise<StoredFact[]> {
  const { rows } = await pool().query<{ fileId: number; record: number; kind: string; fact: object }>(
    `SELECT file_id AS "fileId", record_no AS record, kind, fact FROM trail_facts
      WHERE case_id = $1 ORDER BY file_id, record_no`,
    [caseId],
  );
  // Written by lib/formats as this very type.
  return rows.map(({ fileId, record, kind, fact }) => ({ fileId, fact: { kind, record, ...fact } as TrailFact }));
}

async function readFiles(caseId: string): Promise<TrailFile[]> {
  const { rows } = await pool().query<TrailFile>(
    `SELECT e.id AS "fileId", e.kind, e.sha256, e.inflated_sha256 AS "inflatedSha256",
            ARRAY(SELECT n.name FROM evidence_names n WHERE n.file_id = e.id ORDER BY n.name COLLATE "C") AS names
       FROM evidence_files e WHERE e.case_id = $1 AND e.kind IN ('cloudtrail', 'cloudtrail-digest') ORDER BY e.id`,
    [caseId],
  );
  return rows;
}
