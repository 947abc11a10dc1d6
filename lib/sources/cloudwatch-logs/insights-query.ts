import type { GroupRequest } from "@/lib/sources/cloudwatch-logs/group-request";

/** Rows that Logs Insights gives of a query at most. Source: CloudWatch Logs quotas. */
export const MOST_ROWS = 10_000;
/** Windows that one is cut into at once, and how full each should become. */
const MOST_PIECES = 64;
const WANTED_ROWS = 7_000;

/** A stretch of time, epoch milliseconds, `toMs` outside. */
export interface QueryWindow {
  fromMs: number;
  toMs: number;
}

/**
 * A query of Logs Insights for the whole messages of a window. The service takes whole seconds; the filter cuts to the
 * millisecond. Terms are checked by GroupRequest. Source: CloudWatch Logs User Guide, query syntax (filter, like, toMillis).
 */
export function insightsQuery(terms: GroupRequest["terms"], { fromMs, toMs }: QueryWindow) {
  const naming = terms.map((term) => `@message like "${term}"`).join(" or ");
  const steps = [
    "fields @timestamp, @message, @logStream, @log",
    `filter toMillis(@timestamp) >= ${fromMs} and toMillis(@timestamp) < ${toMs}`,
    ...(naming === "" ? [] : [`filter ${naming}`]),
    "sort @timestamp asc",
    `limit ${MOST_ROWS}`,
  ];
  return {
    queryString: steps.join(" | "),
    startTime: Math.floor(fromMs / 1000),
    endTime: Math.ceil(toMs / 1000),
  };
}

/** What an answer that was cut shows of its window: rows are the earliest ones, in order of time. */
export interface CutAnswer {
  /** Events that match in all, as the service counts them. */
  matched: number | null;
  /** Of the first row and of the last, epoch ms; null without rows. */
  firstMs: number | null;
  lastMs: number | null;
}

/**
 * A window in pieces that are asked for one by one, each shorter than it; null for a single millisecond, which has none. What lies
 * before the first row is empty, and left out. Few rows more than the limit are cut off at the last row, many into even pieces.
 */
export function splitWindow(
  { fromMs, toMs }: QueryWindow,
  { matched, firstMs, lastMs }: CutAnswer,
): QueryWindow[] | null {
  if (toMs - fromMs <= 1) return null;
  const inside = (ms: number | null) => (ms !== null && ms >= fromMs && ms < toMs ? ms : null);
  const first = inside(firstMs) ?? fromMs;
  const last = inside(lastMs);
  const length = toMs - first;
  if (length <= 1) return [{ fromMs: first, toMs }];
  if (last === first) return windowsAt([first, first + 1, toMs]);
  if (last !== null && (matched ?? 0) <= 2 * MOST_ROWS) return windowsAt([first, last, toMs]);
  const pieces = Math.min(Math.max(2, Math.ceil((matched ?? 0) / WANTED_ROWS)), MOST_PIECES, length);
  return windowsAt(Array.from({ length: pieces + 1 }, (_, piece) => first + Math.floor((length * piece) / pieces)));
}

function windowsAt(edges: readonly number[]): QueryWindow[] {
  return edges.slice(1).map((toMs, at) => ({ fromMs: edges[at] ?? toMs, toMs }));
}
