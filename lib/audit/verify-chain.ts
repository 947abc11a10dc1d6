import { pool } from "@/lib/db/pool";

export interface ChainVerdict {
  entries: number;
  /** Number of the first entry whose hash, or whose link to the one before, is wrong; null when all hold. */
  brokenAt: string | null;
}

/** Works out every hash of the audit trail anew. An entry that was changed, removed or put in between breaks the chain. */
export async function verifyAuditChain(): Promise<ChainVerdict> {
  const verdict = await pool().query<{ entries: string; broken: string | null }>(
    `SELECT count(*) AS entries,
            min(id) FILTER (WHERE hash <> audit_entry_hash(entry) OR previous_hash <> before) AS broken
       FROM (SELECT id, hash, previous_hash, a AS entry, COALESCE(lag(hash) OVER (ORDER BY id), '') AS before
               FROM audit_entries a) chain`,
  );
  return { entries: Number(verdict.rows[0]?.entries), brokenAt: verdict.rows[0]?.broken ?? null };
}
