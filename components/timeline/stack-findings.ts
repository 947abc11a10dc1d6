import type { LaneFinding } from "@/lib/timeline/lanes/lane.types";

const MOST_ROWS = 3;

/** Findings, in order of their begin, in as few rows as hold them without overlaps; three at most, the last holds the rest. */
export function stackFindings(findings: readonly LaneFinding[]): LaneFinding[][] {
  const rows: LaneFinding[][] = [];
  for (const finding of findings) {
    const free = rows.find((row) => (row.at(-1)?.toMs ?? 0) < finding.fromMs);
    if (free) free.push(finding);
    else if (rows.length < MOST_ROWS) rows.push([finding]);
    else rows.at(-1)?.push(finding);
  }
  return rows;
}
