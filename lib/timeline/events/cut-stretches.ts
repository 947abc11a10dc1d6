import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MINUTE = 60_000;

/**
 * Cuts a view into stretches of time with at most `most` records each, as far as counts by minute (in order) can tell: a
 * minute that has more is cut evenly. The cuts do not depend on which stretch is read first.
 */
export function cutStretches(
  view: Piece,
  minutes: readonly { minuteMs: number; records: number }[],
  most: number,
): Piece[] {
  const cuts: number[] = [];
  let records = 0;
  for (const minute of minutes) {
    if (minute.minuteMs + MINUTE <= view.fromMs || minute.minuteMs >= view.toMs) continue;
    if (records > 0 && records + minute.records > most) {
      cuts.push(minute.minuteMs);
      records = 0;
    }
    records += minute.records;
    const parts = Math.ceil(minute.records / most);
    for (let part = 1; part < parts; part++) cuts.push(minute.minuteMs + Math.round((part * MINUTE) / parts));
  }
  const borders = [...new Set(cuts)].filter((ms) => ms > view.fromMs && ms < view.toMs).sort((a, b) => a - b);
  return [view.fromMs, ...borders].map((fromMs, at) => ({ fromMs, toMs: borders[at] ?? view.toMs }));
}
