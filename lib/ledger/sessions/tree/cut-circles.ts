import { compareText } from "@/lib/core/compare-text";

/**
 * Takes out of each circle the hop of its earliest call: keys that issue one another cannot be as recorded, and a branch
 * must begin somewhere. Changes `parents`; returns the ids whose hop was cut.
 */
export function cutCircles(parents: Map<string, { id: string }>, atMs: (id: string) => number): Set<string> {
  const cut = new Set<string>();
  const done = new Set<string>();
  for (const start of [...parents.keys()].sort(compareText)) {
    const way: string[] = [];
    const onWay = new Set<string>();
    for (let id: string | undefined = start; id !== undefined && !done.has(id); id = parents.get(id)?.id) {
      if (onWay.has(id)) {
        const circle = way.slice(way.indexOf(id));
        const [first] = circle.sort((a, b) => (atMs(a) === atMs(b) ? compareText(a, b) : atMs(a) - atMs(b)));
        if (first !== undefined) {
          parents.delete(first);
          cut.add(first);
        }
        break;
      }
      way.push(id);
      onWay.add(id);
    }
    for (const id of way) done.add(id);
  }
  return cut;
}
