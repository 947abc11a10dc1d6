/** Of how large the moments of a contact are nothing is known before: hundreds of bytes mostly, up to three million. */
export const FIRST_ROWS = 8;
/** So many contacts are fetched at a time at the most, or so many bytes of their moments as far as the last ones tell. */
const MOST_ROWS = 500;
const FETCH_BYTES = 1 << 21;
/** Looked at by all detectors before the next: what they make of so few is forgotten while it is young. */
const TOGETHER = 25;
const TOGETHER_BYTES = 1 << 20;

interface WithMoments {
  moments: { length: number };
}

/** How many contacts to fetch next, after these came when so many were wanted. */
export function rowsNext(wanted: number, rows: readonly WithMoments[]): number {
  const bytes = rows.reduce((sum, { moments }) => sum + moments.length, 1);
  return Math.max(1, Math.min(MOST_ROWS, 2 * wanted, Math.floor((FETCH_BYTES * rows.length) / bytes)));
}

/** Contacts in their order, some at a time; one that is larger than that, alone. */
export function* inTurns<Row extends WithMoments>(rows: readonly Row[]): Generator<Row[]> {
  let some: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (some.length === TOGETHER || (some.length > 0 && bytes + row.moments.length > TOGETHER_BYTES)) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(row);
    bytes += row.moments.length;
  }
  if (some.length > 0) yield some;
}
