import type { LogKind } from "@/lib/sources/log-inventory/ask-logs";
import type { AskedIn, ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import type { LoggedScope } from "@/lib/sources/log-inventory/logged-scope";
import type { Fetched } from "@/lib/sources/source.types";

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
  const none = (what: string) => gap("NoLog", `${what} ${place}.`, asked.fromMs, asked.toMs);
  if (logs.length === 0) return [none(NO_LOG[kind])];
  if (kind === "trails") return lateGaps("The trails", logs, asked);
  if (scope === null) return [];
  return subjectsOf(kind, scope).flatMap(({ name, ids }) => {
    const covering = logs.filter(({ of }) => of.some((id) => ids.includes(id)));
    if (covering.length === 0) return [none(`${NO_LOG[kind]} for ${name}`)];
    return lateGaps(`The ${kind === "flow-logs" ? "flow logs" : "resolver query logs"} for ${name}`, covering, asked);
  });
}

interface Subject {
  name: string;
  ids: readonly string[];
}

/** What is to be recorded: each interface by itself, its subnet's or its VPC's log; queries by the VPC. */
function subjectsOf(kind: LogKind, { asked }: LoggedScope): Subject[] {
  if (kind === "resolver-logs") {
    const vpcIds = [...new Set(asked.flatMap(({ vpcId }) => vpcId ?? []))];
    return vpcIds.map((vpcId) => ({ name: vpcId, ids: [vpcId] }));
  }
  return asked.map(({ interfaceId, subnetId, vpcId, instanceId }) => ({
    name: instanceId === null ? interfaceId : `${interfaceId} of ${instanceId}`,
    ids: [interfaceId, subnetId, vpcId].filter((id) => id !== null),
  }));
}

/** Of the logs that are told of, none began before the window did. */
function lateGaps(name: string, logs: readonly ExistingLog[], { fromMs, toMs }: Asked): Gap[] {
  const begins = logs.map(({ sinceMs }) => sinceMs ?? fromMs);
  const first = Math.min(...begins);
  const ends = logs.map(({ untilMs }) => untilMs ?? toMs);
  const last = Math.max(...ends);
  return [
    ...(first > fromMs ? [gap("LogBegins", `${name} begin at ${iso(first)}.`, fromMs, Math.min(first, toMs))] : []),
    ...(last < toMs && last >= first
      ? [gap("LogEnds", `${name} end at ${iso(last)}.`, Math.max(last, fromMs), toMs)]
      : []),
  ];
}

function gap(code: string, message: string, fromMs: number, toMs: number): Gap {
  return { kind: "gap", code, message, fromMs, toMs };
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
