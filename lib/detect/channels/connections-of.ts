import type { Channel, Inputs } from "@/lib/detect/inputs/inputs.types";

/** One connection, put together from the records that flow logs cut it into. Seconds since the epoch. */
export interface Connection {
  startSeconds: number;
  endSeconds: number;
  nearPort: number;
  /** Null where a record names none. */
  bytes: number | null;
  /** A SYN, or a port that was quiet before, shows its beginning; else it may be older than the first record. */
  beginning: boolean;
}

/** The aggregation interval of the flow log that a channel's records are from. */
export function intervalOf({ intervalSeconds, otherIntervals }: Inputs["flowSpan"], { contact }: Channel): number {
  return otherIntervals.get(contact.near.interfaceNo) ?? intervalSeconds;
}

/** Of records of one time: what begins a connection, what goes on with one, what does not tell. */
const FIRST = [1, 0, 2];

/**
 * Connections of a channel, the earliest first. A record goes on where one of the same port ended at most two aggregation
 * intervals before, unless its flags say that it begins: AWS's own cadence must not look like one connection a minute.
 */
export function connectionsOf(channel: Channel, intervalSeconds: number): Connection[] {
  const { startSeconds, endSeconds, nearPorts, begins } = channel;
  const order = Array.from(startSeconds.keys()).sort(
    (a, b) =>
      (nearPorts[a] as number) - (nearPorts[b] as number) ||
      (startSeconds[a] as number) - (startSeconds[b] as number) ||
      (endSeconds[a] as number) - (endSeconds[b] as number) ||
      // Of equal times too, or the order of loading would decide what is one connection.
      FIRST.indexOf(begins[a] as number) - FIRST.indexOf(begins[b] as number),
  );
  const connections: Connection[] = [];
  let open: Connection | null = null;
  for (const at of order) {
    const start = startSeconds[at] as number;
    const end = endSeconds[at] as number;
    const bytes = channel.bytes[at] as number;
    const goesOn =
      open !== null &&
      open.nearPort === nearPorts[at] &&
      begins[at] !== 1 &&
      start - open.endSeconds <= 2 * intervalSeconds;
    if (goesOn && open) {
      open.endSeconds = Math.max(open.endSeconds, end);
      open.bytes = open.bytes === null || bytes < 0 ? null : open.bytes + bytes;
      continue;
    }
    open = {
      startSeconds: start,
      endSeconds: end,
      nearPort: nearPorts[at] as number,
      bytes: bytes < 0 ? null : bytes,
      beginning: begins[at] !== 0,
    };
    connections.push(open);
  }
  return connections.sort((a, b) => a.startSeconds - b.startSeconds || a.nearPort - b.nearPort);
}
