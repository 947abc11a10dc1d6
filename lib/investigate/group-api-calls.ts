import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import type { ApiCallV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";

/** Calls of the window that are alike in everything a document shows of a call but its time. */
export interface CallRow {
  eventSource: string;
  eventName: string;
  region: string;
  errorCode: string | null;
  readOnly: boolean | null;
  /** `sourceIPAddress` as given. */
  source: string | null;
  calls: number;
  firstMs: number;
  lastMs: number;
}

/** One row for each API and region, most calls first. `readOnly` is null where calls differ or do not say. */
export function groupApiCalls(rows: readonly CallRow[]): ApiCallV1[] {
  const groups = groupBy(
    rows.filter((row) => row.calls > 0),
    (row) => JSON.stringify([row.eventSource, row.eventName, row.region]),
  );
  return [...groups.values()]
    .map(toApiCall)
    .sort(
      (a, b) =>
        b.calls - a.calls ||
        compareText(a.eventSource, b.eventSource) ||
        compareText(a.eventName, b.eventName) ||
        compareText(a.region, b.region),
    );
}

function toApiCall(rows: CallRow[]): ApiCallV1 {
  const { eventSource, eventName, region, readOnly } = rows[0] as CallRow;
  const failed = rows.filter((row) => row.errorCode !== null);
  return {
    eventSource,
    eventName,
    region,
    calls: rows.reduce((sum, row) => sum + row.calls, 0),
    errors: failed.reduce((sum, row) => sum + row.calls, 0),
    errorCodes: sortedTexts(failed.map((row) => row.errorCode)),
    readOnly: rows.every((row) => row.readOnly === readOnly) ? readOnly : null,
    sourceIps: sortedTexts(rows.map((row) => row.source)),
    firstSeen: isoInstant(rows.reduce((first, row) => Math.min(first, row.firstMs), Number.POSITIVE_INFINITY)),
    lastSeen: isoInstant(rows.reduce((last, row) => Math.max(last, row.lastMs), Number.NEGATIVE_INFINITY)),
  };
}

/** The distinct texts in order; nulls left out. */
export function sortedTexts(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.filter((text) => text !== null))].sort(compareText);
}
