import { KeptAnswers } from "@/lib/core/kept-answers";
import { askOften } from "@/lib/db/ask-often";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { rankCandidates } from "@/lib/investigate/start/rank-candidates";
import { readCandidates } from "@/lib/investigate/start/read-candidates";
import type { RankedCandidate, StartCandidate } from "@/lib/investigate/start/start.types";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";

/** With the first name of the file that its record stands in. */
export type ShownCandidate = RankedCandidate & { file: string };

export interface StartView {
  candidates: ShownCandidate[];
  /** What "earlier" and "later" are measured from, in words; null where there is nothing to measure from. */
  measuredFrom: string | null;
}

/** The candidates for the start of a case, as one of its addresses gives them, with how far each would move it. */
export async function readStartView(
  header: CaseHeader,
  document: Pick<InvestigationV1, "indicator" | "instances">,
): Promise<StartView> {
  const { ip } = document.indicator;
  if (ip === null) return { candidates: [], measuredFrom: null };
  const { id: caseId, revision, windowFrom, windowTo } = header.case;
  const candidates = await readCandidates({
    ...{ caseId, ip, toMs: windowTo?.getTime() ?? null },
    instanceIds: document.instances.map(({ instanceId }) => instanceId),
  });
  const present = presentStart(header.start.start?.at ?? null, candidates, windowFrom);
  const ranked = rankCandidates(candidates, present?.atMs ?? null);
  const named = ranked.map(({ event }) => event.evidence.sha256);
  const files = await kept.get(JSON.stringify([caseId, revision, named]), () => nameFiles(caseId, named));
  return {
    candidates: ranked.map((one) => ({ ...one, file: files.get(one.event.evidence.sha256) ?? "" })),
    measuredFrom: present?.words ?? null,
  };
}

const KEPT = 64;
const kept = new KeptAnswers<ReadonlyMap<string, string>>(KEPT);

async function nameFiles(caseId: string, sha256s: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await askOften<{ sha256: string; name: string | null }>(
    `SELECT e.sha256, (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id) AS name
       FROM evidence_files e WHERE e.case_id = $1 AND e.sha256 = ANY($2::bpchar[])`,
    [caseId, sha256s],
  );
  return new Map(rows.map(({ sha256, name }) => [sha256, name ?? ""]));
}

function presentStart(
  accepted: string | null,
  candidates: readonly StartCandidate[],
  windowFrom: Date | null,
): { atMs: number; words: string } | null {
  if (accepted !== null) return { atMs: Date.parse(accepted), words: "the accepted start" };
  const finding = candidates.find(({ reason }) => reason === "finding");
  if (finding) return { atMs: Date.parse(finding.event.time), words: "the first finding" };
  return windowFrom && { atMs: windowFrom.getTime(), words: "the beginning of the window" };
}
