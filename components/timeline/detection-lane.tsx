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

const ROW_PX = 16;
const NAME_PX = 150;
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
  const share = (ms: number) =>
    (Math.min(Math.max(ms - view.fromMs, 0), view.toMs - view.fromMs) / (view.toMs - view.fromMs)) * 100;
  const rows = stackPieces(seen);
  return (
    <nav aria-label="Detections over the timeline" className="border-line border-b">
      <LaneRow name={<>Detections</>}>
        <div
          className="relative my-1 overflow-hidden"
          style={{ height: Math.max(1.6, rows.length) * ROW_PX, marginRight: SCALE_PX }}
        >
          {rows.flatMap((row, at) =>
            row.map((mark) => {
              const [left, right] = [share(mark.fromMs), share(mark.toMs)];
              const isNarrow = ((right - left) * widthPx) / 100 < NAME_PX;
              return (
                <Link
                  key={mark.key}
                  href={mark.href}
                  prefetch={false}
                  aria-label={`${mark.severity} detection ${mark.title}, ${times.span(mark.fromMs, mark.toMs)}: ${visibleText(mark.summary)}`}
                  onPointerEnter={() => onPoint(mark)}
                  onPointerLeave={() => onPoint(null)}
                  onFocus={() => onPoint(mark)}
                  onBlur={() => onPoint(null)}
                  className={`absolute h-[14px] min-w-2 truncate rounded-sm border px-0.5 text-[10px] leading-3 -outline-offset-1 hover:brightness-95 ${TONES[mark.severity]}`}
                  // One at the very end of the view keeps a place to be chosen by.
                  style={{ left: `min(${left}%, calc(100% - 8px))`, width: `${right - left}%`, top: at * ROW_PX + 1 }}
                >
                  {isNarrow ? "" : <span className="px-1">{mark.title}</span>}
                </Link>
              );
            }),
          )}
        </div>
      </LaneRow>
    </nav>
  );
}
