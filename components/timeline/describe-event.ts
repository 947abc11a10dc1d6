import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import { visibleText } from "@/lib/core/visible-text";
import type {
  ApiEvent,
  DnsEvent,
  EventGroup,
  FindingEvent,
  FlowEvent,
  TimelineEvent,
} from "@/lib/timeline/events/event.types";
import { bytesOutOf, servicePort } from "@/lib/timeline/events/service-port";

/** An event, or a group of them, in the words of the table. All of it is text; what hides in it is made visible. */
export interface EventWords {
  what: string;
  peer: string;
  /** Accepted bytes that left the instance; null where the event has none. */
  bytesOut: number | null;
  flagged: boolean;
}

const PROTOCOLS: Record<number, string> = { 1: "ICMP", 6: "TCP", 17: "UDP", 47: "GRE", 50: "ESP", 58: "ICMPv6" };

export function describeEvent(event: TimelineEvent): EventWords {
  const words = wordsOf(event);
  return { ...words, what: visibleText(words.what), peer: visibleText(words.peer) };
}

/** What a group is called: how many of what, and how evenly they follow each other. */
export function describeGroup(event: TimelineEvent, group: EventGroup): EventWords {
  const what = `${countOf(group.count, NOUNS[event.source])}: ${visibleText(kindOf(event))}${rhythmWords(group)}`;
  return { ...describeEvent(event), what, bytesOut: group.bytesOut };
}

const NOUNS = { flow: "record", dns: "lookup", api: "call", finding: "finding" } as const;

function rhythmWords({ rhythm }: EventGroup): string {
  if (rhythm === null) return "";
  const spread = rhythm.spreadMs === 0 ? "" : ` ± ${formatDuration(rhythm.spreadMs)}`;
  return `, every ${formatDuration(rhythm.everyMs)}${spread}`;
}

/** What all events of a group have in common. */
function kindOf(event: TimelineEvent): string {
  switch (event.source) {
    case "flow":
      return `${event.action === "REJECT" ? "REJECT " : ""}${serviceOf(event)}${event.hop ? ", seen at another interface" : ""}`;
    case "dns":
      return `${event.name} ${event.type}${event.rcode === "NOERROR" ? "" : ` ${event.rcode}`}`;
    case "api":
      return describeCall(event).what;
    case "finding":
      return event.type;
  }
}

function wordsOf(event: TimelineEvent): EventWords {
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

/** `TCP 443 out` */
function serviceOf(flow: FlowEvent): string {
  const { protocol, outbound } = flow;
  const port = servicePort(flow);
  const name = protocol === null ? "protocol unknown" : (PROTOCOLS[protocol] ?? `protocol ${protocol}`);
  const way = outbound === null ? "direction unknown" : outbound ? "out" : "in";
  return `${name}${port === null ? "" : ` ${port}`} ${way}`;
}

function describeFlow(flow: FlowEvent): EventWords {
  const { bytes, outbound } = flow;
  const refused = flow.action === "REJECT";
  const parts = [serviceOf(flow)];
  if (flow.packets !== null) parts.push(countOf(flow.packets, "packet"));
  if (bytes === null) parts.push("bytes not given");
  else if (outbound !== true || refused) parts.push(formatBytes(bytes));
  if (flow.action === null) parts.push("action not given");
  if (flow.hop) parts.push("seen at another interface");
  return {
    what: `${refused ? "REJECT " : ""}${parts.join(" · ")}`,
    peer: outbound === null ? `${flow.nearIp} → ${flow.peerIp}` : flow.peerIp,
    bytesOut: bytesOutOf(flow),
    flagged: flow.withIndicator,
  };
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
