export const EVENT_SOURCES = ["flow", "dns", "api", "finding"] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

/** The record an event is: the file that holds it and its number there. */
export interface EventEvidence {
  fileId: number;
  fileName: string;
  sha256: string;
  record: number;
}

interface EventBase {
  atMs: number;
  /** The record names the indicator: as a peer, an answer, the caller's address or a finding's. */
  withIndicator: boolean;
}

export interface FlowEvent extends EventBase {
  source: "flow";
  /** Null where neither the record nor the interface's addresses tell. */
  outbound: boolean | null;
  nearIp: string;
  peerIp: string;
  nearPort: number | null;
  peerPort: number | null;
  protocol: number | null;
  action: "ACCEPT" | "REJECT" | null;
  bytes: number | null;
  packets: number | null;
  /** Seen at another interface than the instance's own. */
  hop: boolean;
}

export interface DnsEvent extends EventBase {
  source: "dns";
  name: string;
  type: string;
  rcode: string;
  /** The first answers, and how many there are. */
  answers: string[];
  answerCount: number;
}

export interface ApiEvent extends EventBase {
  source: "api";
  eventSource: string;
  eventName: string;
  region: string;
  errorCode: string | null;
  /** The caller's address or service, as the log gives it. */
  calledFrom: string | null;
  foreign: boolean;
  /** By credentials that one of the instance's sessions led to. */
  chained: boolean;
  roleArn: string | null;
  accessKeyId: string | null;
}

export interface FindingEvent extends EventBase {
  source: "finding";
  type: string;
  lastSeenMs: number;
  remoteIps: string[];
}

export type TimelineEvent = FlowEvent | DnsEvent | ApiEvent | FindingEvent;

/** An event as a query gives it, before its file's name is known. */
export type FoundEvent = TimelineEvent & { fileId: number; record: number };

export type EventRow = TimelineEvent & { evidence: EventEvidence };

/** A page of events in order of time, source, file and record; `next` asks for the one after, null at the end. */
export interface EventPage {
  rows: EventRow[];
  next: string | null;
}
