import { LaneRow } from "@/components/charts/lane-row";
import { SCALE_PX } from "@/components/charts/scale-px";
import type { Times } from "@/components/format/times";
import { stackPieces } from "@/components/timeline/stack-pieces";
import { SourceSquare } from "@/components/ui/source-square";
import { visibleText } from "@/lib/core/visible-text";
import type { LaneFinding } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const ROW_PX = 20;
const NAME_PX = 190;
const BESIDE = {
  start: "absolute inset-y-0 left-full whitespace-nowrap pl-1.5",
  end: "absolute inset-y-0 right-full whitespace-nowrap pr-1.5",
};

/** The findings over the lanes, each as long as the time it speaks of; choosing one zooms to that time. */
export function FindingRow({
  findings,
  view,
  widthPx,
  times,
  onPoint,
  onChoose,
}: {
  findings: readonly LaneFinding[];
  view: Piece;
  /** Of the plot. */
  widthPx: number;
  times: Times;
  /** What a finding says, while it is pointed at or has the focus. */
  onPoint: (finding: LaneFinding | null) => void;
  onChoose: (finding: LaneFinding) => void;
}) {
  const rows = stackPieces(findings);
  if (rows.length === 0) return null;
  const share = (ms: number) =>
    (Math.min(Math.max(ms - view.fromMs, 0), view.toMs - view.fromMs) / (view.toMs - view.fromMs)) * 100;
  return (
    <div className="border-line border-b">
      <LaneRow
        name={
          <>
            <SourceSquare of="finding" />
            {findings.length === 1 ? "Finding" : "Findings"}
          </>
        }
      >
        <div
          className="relative my-1 overflow-hidden"
          style={{ height: Math.max(1.4, rows.length) * ROW_PX, marginRight: SCALE_PX }}
        >
          {rows.flatMap((row, at) => {
            const seen = row.filter(({ fromMs, toMs }) => fromMs < view.toMs && toMs > view.fromMs);
            return seen.map((finding) => {
              const [left, right] = [share(finding.fromMs), share(finding.toMs)];
              const narrow = ((right - left) * widthPx) / 100 < NAME_PX;
              // A bar too short for its name has it beside it, where there is room and no other is in the way.
              const room = (Math.max(left, 100 - right) * widthPx) / 100 > NAME_PX && seen.length === 1;
              const beside = !narrow || !room ? null : left > 100 - right ? "end" : "start";
              return (
                <button
                  key={finding.id}
                  type="button"
                  aria-label={`Zoom to the finding ${visibleText(finding.type)}, ${times.span(finding.fromMs, finding.toMs)}`}
                  onClick={() => onChoose(finding)}
                  onPointerEnter={() => onPoint(finding)}
                  onPointerLeave={() => onPoint(null)}
                  onFocus={() => onPoint(finding)}
                  onBlur={() => onPoint(null)}
                  className="absolute h-[18px] min-w-2 rounded border border-flag/40 bg-flag/10 text-[10.5px] text-flag leading-4 -outline-offset-1 hover:bg-flag/20"
                  style={{ left: `${left}%`, width: `${right - left}%`, top: at * ROW_PX + 1 }}
                >
                  <span className={beside ? BESIDE[beside] : "block truncate px-1.5 text-left"}>
                    {narrow && !beside ? "" : visibleText(finding.type)}
                  </span>
                </button>
              );
            });
          })}
        </div>
      </LaneRow>
    </div>
  );
}
