import type { PeerName } from "@/lib/investigate/names/peer-name";
import type { Mistake } from "@/lib/search/query.types";

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
  /** What the far end was called when the flow began, where that was asked. */
  peerName?: PeerName;
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
  sessionName: string | null;
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

/** Events of one kind that stand in one row, at the place of the first of them. */
export interface EventGroup {
  /** Names its kind of records, as `groupKey` does. */
  key: string;
  count: number;
  lastMs: number;
  /** Accepted bytes that left the instance, of all of them; null where none has any. */
  bytesOut: number | null;
  /** How evenly they follow each other: median of the gaps and the median distance from it; null where they do not. */
  rhythm: { everyMs: number; spreadMs: number } | null;
}

/** A row of the table: an event, or the first of a group. */
export type EventRow = TimelineEvent & { evidence: EventEvidence; group?: EventGroup };

/** Rows in order of time, source, file and record, and the places from which to read on at either end. */
export interface EventWindow {
  rows: EventRow[];
  /** Reads what comes before; null at the beginning. */
  earlier: string | null;
  /** Reads what comes after; null at the end. */
  later: string | null;
}

/** Rows where the order begins or around a moment, and what they are a part of. */
export interface EventStart extends EventWindow {
  /** The stretch of time that events are taken from, half open, epoch ms. */
  view: { fromMs: number; toMs: number };
  counts: SourceCounts;
  /** Within how many stretches of the view records are grouped; 0 where none are. */
  stretches: number;
  /** What of the query cannot be read; nothing is then searched for. */
  mistakes: readonly Mistake[];
}

/** A part of a group's events, in order; `next` reads on, null at the end. */
export interface GroupRows {
  rows: EventRow[];
  next: string | null;
}

/** How many events there are in a view; null where telling would take a scan. */
export type SourceCounts = Record<EventSource, number | null>;
