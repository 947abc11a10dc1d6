import { readCaseContent } from "@/lib/exports/read-case-data";
import { readVersion } from "@/lib/exports/versions/read-version";
import { type AreaDifferences, byArea } from "@/lib/report/compare/by-area";
import { compareCases } from "@/lib/report/compare/compare-cases";
import { contentHash } from "@/lib/report/frozen-case";

/** How many of each area are shown; the rest is counted. */
const MOST_SHOWN = 100;

export interface CaseDifferences {
  /** Of the case as it is; who approves says that they looked at this. */
  seen: string;
  areas: AreaDifferences[];
}

/** By what a case differs from one of its versions; all that it says where `since` is null. Throws AppErrors of `readVersion`. */
export async function readDifferences(caseId: string, since: number | null): Promise<CaseDifferences> {
  const content = await readCaseContent(caseId);
  const version = since === null ? null : (await readVersion(caseId, since)).frozen;
  const before = version && { ...version.data, summary: version.summary };
  return { seen: contentHash(content), areas: byArea(compareCases(before, content), MOST_SHOWN) };
}
