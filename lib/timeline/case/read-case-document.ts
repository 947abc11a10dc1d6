import { canonicalAddress } from "@/lib/core/address";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { type InvestigationAnswers, investigate, investigateAnswers } from "@/lib/investigate/investigate";
import { notAssessedOf } from "@/lib/investigate/read-detections";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";

/** The address a page is about: the one its URL asks for, else the case's first; null in a case without any. */
export function chosenAddress({ addresses }: Pick<CaseHeader, "addresses">, asked: string | undefined): string | null {
  return (asked === undefined ? null : canonicalAddress(asked.trim())) ?? addresses[0] ?? null;
}

/** True for an address that a URL asks for and that is none: the page is about another then, and must say so. */
export function isMistyped(asked: string | undefined): asked is string {
  return asked !== undefined && asked.trim() !== "" && canonicalAddress(asked.trim()) === null;
}

/** The investigation document of a case's own window: what the command prints for it. */
export async function readCaseDocument(header: CaseHeader, ip: string | null): Promise<InvestigationV1> {
  const { id, revision, windowFrom, windowTo } = header.case;
  return investigate({ caseId: id, ip, from: windowFrom, to: windowTo }, { revision, ...header.start });
}

/** The same without its list of files and its detections: what pages need of it, which show those one page at a time. */
export async function readCaseAnswers(header: CaseHeader, ip: string | null): Promise<InvestigationAnswers> {
  const { id, revision, windowFrom, windowTo } = header.case;
  return investigateAnswers({ caseId: id, ip, from: windowFrom, to: windowTo }, revision);
}

/** The same with all that it cannot tell, what the detectors could not look for among it. */
export async function readCaseOverview(header: CaseHeader, ip: string | null): Promise<InvestigationAnswers> {
  const answers = await readCaseAnswers(header, ip);
  return { ...answers, notAssessed: await notAssessedOf(answers, header.case.id, header.case.revision) };
}
