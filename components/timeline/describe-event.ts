import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import type { ApiEvent, DnsEvent, FindingEvent, FlowEvent, TimelineEvent } from "@/lib/timeline/events/event.types";

/** An event in the words of the table. All of it is text; nothing in it is ever markup. */
export interface EventWords {
  what: string;
  peer: string;
  /** Accepted bytes that left the instance; null where the event has none. */
  bytesOut: number | null;
  flagged: boolean;
}

const PROTOCOLS: Record<number, string> = { 1: "ICMP", 6: "TCP", 17: "UDP", 47: "GRE", 50: "ESP", 58: "ICMPv6" };

export function describeEvent(event: TimelineEvent): EventWords {
  switch (event.source) {
    case "flow":
      return describeFlow(event);
    case "dns":
      return describeQuery(event);
    case "api":
      return describeCall(event);
    case "finding":
      return describeFinding(event);
  }
}

function describeFlow(flow: FlowEvent): EventWords {
  const { protocol, bytes, outbound } = flow;
  const ports =
    flow.peerPort === null || flow.nearPort === null || protocol === 1 || protocol === 58
      ? ""
      : ` ${servicePort(flow.nearPort, flow.peerPort)}`;
  const service = `${protocol === null ? "protocol unknown" : (PROTOCOLS[protocol] ?? `protocol ${protocol}`)}${ports}`;
  const way = outbound === null ? "direction unknown" : outbound ? "out" : "in";
  const parts = [`${service} ${way}`];
  if (flow.packets !== null) parts.push(countOf(flow.packets, "packet"));
  if (bytes === null) parts.push("bytes not given");
  else if (outbound !== true || flow.action === "REJECT") parts.push(formatBytes(bytes));
  if (flow.action === null) parts.push("action not given");
  if (flow.hop) parts.push("seen at another interface");
  const refused = flow.action === "REJECT";
  return {
    what: `${refused ? "REJECT " : ""}${parts.join(" · ")}`,
    peer: outbound === null ? `${flow.nearIp} → ${flow.peerIp}` : flow.peerIp,
    bytesOut: outbound === true && !refused ? bytes : null,
    flagged: flow.withIndicator,
  };
}

/** The lower port: the service's, where nothing else tells. */
function servicePort(nearPort: number, peerPort: number): number {
  return Math.min(nearPort, peerPort);
}

function describeQuery(query: DnsEvent): EventWords {
  const more = query.answerCount - query.answers.length;
  const given =
    query.answers.length > 0
      ? `→ ${query.answers.join(", ")}${more > 0 ? ` and ${formatCount(more)} more` : ""}`
      : query.rcode === "NOERROR"
        ? "→ no answer"
        : query.rcode;
  return { what: `${query.name} ${query.type} ${given}`, peer: "", bytesOut: null, flagged: query.withIndicator };
}

function describeCall(call: ApiEvent): EventWords {
  const parts = [`${call.eventName}${call.foreign ? " from elsewhere" : ""}`];
  if (call.errorCode !== null) parts.push(call.errorCode);
  parts.push(call.eventSource.replace(/\.amazonaws\.com$/, ""));
  if (call.chained) parts.push("by a further session");
  return {
    what: parts.join(" · "),
    peer: call.calledFrom ?? "",
    bytesOut: null,
    flagged: call.withIndicator || call.foreign,
  };
}

function describeFinding(finding: FindingEvent): EventWords {
  const length = finding.lastSeenMs - finding.atMs;
  return {
    what: `${finding.type}${length > 0 ? ` · seen for ${formatDuration(length)}` : ""}`,
    peer: finding.remoteIps.join(", "),
    bytesOut: null,
    flagged: finding.withIndicator,
  };
}
