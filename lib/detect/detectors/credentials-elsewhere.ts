import { mostOf } from "@/lib/core/extremes";
import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { credentialsElsewhereExamples } from "@/lib/detect/detectors/credentials-elsewhere.examples";
import type { CallUse } from "@/lib/detect/inputs/calls.types";

type Names = "calls" | "usual";

const isForeign = ({ origin }: CallUse) => origin === "foreign-address" || origin === "foreign-endpoint";
const sum = (uses: readonly CallUse[]) => uses.reduce((total, { calls }) => total + calls, 0);

function examine(uses: readonly CallUse[], limits: Readonly<Record<Names, number>>): Found | null {
  const foreign = uses.filter(isForeign);
  const known = foreign.filter(({ basis }) => basis === "known");
  const usual = sum(uses.filter(({ origin }) => origin === "usual"));
  // Where its address is only taken for granted, much must have come from there before another one says anything.
  const told = known.length > 0 ? known : usual >= limits.usual ? foreign : [];
  const calls = sum(told);
  if (calls < limits.calls) return null;
  const inOrder = told.toSorted((a, b) => a.firstMs - b.firstMs);
  const [first] = inOrder;
  if (!first) return null;
  const { caller } = first;
  const minutes =
    caller.issuedMs === null || caller.issuedMs > first.firstMs
      ? null
      : Math.floor((first.firstMs - caller.issuedMs) / 60_000);
  const places = inOrder.map(({ source }) => source ?? "an address not given");
  return {
    about: caller.id,
    ...callSubject(caller),
    // A key in other hands that opens doors: whoever is on the case hears of it at once.
    severity: known.length === 0 ? "low" : known.some((use) => use.denied < use.calls) ? "critical" : "high",
    summary: `${callerWords(caller)} was used from ${listWords(places)}${minutes === null ? "" : `, first ${minutes} min after the key was issued`}`,
    firstMs: first.firstMs,
    lastMs: mostOf(told, ({ lastMs }) => lastMs),
    numbers: {
      "calls elsewhere": calls,
      "calls elsewhere threshold": limits.calls,
      "calls elsewhere denied": told.reduce((total, { denied }) => total + denied, 0),
      "places elsewhere": new Set(places).size,
      ...(minutes === null ? {} : { "minutes after issue": minutes }),
      ...(known.length > 0
        ? {}
        : { "calls from its usual address": usual, "calls from its usual address threshold": limits.usual }),
    },
    records: inOrder.flatMap(({ first: proof }) => proof ?? []),
  };
}

/** An instance's own credentials, used from where it is not: judged by key, against its addresses at that time. */
export const credentialsElsewhere = detector<"callUses", Names>({
  id: "credentials-elsewhere",
  title: "Instance's credentials used elsewhere",
  severity: "high",
  techniques: ["T1552.005", "T1078.004"],
  needs: ["api"],
  reads: ["callUses"],
  looksFor:
    "Calls with a key of an instance's role from an address that was not the instance's, its NAT gateway's or its endpoint's.",
  benign:
    "A NAT gateway, Elastic IP or proxy that the evidence does not describe, an office or VPN that traffic is led through, and people who copy a key to their own machine.",
  parameters: [
    { name: "calls", words: "Fewest calls from elsewhere", unit: "calls", default: 1, least: 1, most: 100_000 },
    {
      ...{ name: "usual", words: "Where no address of its own is known: calls from its usual one", unit: "calls" },
      ...{ default: 20, least: 1, most: 100_000 },
    },
  ],
  evaluate: ({ callUses }, parameters) =>
    [
      ...groupBy(
        callUses.filter(({ caller }) => caller.isOwn),
        ({ caller }) => caller.id,
      ).values(),
    ].flatMap((uses) => examine(uses, parameters) ?? []),
  examples: credentialsElsewhereExamples,
});
