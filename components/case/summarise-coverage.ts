import { groupBy } from "@/lib/core/group-by";
import type { CoverageV1 } from "@/lib/investigate/document.types";

export interface SourceCoverage {
  source: CoverageV1["source"];
  name: string;
  lane: "flow" | "dns" | "api";
  subjects: number;
  /** From the first to the last moment that any subject is recorded or known to be quiet. */
  recorded: { fromMs: number; toMs: number } | null;
  /** What is neither, longest first. */
  missing: { subject: string; fromMs: number; toMs: number; state: string }[];
}

const SOURCES = {
  "vpc-flow": { name: "VPC flow logs", lane: "flow" },
  "tgw-flow": { name: "Transit gateway flow logs", lane: "flow" },
  dns: { name: "Resolver query logs", lane: "dns" },
  cloudtrail: { name: "CloudTrail", lane: "api" },
} as const;

/** Coverage by source. */
export function summariseCoverage(coverage: readonly CoverageV1[]): SourceCoverage[] {
  return [...groupBy(coverage, (row) => row.source)].map(([source, rows]) => {
    const spans = rows.map((row) => ({ ...row, fromMs: Date.parse(row.from), toMs: Date.parse(row.to) }));
    const shown = spans.filter(({ state }) => state === "recorded" || state === "no-data");
    return {
      ...{ source, ...SOURCES[source], subjects: new Set(rows.map(({ subject }) => subject)).size },
      recorded:
        shown.length === 0
          ? null
          : {
              fromMs: shown.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY),
              toMs: shown.reduce((most, { toMs }) => Math.max(most, toMs), 0),
            },
      missing: spans
        .filter((span) => !shown.includes(span))
        .map(({ subject, fromMs, toMs, state }) => ({ subject, fromMs, toMs, state }))
        .sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs)),
    };
  });
}
