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
  /**
   * By how much all of `a` would have to move to lie as `b` does, where that is whole half hours as of a clock that shows
   * another zone: negative is back. Null for any other distance, and where their beginnings and ends say different ones.
   */
  zoneMs: number | null;
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

/** The whole half hours nearest to a distance; null where it is none of a time zone. */
function zoneOf(ms: number): number | null {
  const near = Math.round(ms / ZONE_STEP_MS) * ZONE_STEP_MS;
  return near !== 0 && Math.abs(ms - near) <= ZONE_SLACK_MS && Math.abs(near) <= LONGEST_ZONE_MS ? near : null;
}

/** How long lies between two spans tells of no clock: one of them may just have ended early. Both of their ends do. */
function zoneBetween(a: TimeSpan, b: TimeSpan): number | null {
  const [first, last] = [zoneOf(b.fromMs - a.fromMs), zoneOf(b.toMs - a.toMs)];
  return first === last ? first : null;
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
      const sources: [string, string] = [NAMES[first], NAMES[second]];
      return [{ subject, kind: "apart" as const, sources, a, b, apartMs: apart, zoneMs: zoneBetween(a, b) }];
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
    const found: ClockDisagreement[] = disjoint(subject, { flow, dns, api });
    if (ranAtMs !== null && flow && flow.fromMs < ranAtMs - EFFECT_MS) {
      found.push({
        ...{ subject, kind: "before-launch", sources: [NAMES.flow, "the call that ran it"], a: flow },
        ...{ b: moment(ranAtMs), apartMs: ranAtMs - flow.fromMs, zoneMs: zoneOf(ranAtMs - flow.fromMs) },
      });
    }
    if (terminatedAtMs !== null && flow && flow.toMs > terminatedAtMs + EFFECT_MS) {
      found.push({
        ...{ subject, kind: "after-end", sources: [NAMES.flow, "the call that terminated it"], a: flow },
        ...{ b: moment(terminatedAtMs), apartMs: flow.toMs - terminatedAtMs },
        zoneMs: zoneOf(terminatedAtMs - flow.toMs),
      });
    }
    if (ranAtMs !== null && statedLaunchMs !== null && Math.abs(ranAtMs - statedLaunchMs) > EFFECT_MS) {
      found.push({
        ...{ subject, kind: "launch-stated-otherwise", a: moment(statedLaunchMs), b: moment(ranAtMs) },
        sources: ["the launch that the call's answer states", "the call"],
        ...{ apartMs: Math.abs(ranAtMs - statedLaunchMs), zoneMs: zoneOf(ranAtMs - statedLaunchMs) },
      });
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
  return {
    ...{ subject, kind: "apart", sources, a: finding, b: traffic, apartMs: apart },
    zoneMs: zoneBetween(finding, traffic),
  };
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
/** ISO 8601 in UTC. */
export const spanText = ({ fromMs, toMs }: TimeSpan) =>
  fromMs === toMs ? iso(fromMs) : `${iso(fromMs)} to ${iso(toMs)}`;

/** Which way, and by how much, a clock would have to be off; or that first and last times say nothing of that. */
function clockWords({ kind, zoneMs }: ClockDisagreement): string {
  if (zoneMs !== null) {
    const [way, amount] = [zoneMs < 0 ? "ahead" : "behind", distanceWords(Math.abs(zoneMs))];
    return `so far is a clock that shows another time zone, here ${amount} ${way} of the other's`;
  }
  return kind === "apart" ? "only their first and last times are compared, which no time zone would move so" : "";
}

/** A disagreement as a sentence with its numbers. */
export function disagreementText(row: ClockDisagreement): string {
  const { subject, kind, sources, a, b, apartMs: apart } = row;
  const whose = subject === "evidence" ? "The evidence's" : `${subject}:`;
  const how = {
    apart: a.fromMs > b.toMs ? "lie after" : "lie before",
    "before-launch": "begin before",
    "after-end": "go on after",
    "launch-stated-otherwise": a.fromMs > b.fromMs ? "is after" : "is before",
  };
  const words = clockWords(row);
  const end = words === "" ? "" : `; ${words}`;
  return `${whose} ${sources[0]} (${spanText(a)}) ${how[kind]} ${sources[1]} (${spanText(b)}) by ${distanceWords(apart)}${end}. What they tell is not joined across that distance.`;
}
