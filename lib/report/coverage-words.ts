import type { CoverageV1, InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";
import { type LogKind, recordedBehind, recordedWords } from "@/lib/investigate/recorded-behind";
import { type ReportTimes, UTC_TIMES } from "@/lib/report/telling";

const STATE_WORDS: Record<string, string> = {
  recorded: "recorded",
  "no-data": "no traffic logged",
  skipped: "skipped",
  absent: "missing",
  "digest-gap": "not vouched for by digests",
  "digest-mismatch": "changed since its digests were made",
  "traffic-type-not-logged": "one kind of traffic not logged",
  "not-fetched": "not fetched",
  "looked-up": "only as far as it was asked for",
};

/** How much of the window each state of one log takes: `recorded 92 %, missing 8 %`. */
export function coverageShares(rows: readonly CoverageV1[], window: InvestigationV1["window"]): string {
  if (window.from === null || window.to === null) return "nothing recorded";
  const length = Date.parse(window.to) - Date.parse(window.from);
  const times = new Map<string, number>();
  for (const { state, from, to } of rows) {
    times.set(state, (times.get(state) ?? 0) + Date.parse(to) - Date.parse(from));
  }
  return [...times]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, ms]) => `${STATE_WORDS[state] ?? state} ${share(ms, length)}`)
    .join(", ");
}

function share(ms: number, length: number): string {
  const percent = (100 * ms) / Math.max(length, 1);
  if (percent >= 100) return "all of the window";
  if (percent > 0 && percent < 1) return "under 1 %";
  // A little that is missing must not read as nothing missing.
  return `${Math.min(99, Math.round(percent))} %`;
}

const HOUR_MS = 3_600_000;

/** How reports write what stands behind a negative: moments as everywhere in them, lengths in hours and minutes. */
const wordsIn = (times: ReportTimes) => ({
  span: (fromMs: number, toMs: number) => times.span(isoText(fromMs), isoText(toMs)),
  length: (ms: number) => {
    const minutes = Math.max(1, Math.round((ms % HOUR_MS) / 60_000));
    const hours = Math.floor(ms / HOUR_MS);
    return hours === 0 ? `${minutes} min` : `${hours} h${ms % HOUR_MS < 60_000 ? "" : ` ${minutes} min`}`;
  },
});

const isoText = (ms: number) => new Date(ms).toISOString();

/** What stands behind an instance's silence in each source; a negative is worth no more than this. */
export function coverageBehind(
  document: InvestigationV1,
  instance: InstanceV1,
  times: ReportTimes = UTC_TIMES,
): Record<"flow" | "dns" | "api", string> {
  const { interfaces, vpcId, accountId, region } = instance;
  const interfaceIds = new Set(interfaces.map(({ interfaceId }) => interfaceId));
  const of = (kind: LogKind, only: (row: CoverageV1) => boolean) =>
    recordedWords(recordedBehind(document.coverage, kind, document.window, only), wordsIn(times));
  return {
    flow: of("flow", ({ subject }) => interfaceIds.has(subject)),
    dns: of("dns", ({ subject }) => subject === vpcId),
    api: of("api", ({ subject }) => subject === `${accountId}/${region}`),
  };
}

/** What stands behind a statement about the evidence as a whole, of one kind of log or of all. */
export function coverageBehindAll(
  document: InvestigationV1,
  kinds: readonly LogKind[] = ["flow", "dns", "api"],
  times: ReportTimes = UTC_TIMES,
): string {
  return kinds
    .map((kind) => recordedWords(recordedBehind(document.coverage, kind, document.window), wordsIn(times)))
    .join("; ");
}
