import type { Moments } from "@/lib/ingest/sums/moments";

const PORTS = 2 ** 16;

/** When records of each port began and ended, for one channel after the other: what is not of the present turn counts for nothing. */
const turns = new Uint32Array(PORTS);
const earliest = new Float64Array(PORTS);
const latest = new Float64Array(PORTS);
let turn = 0;

/**
 * False where no connection put together from these records can be so many seconds long, as no port has a record that begins and one that
 * ends so far apart. Mostly told without putting any together; true says nothing.
 */
export function couldLast({ startSeconds, endSeconds, nearPorts }: Moments, seconds: number): boolean {
  turn = (turn + 1) % 2 ** 32;
  if (turn === 0) turns.fill(turn++);
  for (let at = 0; at < startSeconds.length; at++) {
    const port = nearPorts[at] as number;
    if (port < 0 || port >= PORTS) return true;
    const start = startSeconds[at] as number;
    const end = endSeconds[at] as number;
    const isFirst = turns[port] !== turn;
    turns[port] = turn;
    earliest[port] = isFirst ? start : Math.min(earliest[port] as number, start);
    latest[port] = isFirst ? end : Math.max(latest[port] as number, end);
    if ((latest[port] as number) - (earliest[port] as number) >= seconds) return true;
  }
  return false;
}
