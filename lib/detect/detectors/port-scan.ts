import { leastOf, mostOf } from "@/lib/core/extremes";
import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { portScanExamples } from "@/lib/detect/detectors/port-scan.examples";
import { sourceProof, sourceSubject, sourceWords } from "@/lib/detect/detectors/source-words";
import { widestWindow } from "@/lib/detect/detectors/widest-window";
import type { FailedTry } from "@/lib/detect/inputs/inputs.types";

type Names = "ports" | "minutes";
const MINUTE = 60_000;
/** Answers to one's own connections that come too late are refused at ports like these: no try of anybody's. */
const EPHEMERAL = 32_768;

const serviceOf = ({ protocol, port }: FailedTry) => `${protocol}/${port}`;

function examine(tries: readonly FailedTry[], limits: Readonly<Record<Names, number>>): Found[] {
  const [first] = tries;
  const deep = widestWindow(tries, limits.minutes * MINUTE, ({ minuteMs }) => minuteMs, serviceOf);
  if (!first || deep.keys < limits.ports) return [];
  const { source, target } = first;
  const firstMs = leastOf(tries, ({ minuteMs }) => minuteMs);
  const lastMs = mostOf(tries, ({ minuteMs }) => minuteMs) + MINUTE - 1;
  const inside = "near" in source;
  return [
    {
      about: `at ${target}`,
      ...sourceSubject(source),
      severity: inside ? "high" : "low",
      summary: `${sourceWords(source)} failed at ${deep.keys} ports of ${target} within ${limits.minutes} minutes`,
      firstMs,
      lastMs,
      numbers: {
        ports: deep.keys,
        "ports threshold": limits.ports,
        "within minutes": limits.minutes,
        "ports in all": new Set(tries.map(serviceOf)).size,
      },
      records: { ...sourceProof(source, tries, firstMs, lastMs), ...(inside ? { peer: target } : {}) },
    },
  ];
}

/** Failed ports, not all ports, as Zeek's scan script counts them. */
export const portScan = detector<"failedTries", Names>({
  id: "port-scan",
  title: "Many ports tried at one address",
  severity: "high",
  techniques: ["T1046", "T1595.001"],
  needs: ["flow"],
  reads: ["failedTries"],
  looksFor: "One source that fails (refused, or never answered) at many ports of one address within minutes.",
  benign:
    "Vulnerability scanners of one's own, file transfers and calls on changing ports, and internet scanners at public addresses.",
  parameters: [
    { name: "ports", words: "Failed ports, at least", unit: "ports", default: 15, least: 5, most: 10_000 },
    { name: "minutes", words: "Within", unit: "minutes", default: 5, least: 1, most: 1440 },
  ],
  evaluate({ failedTries }, limits) {
    const tries = failedTries.filter(({ port }) => port > 0 && port < EPHEMERAL);
    const groups = groupBy(tries, ({ source, target }) => `${sourceSubject(source).subject} ${target}`);
    return [...groups.values()].flatMap((ofOne) => examine(ofOne, limits));
  },
  examples: portScanExamples,
});
