import { durationWords } from "@/lib/core/duration-words";
import {
  type FirstSeen,
  LEAST_SEEN,
  type SeenHistory,
  type SeenKind,
} from "@/lib/timeline/first-seen/first-seen.types";

const HOURS = 24;

const SEEN_SOURCES: Record<SeenKind, string> = {
  ...{ peer: "flow logs", network: "flow logs", port: "flow logs", domain: "resolver logs" },
  ...{ api: "the role's calls", region: "the role's calls", agent: "the role's calls" },
};

const NAMES: Record<SeenKind, string> = {
  ...{ peer: "Peer", network: "Network", port: "Service port", domain: "Registered domain" },
  ...{ api: "API", region: "Region", agent: "User agent" },
};

/** `3.1 days`, `5 h`: never rounded up. */
function lengthWords(days: number): string {
  return days < 2 ? `${Math.floor(days * HOURS)} h` : `${(Math.floor(days * 10) / 10).toFixed(1)} days`;
}

/** `no baseline: 3 h and 12 records of flow logs before, 24 h and 20 needed`. */
export function noBaselineWords({ days, events }: SeenHistory, source: string): string {
  const needed = `${LEAST_SEEN.days * HOURS} h and ${LEAST_SEEN.events} needed`;
  return `no baseline: ${lengthWords(days)} and ${counted(events)} of ${source} before, ${needed}`;
}

export function historyWords({ days, events }: SeenHistory, source: string): string {
  return `${lengthWords(days)} (${counted(events)}) of ${source} before`;
}

function counted(events: number): string {
  return `${events.toLocaleString("en")} ${events === 1 ? "record" : "records"}`;
}

/**
 * One sentence on when something was first seen.
 *
 * @param atMs the moment that is looked at
 * @param mark what times are also told from, with its name; null where there is nothing
 */
export function seenWords(seen: FirstSeen, atMs: number, mark: { atMs: number; name: string } | null): string {
  const { kind, value, firstMs, verdict, history } = seen;
  const subject = `${NAMES[kind]} ${value}`;
  const here = firstMs >= atMs ? "first seen here" : `first seen ${durationWords(atMs - firstMs)} before this`;
  if (verdict === "no-baseline") return `${subject}: ${here}; ${noBaselineWords(history, SEEN_SOURCES[kind])}.`;
  const from = mark === null ? "" : `, ${distance(firstMs - mark.atMs, mark.name)}`;
  return `${subject}: ${here}${from}; never in ${historyWords(history, SEEN_SOURCES[kind])}.`;
}

function distance(ms: number, name: string): string {
  if (ms === 0) return `at ${name}`;
  return `${durationWords(ms)} ${ms < 0 ? "before" : "after"} ${name}`;
}
