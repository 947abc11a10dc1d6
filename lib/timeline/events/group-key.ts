import { createHash } from "node:crypto";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { servicePort } from "@/lib/timeline/events/service-port";

/**
 * Names the records of an instance that stand in one row with an event, as SHA-256 in hex; null for one that always stands
 * alone. Of the event only what the record says, not what other evidence makes of it: the same records have the same name
 * whatever is loaded or removed beside them. Stretches of time do not count, so all rows of one kind share it.
 */
export function groupKey(event: FoundEvent): string | null {
  const kind = kindOf(event);
  return kind === null ? null : createHash("sha256").update(JSON.stringify(kind)).digest("hex");
}

function kindOf(event: FoundEvent): unknown[] | null {
  switch (event.source) {
    case "flow": {
      const { peerIp, protocol, action, outbound } = event;
      // Where no direction is known, near and far are only the order in which the record names them.
      const near = outbound === null ? event.nearIp : null;
      return ["flow", peerIp, servicePort(event), protocol, action, outbound, near];
    }
    case "dns":
      return ["dns", event.name, event.type, event.rcode];
    case "api":
      return [
        "api",
        event.eventSource,
        event.eventName,
        event.roleArn,
        event.sessionName,
        event.errorCode,
        event.calledFrom,
      ];
    case "finding":
      return null;
  }
}
