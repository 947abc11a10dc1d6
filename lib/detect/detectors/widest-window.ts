/** The stretch of so many ms in which the most different keys came together; ties go to the earliest. */
export function widestWindow<Item>(
  items: readonly Item[],
  windowMs: number,
  at: (item: Item) => number,
  key: (item: Item) => string,
): { fromMs: number; toMs: number; keys: number } {
  const sorted = [...items].sort((a, b) => at(a) - at(b));
  const inside = new Map<string, number>();
  let best = { fromMs: 0, toMs: 0, keys: 0 };
  let oldest = 0;
  for (const item of sorted) {
    inside.set(key(item), (inside.get(key(item)) ?? 0) + 1);
    for (let first = sorted[oldest]; first && at(item) - at(first) >= windowMs; first = sorted[++oldest]) {
      const left = (inside.get(key(first)) ?? 1) - 1;
      if (left === 0) inside.delete(key(first));
      else inside.set(key(first), left);
    }
    const first = sorted[oldest] ?? item;
    if (inside.size > best.keys) best = { fromMs: at(first), toMs: at(item), keys: inside.size };
  }
  return best;
}
