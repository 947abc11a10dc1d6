/** The least of what `of` says of each; infinite where there are none. There may be more of them than a call takes arguments. */
export function leastOf<Item>(items: Iterable<Item>, of: (item: Item) => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) least = Math.min(least, of(item));
  return least;
}

/** The most of what `of` says of each; minus infinity where there are none. */
export function mostOf<Item>(items: Iterable<Item>, of: (item: Item) => number): number {
  return -leastOf(items, (item) => -of(item));
}
