import { detector, type Found, type Severity } from "@/lib/detect/detector.types";
import { generatedNamesExamples } from "@/lib/detect/detectors/generated-names.examples";
import type { NewDomains } from "@/lib/detect/inputs/dns.types";

type Names = "domains" | "share" | "strangeness";
/** So many times the threshold in an hour are no handful of odd brands. */
const MANY = 4;

function examine({ asking, domains, hours }: NewDomains, limits: Readonly<Record<Names, number>>): Found[] {
  const busy = hours.filter((hour) => hour.domains >= limits.domains && hour.missing >= hour.domains * limits.share);
  const [first] = busy;
  if (!first) return [];
  const most = busy.reduce((top, one) => (one.domains > top.domains ? one : top), first);
  const severity: Severity = most.domains >= MANY * limits.domains ? "high" : "medium";
  return [
    {
      ...{ about: "generated names", subject: asking.subject, instanceId: asking.instanceId, severity },
      summary: `${most.domains} new domains without words in their names within an hour, ${most.missing} of them do not exist: ${most.named.join(", ")} and others`,
      firstMs: first.firstMs,
      lastMs: busy.at(-1)?.lastMs ?? 0,
      numbers: {
        ...{ "new domains in an hour": most.domains, "new domains in an hour threshold": limits.domains },
        "share that do not exist": Number((most.missing / most.domains).toFixed(2)),
        "share that do not exist threshold": limits.share,
        ...{ "mean bits a letter": Number(most.strange.toFixed(2)), "bits a letter threshold": limits.strangeness },
        "new domains like them in all": domains,
      },
      records: most.records,
    },
  ];
}

/**
 * Registered domains of chance letters, many new ones in an hour and most of them not there: software that looks for its
 * controller under names it works out. By pairs of letters (strangeness.ts), so names put together of words are not seen.
 */
export const generatedNames = detector<"newDomains", Names>({
  id: "generated-names",
  title: "Generated domain names",
  severity: "high",
  techniques: ["T1568.002"],
  needs: ["dns"],
  reads: ["newDomains"],
  looksFor:
    "Many registered domains in an hour that were not asked about before, that have no words in their names, and of which most do not exist.",
  benign:
    "Mail filters and crawlers ask about domains that others made up; a browser asks about a few names of chance when it starts.",
  parameters: [
    {
      name: "domains",
      words: "New domains within an hour, at least",
      unit: "domains",
      default: 10,
      least: 5,
      most: 10_000,
    },
    { name: "share", words: "Share of them that do not exist", unit: "of 1", default: 0.5, least: 0.1, most: 1 },
    {
      name: "strangeness",
      words: "Least strangeness of a name (words have about 3.8, letters of chance 5.6)",
      unit: "bits a letter",
      default: 4.6,
      least: 4,
      most: 8,
    },
  ],
  evaluate: ({ newDomains }, limits) => newDomains.flatMap((one) => examine(one, limits)),
  examples: generatedNamesExamples,
});
