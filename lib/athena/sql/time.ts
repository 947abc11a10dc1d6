import { anyOf, identifier, type Sql, sql, text, whole } from "@/lib/athena/sql/sql";
import type { DayPartition } from "@/lib/athena/tables/log-table.types";

const DAY = 86_400_000;
const HOUR = 3_600_000;
/**
 * How long after a record's end its object may be delivered, at the most that is asked for: AWS names about 10 minutes for
 * flow logs and 15 for CloudTrail. What comes later still lies under a later day, and is not asked for.
 */
const DELIVERED_WITHIN_MS = 2 * HOUR;

/** The days, as epoch ms of their start in UTC, whose folders can hold records of a window. */
export function daysOf(fromMs: number, toMs: number): number[] {
  const first = Math.floor(fromMs / DAY) * DAY;
  const last = Math.floor((toMs - 1 + DELIVERED_WITHIN_MS) / DAY) * DAY;
  return Array.from({ length: Math.max(0, (last - first) / DAY) + 1 }, (_, at) => first + at * DAY);
}

function dayText(dayMs: number, format: string): string {
  const [year = "", month = "", day = ""] = new Date(dayMs).toISOString().slice(0, 10).split("-");
  return format.replace("yyyy", year).replace("MM", month).replace("dd", day);
}

/** Lets the engine pass over all folders but those of the window's days. */
export function withinDays(partition: DayPartition, fromMs: number, toMs: number): Sql {
  const days = daysOf(fromMs, toMs);
  if (partition.kind === "date") {
    const { column, format } = partition;
    const first = dayText(days[0] ?? 0, format).replace("HH", "00");
    const last = dayText(days.at(-1) ?? 0, format).replace("HH", "23");
    return sql`${identifier(column)} BETWEEN ${text(first)} AND ${text(last)}`;
  }
  const number = (column: string) => sql`CAST(${identifier(column)} AS integer)`;
  const months = new Map<string, number[]>();
  for (const day of days) {
    const key = new Date(day).toISOString().slice(0, 7);
    months.set(key, [...(months.get(key) ?? []), new Date(day).getUTCDate()]);
  }
  return anyOf(
    [...months].map(([key, of]) => {
      const [year, month] = key.split("-").map(Number) as [number, number];
      return sql`(${number(partition.year)} = ${whole(year)} AND ${number(partition.month)} = ${whole(month)} AND ${number(partition.day)} BETWEEN ${whole(Math.min(...of))} AND ${whole(Math.max(...of))})`;
    }),
  );
}

/** As logs write a time, without its fraction and zone: what sorts as text. */
export function secondsText(ms: number): Sql {
  return text(new Date(ms).toISOString().slice(0, 19));
}
