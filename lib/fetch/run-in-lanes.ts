export interface Lanes<T> {
  /** Items of one lane share what may run side by side. */
  laneOf(item: T): string;
  /** How many of an item's lane may run side by side. */
  atOnce(item: T): number;
  /** How many of all lanes. */
  most: number;
  /** Does one; `add` puts further ones behind those that wait. What it throws ends all. */
  work(item: T, add: (items: readonly T[]) => void): Promise<void>;
}

/**
 * Does all items side by side, each lane within its own limit and in its own order. Throws what the first that failed threw,
 * once those under way have ended.
 */
export async function runInLanes<T>(items: readonly T[], lanes: Lanes<T>): Promise<void> {
  const waiting = [...items];
  const running = new Map<string, number>();
  const works = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const next = () => {
    if (faults.length > 0 || works.size >= lanes.most) return;
    const at = waiting.findIndex((item) => (running.get(lanes.laneOf(item)) ?? 0) < lanes.atOnce(item));
    const [item] = at < 0 ? [] : waiting.splice(at, 1);
    if (item === undefined) return;
    const lane = lanes.laneOf(item);
    running.set(lane, (running.get(lane) ?? 0) + 1);
    const work = lanes
      .work(item, (more) => {
        waiting.push(...more);
        next();
      })
      .catch((error: unknown) => {
        faults.push(error);
      })
      .finally(() => {
        running.set(lane, (running.get(lane) ?? 1) - 1);
        works.delete(work);
      });
    works.add(work);
    next();
  };
  next();
  while (works.size > 0) {
    await Promise.race(works);
    next();
  }
  if (faults.length > 0) throw faults[0];
}
