import { compareText } from "@/lib/core/compare-text";

export interface TimeSpan {
  fromMs: number;
  toMs: number;
}

export type ClockSource = "flow" | "dns" | "api" | "finding";

/** What the sources say of when, before anyone compares it. All of it is learned from all evidence, never cut by a window. */
export interface ClockFacts {
  /** First to last record of each source over the whole case; null without any. */
  sources: Record<"flow" | "dns" | "api", TimeSpan | null>;
  instances: {
    instanceId: string;
    /** Records at its own interfaces, its lookups, its own sessions' calls. */
    flow: TimeSpan | null;
    dns: TimeSpan | null;
    api: TimeSpan | null;
    /** The call that ran it and the call that terminated it. */
    ranAtMs: number | null;
    terminatedAtMs: number | null;
    /** The launch that the answer to the call states by itself. */
    statedLaunchMs: number | null;
  }[];
}

/** Two statements about time that do not go together. */
export interface ClockDisagreement {
  /** An instance, or `evidence` for the case as a whole. */
  subject: string;
  kind: "apart" | "before-launch" | "after-end" | "launch-stated-otherwise";
  sources: [string, string];
  a: TimeSpan;
  b: TimeSpan;
  /** How far they are from each other; never negative. */
  apartMs: number;
  /** Apart by whole half hours, as a clock that shows another zone would be. */
  isZoneLike: boolean;
}

const HOUR = 3_600_000;
/** Sources may begin and end at other times; so far apart they cannot be of one happening. */
const APART_MS = HOUR;
/** Calls take effect slowly, and flow records lag by a minute or more. */
const EFFECT_MS = 15 * 60_000;
const ZONE_STEP_MS = 30 * 60_000;
const ZONE_SLACK_MS = 90_000;
const LONGEST_ZONE_MS = 14 * HOUR;

const NAMES = { flow: "flow records", dns: "resolver queries", api: "CloudTrail calls", finding: "finding" } as const;

function isZoneLike(ms: number): boolean {
  const rest = ms % ZONE_STEP_MS;
  return (
    ms >= ZONE_STEP_MS - ZONE_SLACK_MS && ms <= LONGEST_ZONE_MS && Math.min(rest, ZONE_STEP_MS - rest) <= ZONE_SLACK_MS
  );
}

function disagreement(part: Omit<ClockDisagreement, "isZoneLike">): ClockDisagreement {
  return { ...part, isZoneLike: isZoneLike(part.apartMs) };
}

/** How long lies between two spans; 0 where they touch or overlap. */
export function apartMs(a: TimeSpan, b: TimeSpan): number {
  return Math.max(0, a.fromMs - b.toMs, b.fromMs - a.toMs);
}

function disjoint(subject: string, spans: Partial<Record<ClockSource, TimeSpan | null>>): ClockDisagreement[] {
  const known = Object.entries(spans).flatMap(([source, span]) =>
    span ? [[source as ClockSource, span] as const] : [],
  );
  return known.flatMap(([first, a], index) =>
    known.slice(index + 1).flatMap(([second, b]) => {
      const apart = apartMs(a, b);
      if (apart <= APART_MS) return [];
      return [disagreement({ subject, kind: "apart", sources: [NAMES[first], NAMES[second]], a, b, apartMs: apart })];
    }),
  );
}

const moment = (ms: number): TimeSpan => ({ fromMs: ms, toMs: ms });

/**
 * Where sources disagree about time: records of one instance that lie wholly apart, flow records before the call that ran
 * it or after the one that ended it, a launch that is stated otherwise than when it was called for. Pure; in a fixed order.
 * It says how far apart they are, and never which of them is wrong.
 */
