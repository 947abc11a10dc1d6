import type { CallUse, DataHour, NotableCall } from "@/lib/detect/inputs/calls.types";
import type { DomainLookups, FirewallHit, MissingHour, NewDomains } from "@/lib/detect/inputs/dns.types";
import type { Moments } from "@/lib/ingest/sums/moments";

/** Whose interface a flow record was seen at. */
export interface Near {
  interfaceNo: number;
  interfaceKey: string;
  /** Who held the interface when this began; null when nobody is known to. */
  instanceId: string | null;
}

/** What one interface and one far address had to do with each other at one service, over all evidence. */
export interface Contact {
  near: Near;
  /** Canonical text. */
  peer: string;
  /** An address of private, shared or link-local space, or one that an instance or gateway of the case held. */
  internal: boolean;
  /** The range of AWS's that it lies in; null outside of them, and where nobody gave them. */
  aws: { services: readonly string[]; region: string } | null;
  /** -1 where the records name none. */
  protocol: number;
  /** 0 where nothing tells, and for protocols without ports. */
  servicePort: number;
  served: "near" | "peer" | "unknown";
  bytesOut: number;
  bytesIn: number;
  packetsOut: number;
  packetsIn: number;
  accepted: number;
  rejected: number;
  /** Begun by whoever opened them; of these `unanswered` had nothing come back at all. */
  connections: number;
  unanswered: number;
  /** Epoch ms. */
  firstMs: number;
  lastMs: number;
  firstAcceptedMs: number | null;
}

/** A contact that the near side opened, with each of its records that left: times, ports and bytes side by side. */
export interface Channel extends Moments {
  contact: Contact;
  /** What its records were put together to by the first who asked (`connectionsOf`): a WeakMap would keep it too long. */
  together?: { intervalSeconds: number; connections: readonly Connection[] };
}

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

/** A contact that an instance opened to the outside, both ways passed, to an address that no answer in the evidence names. */
export interface UnnamedContact {
  contact: Contact;
  /** On a list of known-bad addresses that people gave. */
  listed: boolean;
  /** The resolver log of its VPC, where the instance's own questions are in it. */
  resolver: {
    /** Hours of it before the first contact. */
    hoursBefore: number;
    /** It has questions of the hour of the first contact, or the one before. */
    covers: boolean;
    /** Questions that the instance asked, over all. */
    queries: number;
    /** Outside addresses that the instance connected to, and those of them that an answer names. */
    peers: number;
    namedPeers: number;
  } | null;
}

/** Bytes that an interface sent in one hour, over all peers. */
export interface SentHour {
  near: Near;
  /** Epoch ms of the hour's beginning. */
  hourMs: number;
  bytesOut: number;
}

/** Who tried: an interface towards the outside or its neighbours, or a far address towards interfaces of the case. */
export type Trier = { near: Near } | { peer: string };

/** Tries of one source that were refused within one minute. */
export interface RefusedMinute {
  source: Trier;
  /** Epoch ms of the minute's beginning. */
  minuteMs: number;
  refused: number;
  targets: number;
  ports: number;
  /** The interfaces that logged them. */
  interfaceNos: readonly number[];
}

/** A target that a source did not get through to at one service within one minute: refused, or never answered. */
export interface FailedTry {
  source: Trier;
  /** Far address, or key of the interface that was tried. */
  target: string;
  protocol: number;
  port: number;
  minuteMs: number;
  interfaceNo: number;
}

/** What detectors read; each is read once a run, and only when a detector that is assessed asks for it. */
export interface Inputs {
  /**
   * First start and last end of the case's counted flow records, and the aggregation interval that most of an interface's
   * records show, in seconds: by its number where it is not `intervalSeconds`.
   */
  flowSpan: { firstMs: number; lastMs: number; intervalSeconds: number; otherIntervals: ReadonlyMap<number, number> };
  /** Interfaces of instances, gateways left out: how many talked to anything. */
  population: { interfaces: number; interfacesByPeer: ReadonlyMap<string, number> };
  /** Outside addresses that an instance opened connections to, often or for long: a detector is given some of them at a time. */
  channels: readonly Channel[];
  /** Contacts over which an interface sent much to the outside. */
  uploads: readonly Contact[];
  sentHours: readonly SentHour[];
  /** When each interface was first seen in the flow logs, by its number; epoch ms. */
  firstSeen: ReadonlyMap<number, number>;
  /** When each interface first had to do with each address of `uploads` and `neighbours`, by "number address"; epoch ms. */
  firstContact: ReadonlyMap<string, number>;
  /** Contacts inside the network on ports by which systems are administered or data is kept. */
  neighbours: readonly Contact[];
  /** Contacts that an interface opened to the outside, unless on the web's own ports. */
  otherServices: readonly Contact[];
  /** Minutes in which one source was refused often. */
  refusedMinutes: readonly RefusedMinute[];
  /** Failed tries of sources that failed at many targets or ports. */
  failedTries: readonly FailedTry[];
  /** Contacts to addresses that nobody in the VPC was ever given as an answer. */
  unnamedContacts: readonly UnnamedContact[];
  /** What every caller did, judged against its instance where it has one. */
  callUses: readonly CallUse[];
  /** Calls that change who may do what, what is recorded or what is let in. */
  notableCalls: readonly NotableCall[];
  /** Calls that read data, by hour. */
  dataHours: readonly DataHour[];
  /** Who asked about which names, by registered domain; addresses of no domain left out. */
  domainLookups: readonly DomainLookups[];
  /** Domains without words in their names, by who asked. */
  newDomains: readonly NewDomains[];
  /** Hours with so many names that do not exist that they may matter. */
  missingHours: readonly MissingHour[];
  /** What the resolver's firewall met. */
  firewallHits: readonly FirewallHit[];
}
