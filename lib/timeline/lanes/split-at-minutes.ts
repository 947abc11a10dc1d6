export interface Piece {
  fromMs: number;
  toMs: number;
}

const MINUTE = 60_000;

/**
 * Divides a stretch, half open, into its whole minutes, which the roll-up answers, and the rest, which only the records
 * can. Buckets of less than a minute leave everything to the records.
 */
export function splitAtMinutes({ fromMs, toMs }: Piece, bucketMs: number): { minutes: Piece[]; records: Piece[] } {
  if (fromMs >= toMs) return { minutes: [], records: [] };
  const first = Math.ceil(fromMs / MINUTE) * MINUTE;
  const last = Math.floor(toMs / MINUTE) * MINUTE;
  if (bucketMs < MINUTE || first >= last) return { minutes: [], records: [{ fromMs, toMs }] };
  const records = [
    { fromMs, toMs: first },
    { fromMs: last, toMs },
  ].filter((piece) => piece.fromMs < piece.toMs);
  return { minutes: [{ fromMs: first, toMs: last }], records };
}
