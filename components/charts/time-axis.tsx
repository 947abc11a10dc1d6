import type { Times } from "@/components/format/times";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** A label, with some room to its neighbour. */
export const TICK_PX = 96;

const yearOf = (date: string) => date.slice(-4);

/**
 * Times below the lanes, as the clocks of the zone show them; where a day begins, and at first, the day is told too, with its year
 * where the view has several.
 */
export function TimeAxis({ view, ticks, times }: { view: Piece; ticks: readonly number[]; times: Times }) {
  const seconds = ticks.some((at) => at % 60_000 !== 0);
  const days = ticks.every((at) => times.minute(at) === "00:00");
  const years = yearOf(times.date(view.fromMs)) !== yearOf(times.date(view.toMs));
  return (
    <div className="relative h-5 overflow-hidden font-mono text-[10.5px] text-faint" aria-hidden="true">
      {ticks.map((at, index) => {
        const midnight = times.minute(at) === "00:00" && at % 60_000 === 0;
        const left = ((at - view.fromMs) / (view.toMs - view.fromMs)) * 100;
        return (
          <span
            key={at}
            className={`absolute whitespace-nowrap ${left > 95 ? "-translate-x-full" : left < 4 ? "" : "-translate-x-1/2"}`}
            style={{ left: `${left}%` }}
          >
            {midnight || index === 0 ? (
              <span className="text-dim">{years ? times.date(at) : times.day(at)} </span>
            ) : null}
            {midnight || days ? null : seconds ? times.clock(at) : times.minute(at)}
          </span>
        );
      })}
    </div>
  );
}
