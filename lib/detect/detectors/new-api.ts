import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { apiOf, historiesOf } from "@/lib/detect/detectors/call-history";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { newApiExamples } from "@/lib/detect/detectors/new-api.examples";
import type { CallUse } from "@/lib/detect/inputs/calls.types";

type Names = "days" | "calls";

/** Machines do the same every day: an API that a role of an instance never called before is worth a look. */
export const newApi = detector<"callUses", Names>({
  id: "new-api-for-role",
  title: "Call that the role never made before",
  severity: "medium",
  techniques: ["T1078.004"],
  needs: ["api"],
  reads: ["callUses"],
  looksFor: "The first call of an API by an instance's role in its account, after days of other calls.",
  benign: "A deployment, a new version of an agent, a job that runs once a week or month.",
  parameters: [
    { name: "days", words: "Days of the role's calls before", unit: "days", default: 1, least: 0.1, most: 365 },
    { name: "calls", words: "Calls of the role before", unit: "calls", default: 20, least: 1, most: 1_000_000 },
  ],
  evaluate({ callUses }, limits) {
    const historyOf = historiesOf(callUses);
    const own = callUses.filter(({ caller, invokedBy }) => caller.isOwn && invokedBy === null);
    return [...groupBy(own, ({ caller }) => caller.id).values()].flatMap((uses): Found[] => {
      const [{ caller }] = uses as [CallUse];
      const history = historyOf(caller);
      const firsts = [...groupBy(uses, apiOf).values()]
        .map((same) => same.reduce((a, b) => (b.firstMs < a.firstMs ? b : a)))
        .filter((use) => history.isFirst(apiOf(use), use.firstMs, limits) === true)
        .sort((a, b) => a.firstMs - b.firstMs);
      const [first] = firsts;
      const last = firsts.at(-1);
      if (!first || !last) return [];
      const { days, calls } = history.before(first.firstMs);
      return [
        {
          about: caller.id,
          ...callSubject(caller),
          severity: firsts.some(({ changes }) => changes > 0) ? "medium" : "low",
          summary: `${callerWords(caller)} called what its role had not in ${days.toFixed(1)} days before: ${listWords(firsts.map(({ eventName }) => eventName))}`,
          firstMs: first.firstMs,
          lastMs: last.firstMs,
          numbers: {
            "new calls": firsts.length,
            "of them change something": firsts.filter(({ changes }) => changes > 0).length,
            "days of history": Number(days.toFixed(1)),
            "days of history threshold": limits.days,
            "calls before": calls,
            "calls before threshold": limits.calls,
          },
          records: firsts.flatMap(({ first: proof }) => proof ?? []),
        },
      ];
    });
  },
  examples: newApiExamples,
});
