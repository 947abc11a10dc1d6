"use client";

import { useMemo, useState } from "react";
import { LaneCursor, type Pointed, selectionOf } from "@/components/charts/lane-cursor";
import { LaneRow, PLOT_LEFT } from "@/components/charts/lane-row";
import { OVERVIEW_PX, OverviewStrip } from "@/components/charts/overview-strip";
import { SCALE_PX } from "@/components/charts/scale-px";
import { TICK_PX, TimeAxis } from "@/components/charts/time-axis";
import { TimeLanes } from "@/components/charts/time-lanes";
import { useWidth } from "@/components/charts/use-width";
import { WindowBrush } from "@/components/charts/window-brush";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useTimes } from "@/components/shell/zone";
import { BaselineLine, type KeepingBaseline } from "@/components/timeline/baseline-line";
import { describeBucket, spokenBucket } from "@/components/timeline/describe-bucket";
import { DetectionLane, type DetectionMark } from "@/components/timeline/detection-lane";
import { FindingRow } from "@/components/timeline/finding-row";
import { LaneLegend } from "@/components/timeline/lane-legend";
import { LaneReadout } from "@/components/timeline/lane-readout";
import { LaneTable } from "@/components/timeline/lane-table";
import { ManualLane } from "@/components/timeline/manual-lane";
import { useZoom } from "@/components/timeline/use-zoom";
import { zoomLevels } from "@/components/timeline/zoom-levels";
import { ZoomNav } from "@/components/timeline/zoom-nav";
import { Button } from "@/components/ui/button";
import { useInBrowser } from "@/components/ui/use-in-browser";
import { visibleText } from "@/lib/core/visible-text";
import type { Baseline } from "@/lib/timeline/baseline/baseline.types";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";
import { bucketAt, bucketPiece } from "@/lib/timeline/lanes/bucket-piece";
import { fitLanes } from "@/lib/timeline/lanes/fit-lanes";
import type { LaneFinding, LaneModel } from "@/lib/timeline/lanes/lane.types";
import { unpackLanes } from "@/lib/timeline/lanes/pack-lanes";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";
import { timeTicks } from "@/lib/timeline/lanes/time-ticks";

/** The width of the plots on a screen of 1280, until the browser tells. */
const LIKELY_PX = 830;

interface TimeLanesCardProps {
  /** The lanes and all evidence at a glance, as `packLanes` writes them. */
  packed: string;
  /** The case's window where it is a part of the evidence. */
  window: Piece | null;
  ip: string;
  baseline: Baseline;
  /** Earliest first. */
  detections: readonly DetectionMark[];
  /** What people entered by hand, earliest first, and where it is told. */
  manual: { events: readonly ManualEventRow[]; href: string };
  /** How the baseline is kept for the case. */
  keeping: KeepingBaseline;
}

