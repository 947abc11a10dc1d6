"use client";

import { type PointerEvent, useRef, useState } from "react";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

interface Drag {
  from: number;
  to: number;
}

/** Lies over the lanes: tells which bucket is pointed at, and zooms to what is dragged over. Positions are 0 to 1. */
export function LanePointer({
  model: { axis, buckets },
  onPoint,
  onZoom,
}: {
  model: Pick<LaneModel, "axis" | "buckets">;
  onPoint: (bucket: number | null) => void;
  onZoom: (fromMs: number, toMs: number) => void;
}) {
  const [at, setAt] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const pointed = useRef<number | null>(null);
  const timeAt = (position: number) => axis.fromMs + position * (axis.toMs - axis.fromMs);
  const bucketAt = (position: number) => Math.floor((timeAt(position) - buckets.fromMs) / buckets.bucketMs);
  const positionOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const point = (bucket: number | null) => {
    if (pointed.current === bucket) return;
    pointed.current = bucket;
    onPoint(bucket);
  };
  const end = () => {
    if (drag) {
      const first = bucketAt(Math.min(drag.from, drag.to));
      const last = bucketAt(Math.max(drag.from, drag.to));
      if (last > first)
        onZoom(buckets.fromMs + first * buckets.bucketMs, buckets.fromMs + (last + 1) * buckets.bucketMs);
    }
    setDrag(null);
  };
  return (
    <div
      className="pointer-events-auto absolute inset-0 cursor-crosshair touch-pan-y"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const position = positionOf(event);
        setDrag({ from: position, to: position });
      }}
      onPointerMove={(event) => {
        const position = positionOf(event);
        setAt(position);
        point(Math.min(buckets.count - 1, Math.max(0, bucketAt(position))));
        if (drag) setDrag({ ...drag, to: position });
      }}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => {
        setAt(null);
        point(null);
      }}
    >
      {at === null ? null : <div className="absolute inset-y-0 w-px bg-dim/60" style={{ left: `${at * 100}%` }} />}
      {drag && drag.from !== drag.to ? (
        <div
          className="absolute inset-y-0 border-flow border-x bg-flow/12"
          style={{
            left: `${Math.min(drag.from, drag.to) * 100}%`,
            width: `${Math.abs(drag.to - drag.from) * 100}%`,
          }}
        />
      ) : null}
    </div>
  );
}
