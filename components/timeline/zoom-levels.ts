import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface ZoomLevel {
  name: string;
  /** Null is what a plain URL shows. */
  piece: Piece | null;
  on: boolean;
}

const HOUR = 3_600_000;
// So much of a stretch lies before the first contact: enough to see what led to it.
const BEFORE = 0.2;

const same = (a: Piece, b: Piece) => a.fromMs === b.fromMs && a.toMs === b.toMs;

/** Stretches to look at around the first contact, the case's window where it is a part of the evidence, and everything. */
export function zoomLevels(view: Piece, span: Piece, window: Piece | null, firstContactMs: number | null): ZoomLevel[] {
  const lengths = [1, 5, 24].map((hours) => hours * HOUR).filter((length) => length < span.toMs - span.fromMs);
  const levels: ZoomLevel[] = lengths.map((length) => {
    const from = (firstContactMs ?? span.fromMs) - length * BEFORE;
    const fromMs = Math.max(span.fromMs, Math.min(Math.floor(from / 60_000) * 60_000, span.toMs - length));
    const piece = { fromMs, toMs: fromMs + length };
    return { name: `${length / HOUR} h`, piece, on: same(view, piece) };
  });
  if (window) levels.push({ name: "Window", piece: window, on: same(view, window) });
  const isAll = view.fromMs <= span.fromMs && view.toMs >= span.toMs;
  // Where the window is all of the evidence, a plain URL shows everything.
  return [...levels, { name: "All", piece: window ? span : null, on: isAll && !levels.some(({ on }) => on) }];
}
