import type { NOT_WRITTEN } from "@/lib/core/fetch-note";
import type { LogKind } from "@/lib/sources/log-inventory/ask-logs";
import type { AskedIn, ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import type { LoggedScope } from "@/lib/sources/log-inventory/logged-scope";
import type { Fetched, StepCover } from "@/lib/sources/source.types";

type Gap = Extract<Fetched, { kind: "gap" }>;
interface Asked extends AskedIn {
  fromMs: number;
  toMs: number;
}

const NO_LOG: Record<LogKind, string> = {
  "flow-logs": "No flow log is written",
  "resolver-logs": "No resolver query log is written",
  trails: "No trail logs",
};

/** True for a log that may hold something of what is asked: all do, where it is not known who that is. */
export function concerns({ of }: Pick<ExistingLog, "of">, scope: LoggedScope | null): boolean {
  return scope === null || of.length === 0 || of.some((id) => scope.resources.has(id));
}

/** What no log recorded, and what was not recorded yet: facts for the case's coverage, by what AWS says of its logs. */
export function gapsOf(kind: LogKind, logs: readonly ExistingLog[], scope: LoggedScope | null, asked: Asked): Gap[] {
  const place = `in ${asked.region} of ${asked.accountId}`;
  const none = (what: string, covers: StepCover[]) => gap("NoLog", `${what} ${place}.`, { ...asked, covers });
  if (kind === "trails") {
    const covers: StepCover[] = [{ source: "cloudtrail", subject: `${asked.accountId}/${asked.region}` }];
    return logs.length === 0 ? [none(NO_LOG[kind], covers)] : lateGaps("The trails", logs, asked, covers);
  }
  const subjects = scope === null ? [] : subjectsOf(kind, scope);
  if (logs.length === 0)
    return [
      none(
        NO_LOG[kind],
        subjects.map(({ cover }) => cover),
      ),
    ];
  return subjects.flatMap(({ name, ids, cover }) => {
    const covering = logs.filter(({ of }) => of.some((id) => ids.includes(id)));
    if (covering.length === 0) return [none(`${NO_LOG[kind]} for ${name}`, [cover])];
    const words = kind === "flow-logs" ? "flow logs" : "resolver query logs";
    return lateGaps(`The ${words} for ${name}`, covering, asked, [cover]);
  });
}

interface Subject {
  name: string;
  ids: readonly string[];
  cover: StepCover;
}

/** What is to be recorded: each interface by itself, its subnet's or its VPC's log; queries by the VPC. */
function subjectsOf(kind: LogKind, { asked }: LoggedScope): Subject[] {
  if (kind === "resolver-logs") {
    const vpcIds = [...new Set(asked.flatMap(({ vpcId }) => vpcId ?? []))];
    return vpcIds.map((vpcId) => ({ name: vpcId, ids: [vpcId], cover: { source: "dns", subject: vpcId } }));
  }
  return asked.map(({ interfaceId, subnetId, vpcId, instanceId }) => ({
    name: instanceId === null ? interfaceId : `${interfaceId} of ${instanceId}`,
    ids: [interfaceId, subnetId, vpcId].filter((id) => id !== null),
    cover: { source: "vpc-flow", subject: interfaceId },
  }));
}

/** Of the logs that are told of, none began before the window did. */
function lateGaps(
  name: string,
  logs: readonly ExistingLog[],
  { fromMs, toMs }: Asked,
  covers: readonly StepCover[],
): Gap[] {
  const begins = logs.map(({ sinceMs }) => sinceMs ?? fromMs);
  const first = Math.min(...begins);
  const ends = logs.map(({ untilMs }) => untilMs ?? toMs);
  const last = Math.max(...ends);
  return [
    ...(first > fromMs
      ? [gap("LogBegins", `${name} begin at ${iso(first)}.`, { fromMs, toMs: Math.min(first, toMs), covers })]
      : []),
    ...(last < toMs && last >= first
      ? [gap("LogEnds", `${name} end at ${iso(last)}.`, { fromMs: Math.max(last, fromMs), toMs, covers })]
      : []),
  ];
}

function gap(
  code: (typeof NOT_WRITTEN)[number],
  message: string,
  { fromMs, toMs, covers }: { fromMs: number; toMs: number; covers: readonly StepCover[] },
): Gap {
  return { kind: "gap", code, message, fromMs, toMs, covers };
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
