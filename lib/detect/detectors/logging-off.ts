import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { loggingOffExamples } from "@/lib/detect/detectors/logging-off.examples";
import type { NotableCall } from "@/lib/detect/inputs/calls.types";
import { LOGGING_APIS, TEARDOWN_APIS } from "@/lib/detect/inputs/notable-apis";

type Names = "minutes";

const APIS: ReadonlySet<string> = new Set(LOGGING_APIS);
const TEARDOWN: ReadonlySet<string> = new Set(TEARDOWN_APIS);
/** What goes with a network or an instance when that is taken down. */
const GOES_WITH_IT: ReadonlySet<string> = new Set(["DeleteFlowLogs", "DisassociateResolverQueryLogConfig"]);

function examine(calls: readonly NotableCall[], teardowns: readonly NotableCall[], windowMs: number): Found[] {
  const told = calls.filter(
    ({ eventName, atMs, caller }) =>
      !GOES_WITH_IT.has(eventName) ||
      !teardowns.some((other) => other.caller.id === caller.id && Math.abs(other.atMs - atMs) <= windowMs),
  );
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last) return [];
  const done = told.filter(({ errorCode }) => errorCode === null);
  const { caller } = first;
  const names = listWords((done.length > 0 ? done : told).map(({ eventName }) => eventName));
  return [
    {
      about: caller.id,
      ...callSubject(caller),
      severity: done.length > 0 ? "high" : "medium",
      summary: `${callerWords(caller)} ${done.length > 0 ? "switched off what records" : "tried to switch off what records, and was refused"}: ${names}`,
      firstMs: first.atMs,
      lastMs: last.atMs,
      numbers: {
        "logs switched off": done.length,
        "logs switched off threshold": 1,
        "tries refused": told.length - done.length,
      },
      records: told.map(({ fileId, record }) => ({ fileId, record })),
    },
  ];
}

/** Trails, flow logs, resolver logs, GuardDuty, Config and Security Hub, stopped or deleted; refused tries too. */
export const loggingOff = detector<"notableCalls", Names>({
  id: "logging-off",
  title: "Logging switched off",
  severity: "high",
  techniques: ["T1562.008"],
  needs: ["api"],
  reads: ["notableCalls"],
  looksFor:
    "Calls that stop or delete trails, flow logs, resolver query logs, GuardDuty detectors, Config or Security Hub.",
  benign:
    "A network that is taken down takes its flow logs with it; accounts are cleaned up and trails replaced by others.",
  parameters: [
    {
      name: "minutes",
      words: "Flow logs deleted by whoever takes a network down within",
      unit: "minutes",
      default: 15,
      least: 0,
      most: 1440,
    },
  ],
  evaluate({ notableCalls }, { minutes }) {
    const inOrder = notableCalls.toSorted((a, b) => a.atMs - b.atMs);
    const teardowns = inOrder.filter(({ eventName, errorCode }) => errorCode === null && TEARDOWN.has(eventName));
    const ended = inOrder.filter(({ eventName }) => APIS.has(eventName));
    return [...groupBy(ended, ({ caller }) => caller.id).values()].flatMap((calls) =>
      examine(calls, teardowns, minutes * 60_000),
    );
  },
  examples: loggingOffExamples,
});
