/** A stored description of one thing. */
export interface Dated {
  atMs: number | null;
  gone: boolean;
}

/**
 * The description that tells best how a thing was at a moment: the last one before it, else the first after it, else one
 * that carries no time. Null where there is none, or where the thing was gone by then.
 *
 * @param descriptions of one thing, in the order they were loaded; of several without a time the last is taken
 */
export function describedAt<T extends Dated>(descriptions: readonly T[], atMs: number): T | null {
  let before: T | null = null;
  let after: T | null = null;
  let undated: T | null = null;
  for (const description of descriptions) {
    const { atMs: time, gone } = description;
    if (time === null) undated = description;
    else if (time <= atMs) before = before === null || time >= (before.atMs ?? 0) ? description : before;
    else if (!gone) after = after === null || time < (after.atMs ?? 0) ? description : after;
  }
  if (before) return before.gone ? null : before;
  return after ?? undated;
}
