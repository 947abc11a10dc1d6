import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** The time that any of the pieces covers, as pieces in order that do not touch. */
export function unionOf(pieces: readonly Piece[]): Piece[] {
  const union: Piece[] = [];
  for (const { fromMs, toMs } of [...pieces].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = union.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else union.push({ fromMs, toMs });
  }
  return union;
}
