import type { Moments } from "@/lib/ingest/sums/moments";

/** Of records of one time: what begins a connection, what goes on with one, what does not tell. */
const FIRST = [1, 0, 2];

/** A port, seconds since the earliest and an index side by side are whole numbers below 2^53, which are put in order as they are. */
const PORTS = 2 ** 16;
const SECONDS = 2 ** 22;
const RECORDS = 2 ** 15;

/** Indexes of records by near port, then by time: start, end, and of equal times what begins first, or the order of loading would decide. */
export function byPortAndTime(moments: Moments): ArrayLike<number> & Iterable<number> {
  const { startSeconds, nearPorts } = moments;
  const count = startSeconds.length;
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const start of startSeconds) {
    if (start < earliest) earliest = start;
    if (start > latest) latest = start;
  }
  const compare = comparing(moments);
  if (count > RECORDS || latest - earliest >= SECONDS || nearPorts.some((port) => port < 0 || port >= PORTS))
    return Int32Array.from(startSeconds.keys()).sort(compare);
  const keys = new Float64Array(count);
  for (let at = 0; at < count; at++)
    keys[at] = ((nearPorts[at] as number) * SECONDS + (startSeconds[at] as number) - earliest) * RECORDS + at;
  keys.sort();
  const order = new Int32Array(count);
  for (let place = 0; place < count; place++) order[place] = (keys[place] as number) % RECORDS;
  // Those of one port and start come in the order of loading so far.
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && sharesStart(moments, order[from] as number, order[to] as number)) to++;
    if (to - from > 1) order.subarray(from, to).sort(compare);
    from = to;
  }
  return order;
}

function sharesStart({ startSeconds, nearPorts }: Moments, a: number, b: number): boolean {
  return startSeconds[a] === startSeconds[b] && nearPorts[a] === nearPorts[b];
}

function comparing({ startSeconds, endSeconds, nearPorts, begins }: Moments): (a: number, b: number) => number {
  return (a, b) =>
    (nearPorts[a] as number) - (nearPorts[b] as number) ||
    (startSeconds[a] as number) - (startSeconds[b] as number) ||
    (endSeconds[a] as number) - (endSeconds[b] as number) ||
    FIRST.indexOf(begins[a] as number) - FIRST.indexOf(begins[b] as number);
}
