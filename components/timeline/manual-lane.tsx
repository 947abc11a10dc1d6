import { LaneRow } from "@/components/charts/lane-row";
import { SCALE_PX } from "@/components/charts/scale-px";
import type { Times } from "@/components/format/times";
import { visibleText } from "@/lib/core/visible-text";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Enough to be pressed with a finger (WCAG 2.2, 2.5.8). */
const TARGET_PX = 24;

/** What people entered by hand, over the lanes at its time; choosing one leads to it below. */
export function ManualLane({
  events,
  view,
  times,
  href,
  onPoint,
}: {
  /** Earliest first. */
  events: readonly ManualEventRow[];
  view: Piece;
  times: Times;
  /** Where they are told. */
  href: string;
  /** What an event says, while it is pointed at or has the focus. */
  onPoint: (event: ManualEventRow | null) => void;
}) {
  const seen = events.filter(({ at }) => Date.parse(at) >= view.fromMs && Date.parse(at) < view.toMs);
  if (seen.length === 0) return null;
  return (
    <nav aria-label="Events entered by hand, over the timeline" className="border-line border-b">
      <LaneRow name={<>By hand</>}>
        <div className="relative overflow-hidden" style={{ height: TARGET_PX, marginRight: SCALE_PX }}>
          {seen.map((event) => (
            <a
              key={event.id}
              href={href}
              aria-label={`Entered by hand, ${times.instant(Date.parse(event.at))}: ${visibleText(event.title)}`}
              onPointerEnter={() => onPoint(event)}
              onPointerLeave={() => onPoint(null)}
              onFocus={() => onPoint(event)}
              onBlur={() => onPoint(null)}
              className="absolute grid place-items-center -outline-offset-2"
              style={{
                left: `calc(${((Date.parse(event.at) - view.fromMs) / (view.toMs - view.fromMs)) * 100}% - ${TARGET_PX / 2}px)`,
                ...{ width: TARGET_PX, height: TARGET_PX },
              }}
            >
              <span className="size-2.5 rotate-45 border border-text bg-panel" />
            </a>
          ))}
        </div>
      </LaneRow>
    </nav>
  );
}
