import { groupBy } from "@/lib/core/group-by";
import type { CoverageV1 } from "@/lib/investigate/document.types";

export type LogKind = "flow" | "dns" | "api";

/** What stands behind a negative statement: what was recorded at all where nothing was found. */
export interface RecordedBehind {
  kind: LogKind;
  /** First to last moment that any of the logs tells of; null where none does. */
  recorded: { fromMs: number; toMs: number } | null;
  /** It reaches over all of the window, and nothing of it is known to be missing. */
  isWhole: boolean;
  /** Interfaces, VPCs or trails, and those of them with a stretch that is missing. */
  subjects: number;
  withGaps: number;
  /** How long is missing, where there is one subject. */
  missingMs: number;
  /** What a log leaves out (a kind of traffic, calls that nobody asked for), in words. */
  leftOut: string[];
}

const KIND_OF = { "vpc-flow": "flow", "tgw-flow": "flow", dns: "dns", cloudtrail: "api" } as const;
const MISSING = new Set<CoverageV1["state"]>(["absent", "skipped", "not-fetched", "digest-gap", "digest-mismatch"]);
/** A log that is there and does not tell all. */
const LEFT_OUT = new Set<CoverageV1["state"]>(["traffic-type-not-logged", "looked-up"]);
const TELLING = new Set<CoverageV1["state"]>(["recorded", "no-data"]);
/** A log begins with its first record, not with the window. */
const NEGLIGIBLE_MS = 10 * 60_000;

/** What the logs of one kind covered of a window, of all subjects or of some. Pure. */
export function recordedBehind(
  coverage: readonly CoverageV1[],
  kind: LogKind,
  window: { from: string | null; to: string | null },
  only?: (row: CoverageV1) => boolean,
): RecordedBehind {
  const rows = coverage.filter((row) => KIND_OF[row.source] === kind && (only === undefined || only(row)));
  const telling = rows.filter(({ state }) => TELLING.has(state));
  const fromMs = telling.reduce((least, { from }) => Math.min(least, Date.parse(from)), Number.POSITIVE_INFINITY);
  const toMs = telling.reduce((most, { to }) => Math.max(most, Date.parse(to)), Number.NEGATIVE_INFINITY);
  const recorded = telling.length === 0 ? null : { fromMs, toMs };
  const bySubject = groupBy(rows, ({ source, subject }) => `${source} ${subject}`);
  const missing = [...bySubject.values()].map((own) => lengthOf(own.filter(({ state }) => MISSING.has(state))));
  const withGaps = missing.filter((ms) => ms > 0).length;
  const leftOut = rows.flatMap(({ state, note }) => (LEFT_OUT.has(state) && note ? [note] : []));
  return {
    ...{ kind, recorded, subjects: bySubject.size, withGaps, leftOut: [...new Set(leftOut)].sort() },
    isWhole:
      recorded !== null &&
      withGaps === 0 &&
      fromMs <= Date.parse(window.from ?? "") + NEGLIGIBLE_MS &&
      toMs >= Date.parse(window.to ?? "") - NEGLIGIBLE_MS,
    missingMs: missing.length === 1 ? (missing[0] ?? 0) : 0,
  };
}

/** How long the stretches are together; what several of them cover counts once. */
function lengthOf(stretches: readonly Pick<CoverageV1, "from" | "to">[]): number {
  let [total, endMs] = [0, Number.NEGATIVE_INFINITY];
  const inOrder = stretches.map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) }));
  for (const { fromMs, toMs } of inOrder.sort((a, b) => a.fromMs - b.fromMs)) {
    total += Math.max(0, toMs - Math.max(fromMs, endMs));
    endMs = Math.max(endMs, toMs);
  }
  return total;
}

const LOGS = { flow: "flow logs", dns: "resolver query logs", api: "CloudTrail" };
const NONE = { flow: "no flow log", dns: "no resolver query log", api: "no CloudTrail event" };
const ONE = { flow: "interfaces", dns: "VPCs", api: "trails" };
const LEFT_OUT_SHOWN = 2;

/** How a page or a report writes a span and a length of time. */
export interface TimeWords {
  span(fromMs: number, toMs: number): string;
  length(ms: number): string;
}

/**
 * The words that qualify a negative statement, for brackets behind it: `flow logs recorded 01:00 to 23:59, 30 min of it
 * missing`. Every negative statement of a page or a report takes them from here.
 */
export function recordedWords(behind: RecordedBehind, words: TimeWords): string {
  const { kind, recorded, isWhole, subjects, withGaps, missingMs, leftOut } = behind;
  if (recorded === null) return `${NONE[kind]} of it in the evidence`;
  const parts = [
    isWhole
      ? `${LOGS[kind]} recorded all of the window`
      : `${LOGS[kind]} recorded ${words.span(recorded.fromMs, recorded.toMs)}`,
  ];
  if (missingMs > 0) parts.push(`${words.length(missingMs)} of the window missing`);
  else if (withGaps > 0) parts.push(`${withGaps} of ${subjects} ${ONE[kind]} with something missing`);
  if (kind === "dns") parts.push("answers from a cache are in no log");
  return [...parts, ...leftOut.slice(0, LEFT_OUT_SHOWN)].join(", ");
}
