import type { EventRefV1 } from "@/lib/investigate/document.types";

/** Why a record may be where it all began; of one strength and time the earlier in this list goes first. */
export const START_REASONS = [
  "contact",
  "refused",
  "lookup",
  "call",
  "name",
  "off-instance",
  "new-api",
  "detection",
  "finding",
] as const;
export type StartReason = (typeof START_REASONS)[number];

/** A record that the case may have begun with. */
export interface StartCandidate {
  reason: StartReason;
  event: EventRefV1;
}

export interface RankedCandidate extends StartCandidate {
  /**
   * How it is tied to what is flagged: the record itself names the address, names the flagged name, or is of an instance
   * that met it and stands out.
   */
  tie: "address" | "name" | "instance";
  /** Further reasons that name the same record. */
  also: StartReason[];
  /** How far it lies from the present start, ms: negative is earlier. Null where there is no start yet. */
  movesByMs: number | null;
}

/** The record that a person accepted as the beginning. */
export interface AcceptedStart {
  at: string;
  address: string;
  reason: StartReason;
  event: EventRefV1;
  why: string;
  actor: string;
  acceptedAt: string;
}

/** From the accepted start to the time at which somebody was told. */
export interface Dwell {
  from: string;
  to: string;
  seconds: number;
  /** Which two moments, in words. */
  words: string;
}