/** The three lanes with what zooms them and tells of them; the same numbers stand in a table. */
export function TimeLanesCard({ packed, window, ip, baseline, detections, manual, keeping }: TimeLanesCardProps) {
  const times = useTimes();
  const { lanes: fine, overview } = useMemo(() => unpackLanes(packed), [packed]);
  const [plot, widthPx] = useWidth<HTMLDivElement>(LIKELY_PX);
  const model = useMemo(() => fitLanes(fine, widthPx), [fine, widthPx]);
  const ticks = useMemo(
    () => timeTicks(fine.view, Math.max(2, Math.floor(widthPx / TICK_PX)), times.offsetMinutes),
    [fine.view, widthPx, times],
  );
  const zoom = useZoom(fine.view, overview.span);
  const [found, setPointed] = useState<{ of: LaneModel; at: Pointed } | null>(null);
  const [finding, setFinding] = useState<LaneFinding | null>(null);
  const [detection, setDetection] = useState<DetectionMark | null>(null);
  const [entered, setEntered] = useState<ManualEventRow | null>(null);
  const [asTable, setAsTable] = useState(false);
  // Hundreds of rows that only a reading voice needs at first.
  const readable = useInBrowser();
  // What was pointed at in other bars is nothing in these.
  const pointed = found?.of === model ? found.at : null;
  const onPoint = (at: Pointed | null) => setPointed(at && { of: model, at });
  const selection = selectionOf(pointed);
  const zoomTo = (piece: Piece) => zoom.go(widened(piece, overview.span));
  const zoomToSelection = () => selection && zoomTo(bucketPiece(model, selection));
  useShortcut("z", () => zoomToSelection(), "Zoom to what is selected in the timeline", selection !== null);

  const all = { first: 0, last: model.buckets.count - 1 };
  const words = describeBucket(
    model,
    selection ?? (pointed ? { first: pointed.at, last: pointed.at } : all),
    times,
    pointed ? baseline : null,
  );
  return (
    <section className="min-w-0 rounded-lg border border-line bg-panel" aria-label="Timeline" aria-busy={zoom.pending}>
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-1.5 border-line border-b px-3.5 py-2">
        <h2 className="font-medium">Timeline</h2>
        <span className="text-dim text-sm">{times.span(model.view.fromMs, model.view.toMs)}</span>
        <div className="grow" />
        <LaneLegend model={model} baseline={baseline} ip={ip} />
        <ZoomNav levels={zoomLevels(model.view, overview.span, window, model.firstContactMs)} zoom={zoom} />
      </div>
      <div className={`transition-opacity duration-150 ${zoom.pending ? "opacity-55 delay-100" : ""}`}>
        <FindingRow
          findings={model.findings}
          view={model.view}
          widthPx={widthPx}
          times={times}
          onPoint={setFinding}
          onChoose={(chosen) => zoomTo(chosen)}
        />
        <DetectionLane marks={detections} view={model.view} widthPx={widthPx} times={times} onPoint={setDetection} />
        <ManualLane events={manual.events} view={model.view} times={times} href={manual.href} onPoint={setEntered} />
        <div className="relative">
          <TimeLanes model={model} baseline={baseline} ticks={ticks} widthPx={widthPx} />
          <div className={`absolute inset-y-0 ${PLOT_LEFT}`} style={{ right: SCALE_PX }} ref={plot}>
            <LaneCursor
              model={model}
              pointed={pointed}
              onPoint={onPoint}
              onZoom={zoomTo}
              onBack={zoom.back}
              words={spokenBucket(model, pointed?.at ?? bucketAt(model, model.firstContactMs ?? 0), times, baseline)}
            />
          </div>
        </div>
        <LaneRow name="">
          <div style={{ marginRight: SCALE_PX }}>
            <TimeAxis view={model.view} ticks={ticks} times={times} />
          </div>
        </LaneRow>
      </div>
      <div className="border-line border-t">
        <LaneRow name={<span className="whitespace-normal font-normal text-dim">All evidence</span>}>
          <div className="relative my-1" style={{ height: OVERVIEW_PX, marginRight: SCALE_PX }}>
            <OverviewStrip overview={overview} />
            <WindowBrush
              span={overview.span}
              view={zoom.shown}
              times={times}
              onChange={(piece, again) => zoom.go(piece, again)}
              onBack={zoom.back}
            />
          </div>
        </LaneRow>
      </div>
      {finding ? (
        <LaneReadout
          name="Finding"
          words={{
            when: visibleText(finding.type),
            parts: [{ text: times.span(finding.fromMs, finding.toMs), tone: "plain" }],
          }}
        />
      ) : entered ? (
        <LaneReadout
          name="Entered by hand"
          words={{
            when: visibleText(entered.title),
            parts: [
              { text: times.instant(Date.parse(entered.at)), tone: "plain" },
              { text: `known ${times.instant(Date.parse(entered.knownAt))}`, tone: "plain" },
            ],
          }}
        />
      ) : detection ? (
        <LaneReadout
          name="Detection"
          words={{
            when: `${detection.title}, ${detection.severity}`,
            parts: [
              { text: visibleText(detection.summary), tone: "plain" },
              { text: times.span(detection.fromMs, detection.toMs), tone: "plain" },
            ],
          }}
        />
      ) : (
        <LaneReadout name={selection ? "Selected" : pointed ? "" : "In view"} words={words}>
          {selection ? (
            <Button className="h-6 shrink-0" onClick={zoomToSelection}>
              Zoom to it <kbd className="text-faint text-xs">z</kbd>
            </Button>
          ) : null}
          <Button
            tone="quiet"
            className="-mr-2 h-6 shrink-0 text-sm"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            Show as table
          </Button>
        </LaneReadout>
      )}
      <BaselineLine
        baseline={baseline}
        selected={selection ? bucketPiece(model, selection) : model.view}
        {...keeping}
      />
      {readable ? <LaneTable model={model} baseline={baseline} times={times} shown={asTable} /> : null}
    </section>
  );
}

const LEAST_MS = 60_000;

/** A stretch to zoom to: never less than a minute, inside all that there is. */
function widened({ fromMs, toMs }: Piece, span: Piece): Piece {
  const lacking = Math.max(0, LEAST_MS - (toMs - fromMs));
  const from = Math.max(span.fromMs, Math.floor((fromMs - lacking / 2) / 1000) * 1000);
  return { fromMs: from, toMs: Math.min(span.toMs, Math.max(Math.ceil(toMs / 1000) * 1000, from + LEAST_MS)) };
}
