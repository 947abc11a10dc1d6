import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Pieces of time, in order of their begin, in as few rows as hold them without overlaps; beyond the most rows, the last holds the rest. */
export function stackPieces<Stacked extends Piece>(pieces: readonly Stacked[], mostRows = 3): Stacked[][] {
  const rows: Stacked[][] = [];
  for (const piece of pieces) {
    const free = rows.find((row) => (row.at(-1)?.toMs ?? 0) < piece.fromMs);
    if (free) free.push(piece);
    else if (rows.length < mostRows) rows.push([piece]);
    else rows.at(-1)?.push(piece);
  }
  return rows;
}
