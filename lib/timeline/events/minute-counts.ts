import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export const MINUTE_MS = 60_000;

/** Minutes of `MinuteCounts` by their numbers, half open. */
export interface Minutes {
  first: number;
  end: number;
}

/** The first of some numbers for which a condition holds, as it does for all behind it; the end without one. */
function firstOf({ first, end }: Minutes, holds: (number: number) => boolean): number {
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * How many records stand in each minute, kept so that a stretch of any length is added up without going through its minutes:
 * a year has half a million.
 */
export class MinuteCounts {
  readonly all: Minutes;
  readonly #minutes: Float64Array;
  /** How many stand before each minute, and in all at the end. */
  readonly #before: Float64Array;

  /** A minute may come more than once; those without a record are left out. */
  constructor(rows: readonly { minuteMs: number; records: number }[]) {
    const some = rows.filter(({ records }) => records > 0).sort((a, b) => a.minuteMs - b.minuteMs);
    const minutes = new Float64Array(some.length);
    const before = new Float64Array(some.length + 1);
    let end = 0;
    for (const { minuteMs, records } of some) {
      if (end === 0 || minutes[end - 1] !== minuteMs) {
        minutes[end] = minuteMs;
        before[end + 1] = before[end] ?? 0;
        end += 1;
      }
      before[end] = (before[end] ?? 0) + records;
    }
    this.#minutes = minutes.slice(0, end);
    this.#before = before.slice(0, end + 1);
    this.all = { first: 0, end };
  }

  /** When the minute of a number begins, epoch ms. */
  startOf(number: number): number {
    return this.#minutes[number] ?? Number.NaN;
  }

  /** Minutes that a stretch of time has any part of. */
  touching({ fromMs, toMs }: Piece): Minutes {
    return {
      first: firstOf(this.all, (number) => this.startOf(number) + MINUTE_MS > fromMs),
      end: firstOf(this.all, (number) => this.startOf(number) >= toMs),
    };
  }

  /** Minutes that lie in a stretch of time from their beginning to their end. */
  within({ fromMs, toMs }: Piece): Minutes {
    const first = firstOf(this.all, (number) => this.startOf(number) >= fromMs);
    return {
      first,
      end: Math.max(
        first,
        firstOf(this.all, (number) => this.startOf(number) + MINUTE_MS > toMs),
      ),
    };
  }

  records({ first, end }: Minutes): number {
    return end <= first ? 0 : (this.#before[end] ?? 0) - (this.#before[first] ?? 0);
  }

  /** The minute by whose end more than `most` records have come, counted from the first; the end where they never do. */
  passes({ first, end }: Minutes, most: number): number {
    return firstOf({ first, end }, (number) => this.records({ first, end: number + 1 }) > most);
  }

  /** The same counted from the end backwards; one before the first where they never do. */
  passesBackwards({ first, end }: Minutes, most: number): number {
    return firstOf({ first, end }, (number) => this.records({ first: number, end }) <= most) - 1;
  }
}
