import { byPortAndTime } from "@/lib/detect/channels/order-of";
import type { Channel, Connection, Inputs } from "@/lib/detect/inputs/inputs.types";

/** The aggregation interval of the flow log that a channel's records are from. */
export function intervalOf({ intervalSeconds, otherIntervals }: Inputs["flowSpan"], { contact }: Channel): number {
  return otherIntervals.get(contact.near.interfaceNo) ?? intervalSeconds;
}

/** Connections of a channel, the earliest first. */
export function connectionsOf(channel: Channel, intervalSeconds: number): readonly Connection[] {
  if (channel.together?.intervalSeconds !== intervalSeconds)
    channel.together = { intervalSeconds, connections: putTogether(channel, intervalSeconds) };
  return channel.together.connections;
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