export function findDisagreements({ sources, instances }: ClockFacts): ClockDisagreement[] {
  const whole = disjoint("evidence", sources);
  const isToldOfAll = (found: ClockDisagreement) =>
    found.kind === "apart" && whole.some((row) => row.sources.join() === found.sources.join());
  const own = instances.flatMap(({ instanceId: subject, flow, dns, api, ranAtMs, terminatedAtMs, statedLaunchMs }) => {
    const found = disjoint(subject, { flow, dns, api });
    if (ranAtMs !== null && flow && flow.fromMs < ranAtMs - EFFECT_MS) {
      found.push(
        disagreement({
          ...{ subject, kind: "before-launch", sources: [NAMES.flow, "the call that ran it"], a: flow },
          ...{ b: moment(ranAtMs), apartMs: ranAtMs - flow.fromMs },
        }),
      );
    }
    if (terminatedAtMs !== null && flow && flow.toMs > terminatedAtMs + EFFECT_MS) {
      found.push(
        disagreement({
          ...{ subject, kind: "after-end", sources: [NAMES.flow, "the call that terminated it"], a: flow },
          ...{ b: moment(terminatedAtMs), apartMs: flow.toMs - terminatedAtMs },
        }),
      );
    }
    if (ranAtMs !== null && statedLaunchMs !== null && Math.abs(ranAtMs - statedLaunchMs) > EFFECT_MS) {
      found.push(
        disagreement({
          ...{
            subject,
            kind: "launch-stated-otherwise",
            sources: ["the launch that the call's answer states", "the call"],
          },
          ...{ a: moment(statedLaunchMs), b: moment(ranAtMs), apartMs: Math.abs(ranAtMs - statedLaunchMs) },
        }),
      );
    }
    return found.filter((row) => !isToldOfAll(row));
  });
  return [...whole, ...own].sort(
    (a, b) =>
      Number(b.subject === "evidence") - Number(a.subject === "evidence") ||
      b.apartMs - a.apartMs ||
      compareText(a.subject, b.subject) ||
      compareText(a.sources.join(), b.sources.join()),
  );
}

/** The time that a finding speaks of beside the traffic that was found for it; null where they go together. */
export function findingApart(subject: string, finding: TimeSpan, traffic: TimeSpan | null): ClockDisagreement | null {
  if (!traffic) return null;
  const apart = apartMs(finding, traffic);
  if (apart <= APART_MS) return null;
  const sources: [string, string] = ["finding", "flow records with its address"];
  return disagreement({ subject, kind: "apart", sources, a: finding, b: traffic, apartMs: apart });
}

const UNITS: readonly [number, string][] = [
  [24 * HOUR, "d"],
  [HOUR, "h"],
  [60_000, "min"],
  [1000, "s"],
];

/** `5 d 3 h`, `12 h 5 min`: the two largest units, cut. */
export function distanceWords(ms: number): string {
  const parts: string[] = [];
  let left = ms;
  for (const [unit, name] of UNITS) {
    const count = Math.floor(left / unit);
    left -= count * unit;
    if (count > 0 || parts.length > 0) parts.push(...(count > 0 ? [`${count} ${name}`] : []));
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0 s";
}

const iso = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");
const spanText = ({ fromMs, toMs }: TimeSpan) => (fromMs === toMs ? iso(fromMs) : `${iso(fromMs)} to ${iso(toMs)}`);

/** A disagreement as a sentence with its numbers. */
export function disagreementText({
  subject,
  kind,
  sources,
  a,
  b,
  apartMs: apart,
  isZoneLike: zone,
}: ClockDisagreement): string {
  const whose = subject === "evidence" ? "The evidence's" : `${subject}:`;
  const how = {
    apart: "lie apart from",
    "before-launch": "begin before",
    "after-end": "go on after",
    "launch-stated-otherwise": "is not at",
  };
  const end = zone ? "; so far is a clock that shows another time zone" : "";
  return `${whose} ${sources[0]} (${spanText(a)}) ${how[kind]} ${sources[1]} (${spanText(b)}) by ${distanceWords(apart)}${end}. What they tell is not joined across that distance.`;
}
