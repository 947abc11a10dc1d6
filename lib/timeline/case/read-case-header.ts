import type { CaseSummary } from "@/lib/cases/case-summary";
import { getCase } from "@/lib/cases/get-case";
import { pool } from "@/lib/db/pool";
import { flaggedAddresses } from "@/lib/investigate/finding-matches";
import { latestFindings } from "@/lib/ledger/latest-findings";

export interface CaseHeader {
  case: CaseSummary;
  /** Addresses to investigate, in the order they were flagged; those of findings where none was. */
  addresses: string[];
  files: number;
  /** Instances that any evidence names. */
  instances: number;
}

async function readAddresses(caseId: string): Promise<string[]> {
  const { rows } = await pool().query<{ value: string }>(
    "SELECT value FROM indicators WHERE case_id = $1 AND kind = 'address' ORDER BY created_at, id",
    [caseId],
  );
  return rows.length > 0 ? rows.map(({ value }) => value) : flaggedAddresses(await latestFindings(caseId));
}

/** What stands above every page of a case. Throws AppError `not-found`. */
export async function readCaseHeader(caseId: string): Promise<CaseHeader> {
  const found = await getCase(caseId);
  const [addresses, counts] = await Promise.all([
    readAddresses(caseId),
    pool().query<{ files: number; instances: number }>(
      `SELECT (SELECT count(*) FROM evidence_files WHERE case_id = $1)::float8 AS files,
              (SELECT count(DISTINCT holder) FROM ledger_spans WHERE case_id = $1 AND holder_kind = 'instance')::float8
                AS instances`,
      [caseId],
    ),
  ]);
  return { case: found, addresses, files: counts.rows[0]?.files ?? 0, instances: counts.rows[0]?.instances ?? 0 };
}
