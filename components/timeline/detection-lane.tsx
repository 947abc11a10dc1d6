import Link from "next/link";
import { LaneRow } from "@/components/charts/lane-row";
import { SCALE_PX } from "@/components/charts/scale-px";
import type { Times } from "@/components/format/times";
import { stackPieces } from "@/components/timeline/stack-pieces";
import { visibleText } from "@/lib/core/visible-text";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** A detection over the time of the records it rests on. */
export interface DetectionMark extends Piece {
  key: string;
  title: string;
  severity: "low" | "medium" | "high" | "critical";
  summary: string;
  /** Its numbers, thresholds and records. */
  href: string;
}

/** Enough to be pressed with a finger (WCAG 2.2, 2.5.8), wide and high; what is drawn in it is slighter. */
const TARGET_PX = 24;
const NAME_PX = 150;
const MOST_ROWS = 8;
const TONES = {
  critical: "border-flag/50 bg-flag/15 text-flag",
  high: "border-flag/50 bg-flag/15 text-flag",
  medium: "border-warn/50 bg-warn/15 text-warn",
  low: "border-line bg-soft text-dim",
};

/** The instance's detections over the lanes, each as long as its records; choosing one opens it. */
export function DetectionLane({
  marks,
  view,
  widthPx,
  times,
  onPoint,
}: {
  /** Earliest first. */
  marks: readonly DetectionMark[];
  view: Piece;
  /** Of the plot. */
  widthPx: number;
  times: Times;
  /** What a detection says, while it is pointed at or has the focus. */
  onPoint: (mark: DetectionMark | null) => void;
}) {
  const seen = marks.filter(({ fromMs, toMs }) => fromMs < view.toMs && toMs >= view.fromMs);
  if (seen.length === 0) return null;
  const lengthMs = view.toMs - view.fromMs;
  const leastMs = Math.min(lengthMs, (TARGET_PX * lengthMs) / Math.max(widthPx, TARGET_PX));
  // Where each is pressed: as long as its records, but never too short, and one at the very end of the view keeps its place.
  const rows = stackPieces(
    seen.map((mark) => {
      const fromMs = Math.min(Math.max(mark.fromMs, view.fromMs), view.toMs - leastMs);
      return { mark, fromMs, toMs: Math.max(Math.min(mark.toMs, view.toMs), fromMs + leastMs) };
    }),
    MOST_ROWS,
  );
  return (
    <nav aria-label="Detections over the timeline" className="border-line border-b">
      <LaneRow name={<>Detections</>}>
        <div className="relative overflow-hidden" style={{ height: rows.length * TARGET_PX, marginRight: SCALE_PX }}>
          {rows.flatMap((row, at) =>
            row.map(({ mark, fromMs, toMs }) => (
              <Link
                key={mark.key}
                href={mark.href}
                prefetch={false}
                aria-label={`${mark.severity} detection ${mark.title}, ${times.span(mark.fromMs, mark.toMs)}: ${visibleText(mark.summary)}`}
                onPointerEnter={() => onPoint(mark)}
                onPointerLeave={() => onPoint(null)}
                onFocus={() => onPoint(mark)}
                onBlur={() => onPoint(null)}
                className="absolute flex items-center -outline-offset-2 hover:brightness-95"
                style={{
                  left: `${((fromMs - view.fromMs) / lengthMs) * 100}%`,
                  width: `${((toMs - fromMs) / lengthMs) * 100}%`,
                  ...{ top: at * TARGET_PX, height: TARGET_PX },
                }}
              >
                <span
                  className={`h-[14px] min-w-2 truncate rounded-sm border px-0.5 text-[10px] leading-3 ${TONES[mark.severity]}`}
                  // What is drawn is as long as the records, even where what is pressed is longer.
                  style={{ width: `${(Math.max(0, mark.toMs - fromMs) / (toMs - fromMs)) * 100}%`, maxWidth: "100%" }}
                >
                  {((toMs - fromMs) / lengthMs) * widthPx < NAME_PX ? "" : <span className="px-1">{mark.title}</span>}
                </span>
              </Link>
            )),
          )}
        </div>
      </LaneRow>
    </nav>
  );
}
