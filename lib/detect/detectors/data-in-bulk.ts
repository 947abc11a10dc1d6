import { mostOf } from "@/lib/core/extremes";
import { groupBy } from "@/lib/core/group-by";
import { detector, type Found, type RecordRef } from "@/lib/detect/detector.types";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { dataInBulkExamples } from "@/lib/detect/detectors/data-in-bulk.examples";
import type { Caller, DataHour, NotableCall } from "@/lib/detect/inputs/calls.types";
import { SHARING_APIS } from "@/lib/detect/inputs/notable-apis";

type Names = "objects" | "secrets" | "times";

const SECRETS = new Set(["GetSecretValue", "BatchGetSecretValue", "GetParameter"]);
const SHARING: ReadonlySet<string> = new Set(SHARING_APIS);
const isSecret = ({ eventName }: DataHour) => SECRETS.has(eventName);

/** The most of any earlier hour, by the hour. */
function mostBefore(hours: readonly DataHour[], amountOf: (hour: DataHour) => number): Map<number, number> {
  const before = new Map<number, number>();
  let most = 0;
  const byHour = [...groupBy(hours, ({ hourMs }) => hourMs)].sort(([a], [b]) => a - b);
  for (const [hourMs, within] of byHour) {
    before.set(hourMs, most);
    most = Math.max(most, mostOf(within, amountOf));
  }
  return before;
}

/** Hours in which a caller read far more than its role or user did in any earlier hour. */
function readings(hours: readonly DataHour[], limits: Readonly<Record<Names, number>>): Found[] {
  const byIdentity = groupBy(hours, (hour) =>
    JSON.stringify([hour.caller.identity, hour.caller.accountId, isSecret(hour)]),
  );
  return [...byIdentity.values()].flatMap((own) => {
    const amountOf = (hour: DataHour) => (isSecret(hour) ? hour.targets : hour.calls);
    const threshold = own[0] && isSecret(own[0]) ? limits.secrets : limits.objects;
    const before = mostBefore(own, amountOf);
    const told = own
      .filter((hour) => amountOf(hour) >= threshold)
      .map((hour) => ({ hour, before: before.get(hour.hourMs) ?? 0 }))
      .filter(({ hour, before }) => amountOf(hour) >= before * limits.times);
    return [...groupBy(told, ({ hour }) => hour.caller.id).values()].flatMap((most): Found[] => {
      const inOrder = most.toSorted((a, b) => a.hour.firstMs - b.hour.firstMs);
      const [first] = inOrder;
      if (!first) return [];
      const { caller } = first.hour;
      const what = isSecret(first.hour) ? "secrets" : "objects";
      const largest = inOrder.reduce((a, b) => (amountOf(b.hour) > amountOf(a.hour) ? b : a));
      return [
        {
          about: `${caller.id} ${what}`,
          ...callSubject(caller),
          severity: caller.instanceId === null ? "medium" : "high",
          summary: `${callerWords(caller)} read ${amountOf(largest.hour)} ${what} in an hour (${listWords(inOrder.map(({ hour }) => hour.eventName))})`,
          firstMs: first.hour.firstMs,
          lastMs: mostOf(inOrder, ({ hour }) => hour.lastMs),
          numbers: {
            [`${what} in an hour`]: amountOf(largest.hour),
            [`${what} in an hour threshold`]: threshold,
            "most in an earlier hour": largest.before,
            "times the most before threshold": limits.times,
          },
          records: inOrder.map(({ hour }): RecordRef => hour.first),
        },
      ];
    });
  });
}

/** Disks given to another account or to everybody. Accounts of the case's own callers are not another. */
function sharings(calls: readonly NotableCall[]): Found[] {
  const own = new Set(calls.map(({ caller }) => caller.accountId));
  const outside = ({ notes }: NotableCall) => notes.filter((who) => who === "all" || !own.has(who));
  const shared = calls
    .filter((call) => SHARING.has(call.eventName) && call.errorCode === null && outside(call).length > 0)
    .toSorted((a, b) => a.atMs - b.atMs);
  return [...groupBy(shared, ({ caller }) => caller.id).values()].map((given): Found => {
    const [first] = given as [NotableCall];
    const caller: Caller = first.caller;
    return {
      about: `${caller.id} shared`,
      ...callSubject(caller),
      severity: "high",
      summary: `${callerWords(caller)} gave ${listWords(given.map(({ target }) => target ?? "a disk"))} to ${listWords(given.flatMap(outside))}`,
      firstMs: first.atMs,
      lastMs: given.at(-1)?.atMs ?? first.atMs,
      numbers: { "disks shared": given.length, "disks shared threshold": 1 },
      records: given.map(({ fileId, record }) => ({ fileId, record })),
    };
  });
}

/** Far more objects or secrets read in an hour than ever before, and copies of disks given away. */
export const dataInBulk = detector<"dataHours" | "notableCalls", Names>({
  id: "data-in-bulk",
  title: "Data read or shared in bulk",
  severity: "high",
  techniques: ["T1530", "T1555.006", "T1537"],
  needs: ["api"],
  reads: ["dataHours", "notableCalls"],
  looksFor:
    "An hour in which a caller read far more objects or different secrets than its role or user in any hour before, or a snapshot or image shared with an account that is not among the callers'.",
  benign:
    "Backups, restores, migrations and analyses read everything at once; the first of them in the evidence has nothing to compare with. Images are published on purpose.",
  parameters: [
    { name: "objects", words: "Objects in an hour", unit: "calls", default: 500, least: 10, most: 10_000_000 },
    {
      name: "secrets",
      words: "Different secrets or parameters in an hour",
      unit: "secrets",
      default: 10,
      least: 2,
      most: 100_000,
    },
    { name: "times", words: "Times the most in an earlier hour", unit: "times", default: 5, least: 1, most: 1000 },
  ],
  evaluate: ({ dataHours, notableCalls }, limits) => [...readings(dataHours, limits), ...sharings(notableCalls)],
  examples: dataInBulkExamples,
});
