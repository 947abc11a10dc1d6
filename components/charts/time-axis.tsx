import { formatDay, formatMinute } from "@/components/format/format-time";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Times below the lanes; where a day begins, or the view spans many, the day is told too. */
export function TimeAxis({ axis, ticks }: { axis: Piece; ticks: readonly number[] }) {
  const short = axis.toMs - axis.fromMs < 5 * 60_000;
  return (
    <div className="absolute inset-x-0 bottom-0 h-5 overflow-hidden font-mono text-[10.5px] text-faint">
      {ticks.map((at, index) => {
        const newDay = at % 86_400_000 === 0 || index === 0;
        // On a telephone every other label would lie over its neighbour.
        const narrow = index % 4 === 0 ? "" : "max-sm:hidden";
        const clock = short ? new Date(at).toISOString().slice(11, 19) : formatMinute(at);
        const left = ((at - axis.fromMs) / (axis.toMs - axis.fromMs)) * 100;
        return (
          <span
            key={at}
            className={`absolute whitespace-nowrap ${narrow} ${left > 94 ? "-translate-x-full" : left < 3 ? "" : "-translate-x-1/2"}`}
            style={{ left: `${left}%` }}
          >
            {newDay ? <span className="text-dim">{formatDay(at)} </span> : null}
            {at % 86_400_000 === 0 ? null : clock}
          </span>
        );
      })}
    </div>
  );
}
