import type { ChainReport } from "@/lib/custody/trail/trail.types";
import { pool } from "@/lib/db/pool";

const NO_SIGNATURES: ChainReport["signatures"] = { verified: 0, wrong: 0, outside: 0, noKey: 0, noSignature: 0 };

/** What the digests of a case came to, by chain. */
export async function readChains(caseId: string): Promise<ChainReport[]> {
  const { rows } = await pool().query<{ report: ChainReport }>(
    `SELECT report FROM trail_chains WHERE case_id = $1 ORDER BY chain COLLATE "C"`,
    [caseId],
  );
  // Reports that were made before keys' times were read lack a count.
  return rows.map(({ report }) => ({ ...report, signatures: { ...NO_SIGNATURES, ...report.signatures } }));
}
