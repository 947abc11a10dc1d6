import { pool } from "@/lib/db/pool";

export interface ChainVerdict {
  entries: number;
  /**
   * Number of the first entry whose hash, or whose link to the one before, is wrong, or that is another than the one
   * verified before; null when all hold.
   */
  brokenAt: string | null;
}

/** Works out every hash of the audit trail anew. An entry that was changed, removed or put in between breaks the chain. */
export async function verifyAuditChain(): Promise<ChainVerdict> {
  const { entries, brokenAt } = await verifyFrom(null);
  return { entries, brokenAt };
}

/** The last entry of a trail that was found whole. */
export interface VerifiedEnd {
  id: string;
  hash: string;
  /** Entries up to it. */
  entries: number;
}

interface ChainRow {
  entries: string;
  broken: string | null;
  last_id: string | null;
  last_hash: string | null;
}

/** An entry without details is one whose case was purged after it. */
const WAS_PURGED = `(a.emptied_at IS NULL OR EXISTS (
  SELECT FROM audit_entries p WHERE p.case_id = a.case_id AND p.action = 'case.purged' AND p.id > a.id))`;

/**
 * The same from an entry on that was the end of a whole trail, or from the first. Of what lies before such an end it is seen
 * that the entry is still that one and that none was added or taken away, not that each is what it was.
 */
export async function verifyFrom(end: VerifiedEnd | null): Promise<ChainVerdict & { end: VerifiedEnd | null }> {
  const { rows } = await pool().query<ChainRow>(
    `SELECT sums.*, last.id AS last_id, last.hash AS last_hash
       FROM (SELECT count(*) AS entries,
                    min(id) FILTER (WHERE NOT audit_entry_holds(entry) OR previous_hash <> before OR NOT purged) AS broken
               FROM (SELECT id, hash, previous_hash, a AS entry, ${WAS_PURGED} AS purged, COALESCE(lag(hash) OVER (ORDER BY id), $2::text) AS before
                       FROM audit_entries a WHERE id > $1::bigint) chain) sums
       LEFT JOIN (SELECT id, hash FROM audit_entries WHERE id > $1::bigint ORDER BY id DESC LIMIT 1) last ON true`,
    [end?.id ?? "0", end?.hash ?? ""],
  );
  const [row] = rows;
  const entries = (end?.entries ?? 0) + Number(row?.entries ?? 0);
  const brokenAt = row?.broken ?? (end !== null && !(await isStillEnd(end)) ? end.id : null);
  const last = row?.last_id && row.last_hash ? { id: row.last_id, hash: row.last_hash, entries } : end;
  return { entries, brokenAt, end: brokenAt === null ? last : null };
}

async function isStillEnd({ id, hash, entries }: VerifiedEnd): Promise<boolean> {
  const { rows } = await pool().query<{ holds: boolean }>(
    `SELECT (SELECT count(*) FROM audit_entries WHERE id <= $1::bigint) = $3::bigint
            AND EXISTS (SELECT FROM audit_entries a WHERE id = $1::bigint AND hash = $2 AND audit_entry_holds(a)) AS holds`,
    [id, hash, entries],
  );
  return rows[0]?.holds === true;
}
