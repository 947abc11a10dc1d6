import { formatDuration } from "@/components/format/format-time";
import { visibleText } from "@/lib/core/visible-text";
import { answerAgeMs, type PeerName } from "@/lib/investigate/names/peer-name";
import type { EventRow } from "@/lib/timeline/events/event.types";

const CACHE_NOTE =
  "Resolvers log what they had to ask for: an answer from a cache leaves no record, so counts of lookups are lower bounds.";

/** `42 s before`, `in the same second` */
function ageWords(name: { answeredMs: number }, atMs: number): string {
  const age = answerAgeMs(name, atMs);
  return age < 1000 ? "in the same second" : `${formatDuration(age)} before`;
}

/** A far end's name in a few words; null where nothing can be said. */
export function shortPeerName(name: PeerName): string | null {
  switch (name.grade) {
    case "instance":
      return visibleText(name.name);
    case "vpc":
      return `${visibleText(name.name)} (by another in the VPC)`;
    case "never":
      return "never resolved here";
    case "unknown":
      return null;
  }
}

/** The same with how long before `atMs` it was resolved and by whom, or what is missing. */
export function fullPeerName(name: PeerName, atMs: number): string {
  switch (name.grade) {
    case "instance":
      return `resolved ${ageWords(name, atMs)} as ${name.name}`;
    case "vpc":
      return `resolved ${ageWords(name, atMs)} as ${name.name}, by another in the VPC, never by this instance`;
    case "never":
      return `never resolved here before. ${CACHE_NOTE}`;
    case "unknown":
      return "not known: no resolver log of this instance or its VPC is among the evidence";
  }
}

/** For the facts of an event: what its far end was called; empty for what has no far end. */
export function peerNameFacts(row: EventRow): { name: string; value: string }[] {
  if (row.source !== "flow" || row.peerName === undefined) return [];
  return [{ name: "Peer's name", value: fullPeerName(row.peerName, row.atMs) }];
}
