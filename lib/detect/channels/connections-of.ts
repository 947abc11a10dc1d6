import { byPortAndTime } from "@/lib/detect/channels/order-of";
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

/** What was put together of a channel, for as long as that is there: several detectors ask. */
const known = new WeakMap<Channel, { intervalSeconds: number; connections: readonly Connection[] }>();

/** Connections of a channel, the earliest first. */
export function connectionsOf(channel: Channel, intervalSeconds: number): readonly Connection[] {
  const held = known.get(channel);
  if (held?.intervalSeconds === intervalSeconds) return held.connections;
  const connections = putTogether(channel, intervalSeconds);
  known.set(channel, { intervalSeconds, connections });
  return connections;
}

/**
 * A record goes on where one of the same port ended at most two aggregation intervals before, unless its flags say that it begins:
 * AWS's own cadence must not look like one connection a minute.
 */
function putTogether(channel: Channel, intervalSeconds: number): Connection[] {
  const { startSeconds, endSeconds, nearPorts, begins } = channel;
  const connections: Connection[] = [];
  let open: Connection | null = null;
  for (const at of byPortAndTime(channel)) {
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
