"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { type BrushPart, dragPiece, stepPiece } from "@/components/charts/move-piece";
import type { Times } from "@/components/format/times";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

interface WindowBrushProps {
  span: Piece;
  view: Piece;
  times: Times;
  /** Called on release; `again` while the same key is pressed on and on. */
  onChange: (piece: Piece, again: boolean) => void;
  onBack: () => void;
}

interface Drag {
  part: BrushPart;
  grabbedMs: number;
  before: Piece;
}

const KEYS_PAUSE_MS = 250;
const NAMES = { from: "Start of the view", to: "End of the view", body: "The view as a whole" } as const;

/** The view as a window on all the evidence, with two handles; it is drawn here and asked for on release. */
export function WindowBrush({ span, view, times, onChange, onBack }: WindowBrushProps) {
  const [draft, setDraft] = useState<Piece | null>(null);
  const drag = useRef<Drag | null>(null);
  const keys = useRef<{ timer: number; piece: Piece | null; again: boolean }>({ timer: 0, piece: null, again: false });
  const shown = draft ?? view;
  const share = (ms: number) => ((ms - span.fromMs) / (span.toMs - span.fromMs)) * 100;
  const timeUnder = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return span.fromMs + ((event.clientX - box.left) / box.width) * (span.toMs - span.fromMs);
  };
  const ask = (piece: Piece, again: boolean) => {
    setDraft(null);
    if (piece.fromMs !== view.fromMs || piece.toMs !== view.toMs) onChange(piece, again);
  };
  const askKeys = () => {
    const { piece, again, timer } = keys.current;
    window.clearTimeout(timer);
    if (piece) ask(piece, again);
    keys.current = { timer: 0, piece: null, again: true };
  };
  useEffect(() => () => window.clearTimeout(keys.current.timer), []);
  const onKeyDown = (part: "from" | "to" | "body") => (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onBack();
      return;
    }
    const next = stepPiece(part, event.key, shown, span);
    if (!next) return;
    event.preventDefault();
    setDraft(next);
    window.clearTimeout(keys.current.timer);
    keys.current = { ...keys.current, piece: next, timer: window.setTimeout(askKeys, KEYS_PAUSE_MS) };
  };
  const slider = (part: "from" | "to" | "body") => ({
    role: "slider",
    tabIndex: 0,
    "data-part": part,
    "aria-label": NAMES[part],
    "aria-valuemin": span.fromMs,
    "aria-valuemax": span.toMs,
    "aria-valuenow": part === "to" ? shown.toMs : shown.fromMs,
    "aria-valuetext": part === "body" ? times.span(shown.fromMs, shown.toMs) : times.instant(shown[`${part}Ms`]),
    onKeyDown: onKeyDown(part),
    onBlur: () => {
      askKeys();
      keys.current.again = false;
    },
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid over a chart in every browser
    <div
      role="group"
      aria-label="The view on all the evidence"
      className="absolute inset-0 cursor-crosshair touch-pan-y select-none"
      onDoubleClick={onBack}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const part = ((event.target as HTMLElement).dataset.part as BrushPart | undefined) ?? "new";
        drag.current = { part, grabbedMs: timeUnder(event), before: shown };
      }}
      onPointerMove={(event) => {
        if (!drag.current) return;
        const { part, grabbedMs, before } = drag.current;
        setDraft(dragPiece(part, before, grabbedMs, timeUnder(event), span));
      }}
      onPointerUp={() => {
        if (drag.current && draft) ask(draft, false);
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
        setDraft(null);
      }}
    >
      <div
        className="pointer-events-none absolute inset-y-0 left-0 bg-panel/65"
        style={{ width: `${share(shown.fromMs)}%` }}
      />
      <div
        className="pointer-events-none absolute inset-y-0 right-0 bg-panel/65"
        style={{ left: `${share(shown.toMs)}%` }}
      />
      <div
        {...slider("body")}
        className="absolute inset-y-0 min-w-1 cursor-grab border-flow/50 border-y bg-flow/10 -outline-offset-2 active:cursor-grabbing"
        style={{ left: `${share(shown.fromMs)}%`, width: `${share(shown.toMs) - share(shown.fromMs)}%` }}
      />
      {(["from", "to"] as const).map((part) => (
        <div
          key={part}
          {...slider(part)}
          className={`group absolute inset-y-0 w-6 cursor-ew-resize rounded-sm ${part === "from" ? "-translate-x-[18px]" : "-translate-x-1.5"}`}
          style={{ left: `${share(shown[`${part}Ms`])}%` }}
        >
          <span
            className={`pointer-events-none absolute inset-y-2 w-1.5 rounded-full bg-flow ring-2 ring-panel ${part === "from" ? "right-[3px]" : "left-[3px]"}`}
          />
        </div>
      ))}
    </div>
  );
}
