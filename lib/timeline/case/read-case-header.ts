import type { CaseSummary } from "@/lib/cases/case-summary";
import { getCaseWith } from "@/lib/cases/get-case";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { flaggedAddresses } from "@/lib/investigate/finding-matches";
import { type NameAnswer, readNameAnswers } from "@/lib/investigate/name-answers";
import { type CaseStart, readStart } from "@/lib/investigate/start/read-start";
import { findingsAt } from "@/lib/ledger/latest-findings";

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

interface Present {
  flagged: FlaggedInCase[];
  files: number;
  hasStart: boolean;
}

/** What is asked anew by every request, in one question with the case. */
const PRESENT: Record<keyof Present, string> = {
  flagged: `coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'value', i.value)
                                        ORDER BY i.created_at, i.id)
                        FROM indicators i WHERE i.case_id = c.id AND i.kind IN ('address', 'name')), '[]')`,
  files: "(SELECT count(*) FROM evidence_files e WHERE e.case_id = c.id)::float8",
  hasStart: "EXISTS (SELECT FROM case_starts s WHERE s.case_id = c.id)",
};
const NO_START: CaseStart = { start: null, dwell: null };

/** What stands above every page of a case. Throws AppError `not-found`. */
export async function readCaseHeader(caseId: string): Promise<CaseHeader> {
  const { flagged, files, hasStart, ...found } = await getCaseWith<Present>(caseId, PRESENT);
  const [instances, start] = await Promise.all([countInstances(found), hasStart ? readStart(found.id) : NO_START]);
  const flaggedNames = flagged.flatMap(({ kind, value }) => (kind === "name" ? [value] : []));
  const answers = await readNameAnswers(found.id, found.revision, flaggedNames);
  const names = flaggedNames.map((name) => ({ name, answers: answers.get(name) ?? [] }));
  const asked = [
    ...flagged.flatMap(({ kind, value }) => (kind === "address" ? [value] : [])),
    ...names.flatMap((named) => named.answers.map(({ ip }) => ip)),
  ];
  return {
    ...{ case: found, flagged, names, files, instances, start },
    addresses: asked.length > 0 ? [...new Set(asked)] : flaggedAddresses(await findingsAt(found.id, found.revision)),
  };
}
