import { KeptAnswers } from "@/lib/core/kept-answers";
import { evidenceSpan } from "@/lib/investigate/scope";

const kept = new KeptAnswers<{ firstMs: number; lastMs: number } | null>(32);

/** Earliest and latest start of all records of a case, null without any; read once a revision in this process. */
export function readEvidenceSpan(
  caseId: string,
  revision: number,
): Promise<{ firstMs: number; lastMs: number } | null> {
  return kept.get(`${caseId} ${revision}`, () => evidenceSpan(caseId));
}
