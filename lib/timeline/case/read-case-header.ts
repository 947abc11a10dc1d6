import type { CaseSummary } from "@/lib/cases/case-summary";
import { getCase } from "@/lib/cases/get-case";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { flaggedAddresses } from "@/lib/investigate/finding-matches";
import { type NameAnswer, readNameAnswers } from "@/lib/investigate/name-answers";
import { type CaseStart, readStart } from "@/lib/investigate/start/read-start";
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
  /** The start that people accepted, and the dwell time that follows. */
  start: CaseStart;
}

const KEPT = 64;
const keptInstances = new KeptAnswers<number>(KEPT);

/** Counted once a revision: who held what changes with the evidence alone. */
function countInstances({ id, revision }: CaseSummary): Promise<number> {
  return keptInstances.get(`${id} ${revision}`, async () => {
    const { rows } = await pool().query<{ instances: number }>(
      `SELECT count(DISTINCT holder)::float8 AS instances FROM ledger_spans
        WHERE case_id = $1 AND holder_kind = 'instance'`,
      [id],
    );
    return rows[0]?.instances ?? 0;
  });
}

/** What is asked anew by every request, in one question. */
async function readPresent(caseId: string) {
  const { rows } = await pool().query<{ flagged: FlaggedInCase[]; files: number }>(
    `SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'value', value) ORDER BY created_at, id)
                        FROM indicators WHERE case_id = $1 AND kind IN ('address', 'name')), '[]') AS flagged,
            (SELECT count(*) FROM evidence_files WHERE case_id = $1)::float8 AS files`,
    [caseId],
  );
  return { flagged: rows[0]?.flagged ?? [], files: rows[0]?.files ?? 0 };
}

/** What stands above every page of a case. Throws AppError `not-found`. */
export async function readCaseHeader(caseId: string): Promise<CaseHeader> {
  const found = await getCase(caseId);
  const [{ flagged, files }, instances, start] = await Promise.all([
    readPresent(found.id),
    countInstances(found),
    readStart(found.id),
  ]);
  const flaggedNames = flagged.flatMap(({ kind, value }) => (kind === "name" ? [value] : []));
  const answers = await readNameAnswers(found.id, found.revision, flaggedNames);
  const names = flaggedNames.map((name) => ({ name, answers: answers.get(name) ?? [] }));
  const asked = [
    ...flagged.flatMap(({ kind, value }) => (kind === "address" ? [value] : [])),
    ...names.flatMap((named) => named.answers.map(({ ip }) => ip)),
  ];
  return {
    ...{ case: found, flagged, names, files, instances, start },
    addresses: asked.length > 0 ? [...new Set(asked)] : flaggedAddresses(await latestFindings(found.id)),
  };
}
