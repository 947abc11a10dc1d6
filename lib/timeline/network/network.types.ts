import type { PeerName } from "@/lib/investigate/names/peer-name";
import type { AddressLabel, Listed } from "@/lib/reference/reference.types";

/** A service between the two: who served it is the side that was connected to. */
export interface PeerService {
  /** -1 where the records name none. */
  protocol: number;
  /** 0 where nothing tells. */
  port: number;
  served: "instance" | "peer" | "unknown";
  bytes: number;
}

/** One far address of an instance, over the time that is looked at. */
export interface PeerRow {
  /** Canonical text. */
  ip: string;
  /** What it was called when it was first met; where it had no name then, when it was last. */
  name: PeerName;
  /** The moment that the name is of, epoch ms. */
  namedAtMs: number;
  /** Met before the first answer that named it. */
  namedLater: boolean;
  /** An instance of the evidence that held the address then. */
  holder: string | null;
  label: AddressLabel;
  /** Entries of lists that its name meets. */
  listedName: Listed[];
  services: PeerService[];
  serviceCount: number;
  bytesOut: number;
  bytesIn: number;
  accepted: number;
  rejected: number;
  connections: number;
  firstMs: number;
  lastMs: number;
}

/** A name that the instance asked for and was given addresses for, none of which it then met. */
export interface UnusedName {
  name: string;
  addresses: string[];
  firstMs: number;
  lastMs: number;
}

export interface NetworkPage {
  /** Whether the flow logs show any traffic of its interfaces, whatever is asked for. */
  recorded: boolean;
  peers: PeerRow[];
  /** Of all pages, with the filter. */
  total: number;
  /** Bytes both ways of all that fit. */
  bytes: number;
  /** Addresses outside that it connected to without an answer that named them; null without resolver logs. */
  unresolved: number | null;
  unused: { names: UnusedName[]; total: number } | null;
  /** Whole hours, half open; null: all of the evidence. */
  hours: { fromMs: number; toMs: number } | null;
}
