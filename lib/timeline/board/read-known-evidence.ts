import { pool } from "@/lib/db/pool";

/** Files whose records could be read at an instant; times are ISO 8601 in UTC. */
export interface KnownEvidence {
  files: { sha256: string; name: string; kind: string; records: number; since: string }[];
  /** Of all of them, of which the first are listed. */
  total: number;
  records: number;
}

const LISTED = 50;

/** What could be read of a case's evidence at an instant, the latest first: what was loaded by then and not taken out by then. */
export async function readKnownEvidence(caseId: string, at: Date): Promise<KnownEvidence> {
  const { rows } = await pool().query<{
    sha256: string;
    name: string;
    kind: string;
    records: number;
    since: Date;
    total: number;
    all: number;
  }>(
    `SELECT sha256, name, kind, records::float8 AS records, since, (count(*) OVER ())::float8 AS total,
            (sum(records) OVER ())::float8 AS all
       FROM evidence_stays
      WHERE case_id = $1 AND since <= $2 AND (until IS NULL OR until > $2)
      ORDER BY since DESC, name COLLATE "C", sha256 LIMIT $3`,
    [caseId, at, LISTED],
  );
  return {
    files: rows.map(({ sha256, name, kind, records, since }) => ({
      ...{ sha256, name, kind, records },
      since: since.toISOString(),
    })),
    total: rows[0]?.total ?? 0,
    records: rows[0]?.all ?? 0,
  };
}
