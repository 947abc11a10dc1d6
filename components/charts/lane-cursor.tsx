"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { type BucketRange, bucketAt, bucketPiece } from "@/lib/timeline/lanes/bucket-piece";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface Pointed {
  /** The bucket pointed at. */
  at: number;
  /** The other end of what is selected; the same as `at` where nothing is. */
  anchor: number;
}

interface LaneCursorProps {
  model: LaneModel;
  pointed: Pointed | null;
  onPoint: (pointed: Pointed | null) => void;
  onZoom: (piece: Piece) => void;
  onBack: () => void;
  /** What the bucket under the cursor holds, in words. */
  words: string;
}

const PAGE = 10;
// Enter shows so many bars on either side of the one pointed at.
const AROUND = 8;

export function selectionOf(pointed: Pointed | null): BucketRange | null {
  if (!pointed || pointed.at === pointed.anchor) return null;
  return { first: Math.min(pointed.at, pointed.anchor), last: Math.max(pointed.at, pointed.anchor) };
}

/** Lies over the lanes: a slider over their bars, by keyboard bar by bar, by pointer anywhere; dragging selects. */
export function LaneCursor({ model, pointed, onPoint, onZoom, onBack, words }: LaneCursorProps) {
  const { view, buckets } = model;
  const dragging = useRef(false);
  const last = buckets.count - 1;
  const selection = selectionOf(pointed);
  const bucketUnder = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return bucketAt(model, view.fromMs + share * (view.toMs - view.fromMs));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = pointed?.at ?? bucketAt(model, model.firstContactMs ?? view.fromMs);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, PageDown: at - PAGE, PageUp: at + PAGE, Home: 0, End: last }[
      event.key
    ];
    if (to !== undefined) {
      const next = Math.min(last, Math.max(0, pointed ? to : at));
      onPoint({ at: next, anchor: event.shiftKey ? (pointed?.anchor ?? at) : next });
    } else if (event.key === "Enter" && pointed) {
      onZoom(bucketPiece(model, selection ?? { first: pointed.at - AROUND, last: pointed.at + AROUND }));
    } else if (event.key === "z" && selection) {
      // The page's own z does not reach a slider that has the focus.
      onZoom(bucketPiece(model, selection));
    } else if (event.key === "Escape") {
      if (selection && pointed) onPoint({ at: pointed.at, anchor: pointed.at });
      else onBack();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const place = (range: BucketRange) => {
    const piece = bucketPiece(model, range);
    const share = (ms: number) => `${(ms / (view.toMs - view.fromMs)) * 100}%`;
    return { left: share(piece.fromMs - view.fromMs), width: share(piece.toMs - piece.fromMs) };
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Bars of the timeline"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={pointed?.at ?? 0}
      aria-valuetext={words}
      className="absolute inset-0 cursor-crosshair touch-pan-y -outline-offset-2"
      onKeyDown={onKeyDown}
      onDoubleClick={onBack}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        const at = bucketUnder(event);
        onPoint({ at, anchor: event.shiftKey && pointed ? pointed.anchor : at });
      }}
      onPointerMove={(event) => {
        const at = bucketUnder(event);
        const anchor = dragging.current || selection ? (pointed?.anchor ?? at) : at;
        // A selection stays while the pointer passes over it.
        if (selection && !dragging.current) return;
        if (pointed?.at !== at || pointed.anchor !== anchor) onPoint({ at, anchor });
      }}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
        onPoint(null);
      }}
      onPointerLeave={(event) => {
        if (!selection && document.activeElement !== event.currentTarget) onPoint(null);
      }}
    >
      {pointed && !selection ? (
        <div
          className="absolute inset-y-0 min-w-0.5 bg-text/10"
          style={place({ first: pointed.at, last: pointed.at })}
        />
      ) : null}
      {selection ? (
        <div className="absolute inset-y-0 border-flow border-x bg-flow/12" style={place(selection)} />
      ) : null}
    </div>
  );
}
