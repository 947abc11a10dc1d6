import { LegendArea } from "@/components/charts/legend-mark";
import { type Baseline, MEASURES } from "@/lib/timeline/baseline/baseline.types";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

/** What the colours and hatchings of the lanes mean: only of those that can be met. */
export function LaneLegend({ model, baseline, ip }: { model: LaneModel; baseline: Baseline; ip: string }) {
  const entries = [
    { of: "tied", words: `with ${ip}`, shown: true },
    { of: "rest", words: "everything else", shown: true },
    { of: "usual", words: "usual before", shown: MEASURES.some((name) => baseline.measures[name].all !== null) },
    { of: "gap", words: "not recorded", shown: true },
    { of: "finding", words: "time of a finding", shown: model.findings.length > 0 },
    { of: "contact", words: "first contact", shown: model.firstContactMs !== null },
    { of: "outside", words: "outside the window", shown: model.window !== null },
  ] as const;
  return (
    <p className="flex flex-wrap gap-x-3 text-dim text-sm">
      {entries.map(({ of, words, shown }) =>
        shown ? (
          <span key={of} className="whitespace-nowrap">
            <LegendArea of={of} />
            {words}
          </span>
        ) : null,
      )}
    </p>
  );
}
