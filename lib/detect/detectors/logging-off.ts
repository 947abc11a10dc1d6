import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { loggingOffExamples } from "@/lib/detect/detectors/logging-off.examples";
import type { NotableCall } from "@/lib/detect/inputs/calls.types";
import { LOGGING_APIS, NARROWING_APIS, TEARDOWN_APIS } from "@/lib/detect/inputs/notable-apis";

type Names = "minutes";

const APIS: ReadonlySet<string> = new Set(LOGGING_APIS);
const NARROWING: ReadonlySet<string> = new Set(NARROWING_APIS);
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
  const ended = done.filter(({ eventName }) => APIS.has(eventName)).length;
  const names = listWords(
    (done.length > 0 ? done : told).map(({ eventName, notes }) =>
      NARROWING.has(eventName) ? `${eventName} (${notes.join(", ")})` : eventName,
    ),
  );
  return [
    {
      about: caller.id,
      ...callSubject(caller),
      severity: ended > 0 ? "high" : "medium",
      summary: `${callerWords(caller)} ${done.length > 0 ? "switched off or cut down what records" : "tried to switch off or cut down what records, and was refused"}: ${names}`,
      firstMs: first.atMs,
      lastMs: last.atMs,
      numbers: {
        "logs switched off or cut down": done.length,
        "logs switched off or cut down threshold": 1,
        "of them switched off": ended,
        "tries refused": told.length - done.length,
      },
      records: told.map(({ fileId, record }) => ({ fileId, record })),
    },
  ];
}

/** Trails, flow logs, resolver logs, GuardDuty, Config and Security Hub, stopped, deleted or cut down; refused tries too. */
export const loggingOff = detector<"notableCalls", Names>({
  id: "logging-off",
  title: "Logging switched off",
  severity: "high",
  techniques: ["T1562.008"],
  needs: ["api"],
  reads: ["notableCalls"],
  looksFor:
    "Calls that stop or delete trails, flow logs, resolver query logs, GuardDuty detectors, Config or Security Hub, or have trails and GuardDuty record less.",
  benign:
    "A network that is taken down takes its flow logs with it; accounts are cleaned up, trails replaced by others, and cut down to save money.",
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
    const ended = inOrder.filter(
      ({ eventName, notes }) => APIS.has(eventName) || (NARROWING.has(eventName) && notes.length > 0),
    );
    return [...groupBy(ended, ({ caller }) => caller.id).values()].flatMap((calls) =>
      examine(calls, teardowns, minutes * 60_000),
    );
  },
  examples: loggingOffExamples,
});
