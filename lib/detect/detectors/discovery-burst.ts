import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { apiOf, historiesOf } from "@/lib/detect/detectors/call-history";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { discoveryBurstExamples } from "@/lib/detect/detectors/discovery-burst.examples";
import type { CallUse } from "@/lib/detect/inputs/calls.types";

type Names = "apis" | "minutes" | "denied";

const LOOKS = /^(List|Describe|Lookup|Search)[A-Z]/;
/** Reads that tell who one is and what one may do; other reads with Get fetch data or are the day's work. */
const ABOUT_ONESELF =
  /^Get(CallerIdentity|Account\w*|User|Role|Policy\w*|GroupPolicy|UserPolicy|RolePolicy|SendQuota|FederationToken|CredentialReport)$/;

function isDiscovery({ eventName, invokedBy }: CallUse): boolean {
  return invokedBy === null && (LOOKS.test(eventName) || ABOUT_ONESELF.test(eventName));
}

const isForeign = ({ origin }: CallUse) => origin === "foreign-address" || origin === "foreign-endpoint";

/** The stretch of at most so long in which most different APIs were used for the first time; the earliest of equals. */
function densest(uses: readonly CallUse[], windowMs: number): CallUse[] {
  let best: CallUse[] = [];
  let from = 0;
  for (let to = 0; to < uses.length; to++) {
    const last = uses[to] as CallUse;
    while (last.firstMs - (uses[from] as CallUse).firstMs > windowMs) from++;
    if (to - from + 1 > best.length) best = uses.slice(from, to + 1);
  }
  return best;
}

/**
 * Many different questions about an account, asked one after the other by a caller who never asked them before. What has
 * no history behind it is reported only where it was made off the instance, or much of it was refused.
 */
export const discoveryBurst = detector<"callUses", Names>({
  id: "discovery-burst",
  title: "Burst of discovery calls",
  severity: "high",
  techniques: ["T1580", "T1087.004", "T1526"],
  needs: ["api"],
  reads: ["callUses"],
  looksFor: "Many different List and Describe calls within minutes that a role or user was never seen to make before.",
  benign:
    "A new version of a monitoring agent, the first run of an inventory or infrastructure tool, and a person who opens the console for the first time ask many things at once.",
  parameters: [
    { name: "apis", words: "Different new calls", unit: "calls", default: 5, least: 3, most: 100 },
    { name: "minutes", words: "Within", unit: "minutes", default: 15, least: 1, most: 720 },
    { name: "denied", words: "Without history: refused calls", unit: "calls", default: 3, least: 1, most: 100 },
  ],
  evaluate({ callUses }, limits) {
    const historyOf = historiesOf(callUses);
    return [...groupBy(callUses.filter(isDiscovery), ({ caller }) => caller.id).values()].flatMap((asked): Found[] => {
      const [{ caller }] = asked as [CallUse];
      const history = historyOf(caller);
      const firsts = [...groupBy(asked, apiOf).values()]
        .map((same) => same.reduce((a, b) => (b.firstMs < a.firstMs ? b : a)))
        .filter((use) => history.isFirst(apiOf(use), use.firstMs) !== false)
        .sort((a, b) => a.firstMs - b.firstMs);
      const burst = densest(firsts, limits.minutes * 60_000);
      const [first] = burst;
      const last = burst.at(-1);
      if (!first || !last || burst.length < limits.apis) return [];
      const denied = burst.reduce((sum, use) => sum + use.denied, 0);
      const foreign = burst.some((use) => isForeign(use) && use.basis === "known");
      const isNew = history.isFirst(apiOf(first), first.firstMs) === true;
      if (!isNew && !foreign && denied < limits.denied) return [];
      const { days, calls } = history.before(first.firstMs);
      return [
        {
          about: caller.id,
          ...callSubject(caller),
          severity: foreign ? "high" : "medium",
          summary: `${callerWords(caller)} made ${burst.length} discovery calls for the first time within ${Math.ceil((last.firstMs - first.firstMs) / 60_000)} min: ${listWords(burst.map(({ eventName }) => eventName))}`,
          firstMs: first.firstMs,
          lastMs: last.firstMs,
          numbers: {
            "new calls": burst.length,
            "new calls threshold": limits.apis,
            "within minutes threshold": limits.minutes,
            denied,
            "denied threshold": limits.denied,
            "days of history": Number(days.toFixed(1)),
            "calls before": calls,
          },
          records: burst.flatMap(({ first: proof }) => proof ?? []),
        },
      ];
    });
  },
  examples: discoveryBurstExamples,
});
