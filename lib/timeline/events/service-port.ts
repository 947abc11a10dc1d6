import type { FlowEvent } from "@/lib/timeline/events/event.types";

const PORTLESS = new Set([1, 58]);

/** The port of the service, the lower one where nothing else tells; null where there is none. */
export function servicePort({ nearPort, peerPort, protocol }: FlowEvent): number | null {
  if (nearPort === null || peerPort === null || (protocol !== null && PORTLESS.has(protocol))) return null;
  return Math.min(nearPort, peerPort);
}

/** Accepted bytes that left the instance; null where the event has none. */
export function bytesOutOf({ outbound, action, bytes }: FlowEvent): number | null {
  return outbound === true && action !== "REJECT" ? bytes : null;
}
