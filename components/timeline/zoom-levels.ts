import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface ZoomLevel {
  name: string;
  /** Null is all that there is. */
  piece: Piece | null;
  on: boolean;
}

const HOUR = 3_600_000;
// So much of a stretch lies before the first contact: enough to see what led to it.
const BEFORE = 0.2;

/** Stretches to look at around the first contact, as far as they are a part of the whole. */
export function zoomLevels(view: Piece, span: Piece, firstContactMs: number | null): ZoomLevel[] {
  const lengths = [1, 6, 24].map((hours) => hours * HOUR).filter((length) => length < span.toMs - span.fromMs);
  const levels = lengths.map((length) => {
    const from = (firstContactMs ?? span.fromMs) - length * BEFORE;
    const fromMs = Math.max(span.fromMs, Math.min(Math.floor(from / 60_000) * 60_000, span.toMs - length));
    const piece = { fromMs, toMs: fromMs + length };
    return { name: `${length / HOUR} h`, piece, on: view.fromMs === piece.fromMs && view.toMs === piece.toMs };
  });
  const isAll = !levels.some((level) => level.on) && view.fromMs <= span.fromMs && view.toMs >= span.toMs;
  return [...levels, { name: "All", piece: null, on: isAll }];
}
