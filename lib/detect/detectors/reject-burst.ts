import { leastOf, mostOf } from "@/lib/core/extremes";
import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { rejectBurstExamples } from "@/lib/detect/detectors/reject-burst.examples";
import { sourceProof, sourceSubject, sourceWords } from "@/lib/detect/detectors/source-words";
import type { RefusedMinute } from "@/lib/detect/inputs/inputs.types";

type Names = "refused" | "many";
const MINUTE = 60_000;

function describe(minutes: readonly RefusedMinute[], limits: Readonly<Record<Names, number>>): Found[] {
  const [first] = minutes;
  if (!first) return [];
  const most = minutes.reduce((top, one) => (one.refused > top.refused ? one : top), first);
  const firstMs = leastOf(minutes, ({ minuteMs }) => minuteMs);
  const lastMs = mostOf(minutes, ({ minuteMs }) => minuteMs) + MINUTE - 1;
  return [
    {
      about: "refused",
      ...sourceSubject(first.source),
      severity: minutes.length >= limits.many ? "medium" : "low",
      summary: `${sourceWords(first.source)} was refused ${most.refused} times in one minute`,
      firstMs,
      lastMs,
      numbers: {
        "refused in a minute": most.refused,
        "refused in a minute threshold": limits.refused,
        "minutes like it": minutes.length,
        "targets in that minute": most.targets,
        "ports in that minute": most.ports,
      },
      records: {
        ...sourceProof(
          most.source,
          minutes.flatMap(({ interfaceNos }) => interfaceNos.map((interfaceNo) => ({ interfaceNo }))),
          firstMs,
          lastMs,
        ),
        verdict: "refused",
      },
    },
  ];
}

/** One source that is refused more often in a minute than misconfiguration usually explains. */
export const rejectBurst = detector<"refusedMinutes", Names>({
  id: "reject-burst",
  title: "Many refused tries in a minute",
  severity: "medium",
  techniques: ["T1046", "T1110"],
  needs: ["flow"],
  reads: ["refusedMinutes"],
  looksFor: "One source, inside or outside, whose tries were refused more than a hundred times within a minute.",
  benign:
    "A rule that was changed by mistake, a monitor that asks a service which has moved, and the noise of internet scanners that every public address hears.",
  parameters: [
    { name: "refused", words: "Refused in a minute, at least", unit: "tries", default: 101, least: 10, most: 100_000 },
    { name: "many", words: "Medium severity from so many minutes", unit: "minutes", default: 5, least: 1, most: 1440 },
  ],
  evaluate({ refusedMinutes }, limits) {
    const loud = refusedMinutes.filter(({ refused }) => refused >= limits.refused);
    const bySource = groupBy(loud, ({ source }) => sourceSubject(source).subject);
    return [...bySource.values()].flatMap((minutes) => describe(minutes, limits));
  },
  examples: rejectBurstExamples,
});
