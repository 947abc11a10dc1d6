import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { rankCandidates } from "@/lib/investigate/start/rank-candidates";
import { readCandidates } from "@/lib/investigate/start/read-candidates";
import type { RankedCandidate, StartCandidate } from "@/lib/investigate/start/start.types";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";

export interface StartView {
  candidates: RankedCandidate[];
  /** What "earlier" and "later" are measured from, in words; null where there is nothing to measure from. */
  measuredFrom: string | null;
}

/** The candidates for the start of a case, as one of its addresses gives them, with how far each would move it. */
export async function readStartView(header: CaseHeader, document: InvestigationV1): Promise<StartView> {
  const { ip } = document.indicator;
  if (ip === null) return { candidates: [], measuredFrom: null };
  const { id: caseId, windowFrom, windowTo } = header.case;
  const candidates = await readCandidates({
    ...{ caseId, ip, toMs: windowTo?.getTime() ?? null },
    instanceIds: document.instances.map(({ instanceId }) => instanceId),
  });
  const present = presentStart(header.start.start?.at ?? null, candidates, windowFrom);
  return { candidates: rankCandidates(candidates, present?.atMs ?? null), measuredFrom: present?.words ?? null };
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
