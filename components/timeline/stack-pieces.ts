import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MOST_ROWS = 3;

/** Pieces of time, in order of their begin, in as few rows as hold them without overlaps; three at most, the last holds the rest. */
export function stackPieces<Stacked extends Piece>(pieces: readonly Stacked[]): Stacked[][] {
  const rows: Stacked[][] = [];
  for (const piece of pieces) {
    const free = rows.find((row) => (row.at(-1)?.toMs ?? 0) < piece.fromMs);
    if (free) free.push(piece);
    else if (rows.length < MOST_ROWS) rows.push([piece]);
    else rows.at(-1)?.push(piece);
  }
  return rows;
}
