import { leastOf, mostOf } from "@/lib/core/extremes";
import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { addressScanExamples } from "@/lib/detect/detectors/address-scan.examples";
import { serviceWords } from "@/lib/detect/detectors/contact-words";
import { sourceProof, sourceSubject, sourceWords } from "@/lib/detect/detectors/source-words";
import { widestWindow } from "@/lib/detect/detectors/widest-window";
import type { FailedTry } from "@/lib/detect/inputs/inputs.types";

type Names = "targets" | "minutes";
const MINUTE = 60_000;

function examine(tries: readonly FailedTry[], limits: Readonly<Record<Names, number>>): Found[] {
  const [first] = tries;
  const wide = widestWindow(
    tries,
    limits.minutes * MINUTE,
    ({ minuteMs }) => minuteMs,
    ({ target }) => target,
  );
  if (!first || wide.keys < limits.targets) return [];
  const { source, protocol, port } = first;
  const service = serviceWords({ protocol, servicePort: port });
  const firstMs = leastOf(tries, ({ minuteMs }) => minuteMs);
  const lastMs = mostOf(tries, ({ minuteMs }) => minuteMs) + MINUTE - 1;
  const inside = "near" in source;
  return [
    {
      about: `at ${service}`,
      ...sourceSubject(source),
      severity: inside ? "high" : "low",
      summary: `${sourceWords(source)} failed at ${service} of ${wide.keys} addresses within ${limits.minutes} minutes`,
      firstMs,
      lastMs,
      numbers: {
        targets: wide.keys,
        "targets threshold": limits.targets,
        "within minutes": limits.minutes,
        "targets in all": new Set(tries.map(({ target }) => target)).size,
      },
      records: sourceProof(source, tries, firstMs, lastMs, port),
    },
  ];
}

/** Failed targets, not all targets, as Zeek's scan script counts them: a busy client reaches many and fails at few. */
export const addressScan = detector<"failedTries", Names>({
  id: "address-scan",
  title: "One port tried at many addresses",
  severity: "high",
  techniques: ["T1046", "T1595.001"],
  needs: ["flow"],
  reads: ["failedTries"],
  looksFor: "One source that fails (refused, or never answered) at the same port of many addresses within minutes.",
  benign:
    "Inventory and vulnerability scanners of one's own, a cluster that looks for lost members, and internet scanners at public addresses.",
  parameters: [
    { name: "targets", words: "Failed addresses, at least", unit: "addresses", default: 25, least: 5, most: 10_000 },
    { name: "minutes", words: "Within", unit: "minutes", default: 5, least: 1, most: 1440 },
  ],
  evaluate({ failedTries }, limits) {
    const groups = groupBy(
      failedTries,
      ({ source, protocol, port }) => `${sourceSubject(source).subject} ${protocol} ${port}`,
    );
    return [...groups.values()].flatMap((tries) => examine(tries, limits));
  },
  examples: addressScanExamples,
});
