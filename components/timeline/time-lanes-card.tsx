"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { LegendArea } from "@/components/charts/legend-mark";
import { formatDuration, formatSpan } from "@/components/format/format-time";
import { describeBucket } from "@/components/timeline/describe-bucket";
import { LaneTable } from "@/components/timeline/lane-table";
import { zoomLevels } from "@/components/timeline/zoom-levels";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const LANES_HEIGHT = "h-[281px]";

// The charts are most of the page's script and need a browser to be drawn: they come after the page.
const TimeLanes = dynamic(() => import("@/components/charts/time-lanes"), {
  ssr: false,
  loading: () => <div className={LANES_HEIGHT} />,
});

/** The three lanes with their legend, zoom, what is under the pointer, and the same numbers as a table for a reader. */
export function TimeLanesCard({ model, ip, span }: { model: LaneModel; ip: string; span: Piece }) {
  const [pointed, setPointed] = useState<number | null>(null);
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const { view, buckets, firstContactMs } = model;
  const zoomTo = useCallback(
    (piece: Piece | null) => {
      const params = new URLSearchParams(search);
      params.delete("from");
      params.delete("to");
      if (piece) {
        params.set("from", new Date(piece.fromMs).toISOString());
        params.set("to", new Date(piece.toMs).toISOString());
      }
      const query = params.toString();
      return query === "" ? path : `${path}?${query}`;
    },
    [path, search],
  );
  const onZoom = useCallback(
    (fromMs: number, toMs: number) => router.push(zoomTo({ fromMs, toMs }), { scroll: false }),
    [router, zoomTo],
  );
  return (
    <section className="min-w-0 rounded-lg border border-line bg-panel" aria-label="Timeline">
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-1.5 border-line border-b px-3.5 py-2">
        <h2 className="font-medium">Timeline</h2>
        <span className="text-dim text-sm">
          {formatSpan(view.fromMs, view.toMs)}, {formatDuration(buckets.bucketMs)} a bar
        </span>
        <div className="grow" />
        <span className="flex flex-wrap gap-x-3 text-dim text-sm" aria-hidden="true">
          <span>
            <LegendArea of="tied" />
            with {ip}
          </span>
          <span>
            <LegendArea of="rest" />
            everything else
          </span>
          <span>
            <LegendArea of="gap" />
            not recorded
          </span>
          {model.window ? (
            <span>
              <LegendArea of="window" />
              window
            </span>
          ) : null}
        </span>
        <nav aria-label="Zoom" className="flex overflow-hidden rounded-md border border-line">
          {zoomLevels(view, span, firstContactMs).map((level) => (
            <Link
              key={level.name}
              href={zoomTo(level.piece)}
              scroll={false}
              prefetch={false}
              aria-current={level.on ? "true" : undefined}
              className="border-line border-r px-2 py-0.5 text-dim text-sm -outline-offset-2 last:border-0 hover:text-text aria-[current]:bg-soft aria-[current]:text-text"
            >
              {level.name}
            </Link>
          ))}
        </nav>
      </div>
      <TimeLanes model={model} onPoint={setPointed} onZoom={onZoom} />
      <p className="min-h-[29px] border-line border-t px-3.5 py-1 text-dim text-sm tabular-nums" aria-hidden="true">
        {pointed === null ? (
          <span className="text-faint">Point at a bar for its numbers; drag across the lanes to zoom.</span>
        ) : (
          describeBucket(model, pointed)
        )}
      </p>
      <LaneTable model={model} />
    </section>
  );
}
