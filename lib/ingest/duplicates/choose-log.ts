import { compareText } from "@/lib/core/compare-text";

/** A flow record of one interface, 5-tuple, packet pair and action, as one of the interface's flow logs cut it. */
export interface CutRecord {
  logKey: string;
  startMs: number;
  endMs: number;
  bytes: number;
}

/**
 * Two flow logs with different intervals cut the same traffic differently. Of each run of records that overlap in time
 * only the log with the most bytes counts (at a tie the one with more records, then the lower key); returns the others'
 * records. `records` are of one connection and ordered by start. (Counting rule 18.)
 */
export function recordsOfLesserLogs<T extends CutRecord>(records: readonly T[]): T[] {
  const lesser: T[] = [];
  for (const run of overlappingRuns(records)) {
    if (run.every(({ logKey }) => logKey === run[0]?.logKey)) continue;
    const best = bestLog(run);
    for (const record of run) if (record.logKey !== best) lesser.push(record);
  }
  return lesser;
}

/** Two records overlap when each starts before the other ends, or both start together. */
function overlappingRuns<T extends CutRecord>(records: readonly T[]): T[][] {
  const runs: T[][] = [];
  let run: T[] = [];
  let lastStartMs = Number.NEGATIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    if (run.length > 0 && (record.startMs < endMs || record.startMs === lastStartMs)) {
      run.push(record);
    } else {
      run = [record];
      runs.push(run);
      endMs = Number.NEGATIVE_INFINITY;
    }
    lastStartMs = record.startMs;
    endMs = Math.max(endMs, record.endMs);
  }
  return runs;
}

function bestLog(run: readonly CutRecord[]): string {
  const sums = new Map<string, { bytes: number; records: number }>();
  for (const { logKey, bytes } of run) {
    const sum = sums.get(logKey) ?? { bytes: 0, records: 0 };
    sums.set(logKey, { bytes: sum.bytes + bytes, records: sum.records + 1 });
  }
  const ranked = [...sums].sort(
    ([keyA, a], [keyB, b]) => b.bytes - a.bytes || b.records - a.records || compareText(keyA, keyB),
  );
  return ranked[0]?.[0] ?? "";
}
