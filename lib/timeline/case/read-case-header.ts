import type { CaseSummary } from "@/lib/cases/case-summary";
import { getCase } from "@/lib/cases/get-case";
import { pool } from "@/lib/db/pool";
import { flaggedAddresses } from "@/lib/investigate/finding-matches";
import { type NameAnswer, readNameAnswers } from "@/lib/investigate/name-answers";
import { latestFindings } from "@/lib/ledger/latest-findings";

export interface FlaggedInCase {
  id: number;
  kind: "address" | "name";
  value: string;
}

export interface CaseHeader {
  case: CaseSummary;
  /** What was flagged, in that order. */
  flagged: FlaggedInCase[];
  /** Flagged names with the addresses that the evidence gives for them. */
  names: { name: string; answers: NameAnswer[] }[];
  /** Addresses to investigate: those flagged, then those of the names; those of findings where there is neither. */
  addresses: string[];
  files: number;
  /** Instances that any evidence names. */
  instances: number;
}

async function readFlagged(caseId: string): Promise<FlaggedInCase[]> {
  const { rows } = await pool().query<FlaggedInCase>(
    "SELECT id, kind, value FROM indicators WHERE case_id = $1 AND kind IN ('address', 'name') ORDER BY created_at, id",
    [caseId],
  );
  return rows;
}

/** What stands above every page of a case. Throws AppError `not-found`. */
export async function readCaseHeader(caseId: string): Promise<CaseHeader> {
  const found = await getCase(caseId);
  const [flagged, counts] = await Promise.all([
    readFlagged(found.id),
    pool().query<{ files: number; instances: number }>(
      `SELECT (SELECT count(*) FROM evidence_files WHERE case_id = $1)::float8 AS files,
              (SELECT count(DISTINCT holder) FROM ledger_spans WHERE case_id = $1 AND holder_kind = 'instance')::float8
                AS instances`,
      [found.id],
    ),
  ]);
  const flaggedNames = flagged.flatMap(({ kind, value }) => (kind === "name" ? [value] : []));
  const answers = await readNameAnswers(found.id, found.revision, flaggedNames);
  const names = flaggedNames.map((name) => ({ name, answers: answers.get(name) ?? [] }));
  const asked = [
    ...flagged.flatMap(({ kind, value }) => (kind === "address" ? [value] : [])),
    ...names.flatMap((named) => named.answers.map(({ ip }) => ip)),
  ];
  return {
    ...{ case: found, flagged, names },
    addresses: asked.length > 0 ? [...new Set(asked)] : flaggedAddresses(await latestFindings(found.id)),
    files: counts.rows[0]?.files ?? 0,
    instances: counts.rows[0]?.instances ?? 0,
  };
}
