import type { ChainReport } from "@/lib/custody/trail/trail.types";
import { pool } from "@/lib/db/pool";

/** What the digests of a case came to, by chain. */
export async function readChains(caseId: string): Promise<ChainReport[]> {
  const { rows } = await pool().query<{ report: ChainReport }>(
    `SELECT report FROM trail_chains WHERE case_id = $1 ORDER BY chain COLLATE "C"`,
    [caseId],
  );
  return rows.map(({ report }) => report);
}
