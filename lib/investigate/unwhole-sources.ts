import { distanceWords, spanText } from "@/lib/investigate/clocks/find-disagreements";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { type LogKind, recordedBehind, recordedWords } from "@/lib/investigate/recorded-behind";

const WORDS = {
  span: (fromMs: number, toMs: number) => spanText({ fromMs, toMs }),
  length: distanceWords,
};
const KINDS: readonly LogKind[] = ["flow", "dns", "api"];
const READ = { flow: "flow records", dns: "lookups", api: "API calls" };

/**
 * What detectors that ran could not look at all the same: of each kind of log what it recorded, where that is not all of the
 * window. A kind that is missing altogether stands in the document already. Pure.
 */
export function unwholeSources({
  coverage,
  window,
}: Pick<InvestigationV1, "coverage" | "window">): InvestigationV1["notAssessed"] {
  return KINDS.map((kind) => recordedBehind(coverage, kind, window))
    .filter(({ recorded, isWhole }) => recorded !== null && !isWhole)
    .map((behind) => ({
      id: `detectors:${behind.kind}`,
      reason: `Detectors saw no more ${READ[behind.kind]} than the evidence has, and tell nothing of the rest (${recordedWords(behind, WORDS)})`,
    }));
}
