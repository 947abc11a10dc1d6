import { createHash } from "node:crypto";
import { compareText } from "@/lib/core/compare-text";
import type { Detector, Found, Parameters, Severity, Source } from "@/lib/detect/detector.types";
import type { Inputs } from "@/lib/detect/inputs/inputs.types";

/** The severities in their order: 1 low to 4 critical. */
export const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

/** More of one kind than anyone reads: the rest is counted, not listed. */
export const MOST_FOUND = 200;

const SOURCE_WORDS: Record<Source, string> = {
  flow: "no flow log",
  dns: "no resolver query log",
  api: "no CloudTrail event",
  finding: "no finding",
};

/** Why a detector cannot run on this evidence; null when it can. */
export function missingSource(rule: Detector, present: Record<Source, boolean>): string | null {
  const missing = rule.needs.filter((source) => !present[source]);
  if (missing.length === 0) return null;
  return `${rule.title}: not looked for, ${missing.map((source) => SOURCE_WORDS[source]).join(" and ")} is in the evidence`;
}

/** The defaults with a case's own values in their place; a value that is no longer allowed is left out. */
export function parametersWith(rule: Detector, own: Readonly<Record<string, unknown>>): Parameters {
  return Object.fromEntries(
    rule.parameters.map(({ name, default: value, least, most }) => {
      const given = own[name];
      return [name, typeof given === "number" && given >= least && given <= most ? given : value];
    }),
  );
}

/** What a detector finds, most severe first, each once: in an order that does not depend on that of the input. */
export function evaluateDetector(rule: Detector, inputs: Partial<Inputs>, parameters: Parameters): Found[] {
  return eachOnce(rule.id, rule.evaluate(inputs as Inputs, parameters));
}

/** The same of what a detector found in several parts of its input. */
export function eachOnce(detector: string, found: readonly Found[]): Found[] {
  const once = new Map<string, Found>();
  for (const one of [...found].sort(compareFound)) {
    const key = detectionKey(detector, one);
    if (!once.has(key)) once.set(key, one);
  }
  return [...once.values()];
}

/** Longer keys do not fit into an index; names from a log can be of any length. */
const MOST_KEY_CHARACTERS = 600;

/** Names a detection: the same for the same thing found again. */
export function detectionKey(detector: string, { subject, about }: Pick<Found, "subject" | "about">): string {
  const key = `${detector} ${subject} ${about}`;
  return key.length <= MOST_KEY_CHARACTERS
    ? key
    : `${detector} ${createHash("sha256")
        .update(JSON.stringify([subject, about]))
        .digest("hex")}`;
}

/** Most severe first, then earliest, then by name. */
export function compareFound(a: Found, b: Found): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    a.firstMs - b.firstMs ||
    compareText(a.subject, b.subject) ||
    compareText(a.about, b.about)
  );
}
