import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** What of a window on time is taken hold of; `new` draws another one. */
export type BrushPart = "from" | "to" | "body" | "new";

/** No view is shorter. */
const LEAST_MS = 60_000;
const SECOND = 1000;
const STEPS = 240;
const PAGE = 12;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
const leastOf = (span: Piece) => Math.min(LEAST_MS, span.toMs - span.fromMs);

/** A window with one end or the whole of it moved to `toMs`, inside the span, in whole seconds where it is not at an end. */
function movePiece(part: "from" | "to" | "body", piece: Piece, toMs: number, span: Piece): Piece {
  const least = leastOf(span);
  const whole = (ms: number, from: number, to: number) => clamp(Math.round(ms / SECOND) * SECOND, from, to);
  if (part === "from") return { ...piece, fromMs: whole(toMs, span.fromMs, Math.max(span.fromMs, piece.toMs - least)) };
  if (part === "to") return { ...piece, toMs: whole(toMs, Math.min(span.toMs, piece.fromMs + least), span.toMs) };
  const length = piece.toMs - piece.fromMs;
  const fromMs = whole(toMs, span.fromMs, span.toMs - length);
  return { fromMs, toMs: fromMs + length };
}

/** The window after a drag that took hold at `grabbedMs` and is at `atMs` now. */
export function dragPiece(part: BrushPart, before: Piece, grabbedMs: number, atMs: number, span: Piece): Piece {
  if (part === "from" || part === "to") {
    return movePiece(part, before, before[`${part}Ms`] + atMs - grabbedMs, span);
  }
  if (part === "body" && (before.fromMs > span.fromMs || before.toMs < span.toMs)) {
    return movePiece("body", before, before.fromMs + atMs - grabbedMs, span);
  }
  // A window that is everything cannot be moved: what is dragged over becomes the window.
  const from = clamp(Math.min(grabbedMs, atMs), span.fromMs, span.toMs);
  const to = clamp(Math.max(grabbedMs, atMs), span.fromMs, span.toMs);
  return movePiece("to", movePiece("from", { fromMs: span.fromMs, toMs: span.toMs }, from, span), to, span);
}

/** The window after a key of a slider; null for other keys. */
export function stepPiece(part: "from" | "to" | "body", key: string, piece: Piece, span: Piece): Piece | null {
  const step = Math.max(SECOND, (span.toMs - span.fromMs) / STEPS);
  const by = {
    ...{ ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step },
    ...{ PageDown: -PAGE * step, PageUp: PAGE * step, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
  }[key];
  if (by === undefined) return null;
  const at = part === "to" ? piece.toMs : piece.fromMs;
  return movePiece(part, piece, clamp(at + by, span.fromMs, span.toMs), span);
}
