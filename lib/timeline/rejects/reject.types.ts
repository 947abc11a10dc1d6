import type { NetworkRules } from "@/lib/core/network-rules";

/** Rules of one kind of thing. */
export type RulesOf<Kind extends NetworkRules["kind"]> = Extract<NetworkRules, { kind: Kind }>;

/** A description that was chosen for a moment, with the time it carries; null where it carries none. */
export interface AsDescribed<Kind extends NetworkRules["kind"]> {
  rules: RulesOf<Kind>;
  atMs: number | null;
}

/** What a refused flow record says, as far as rules ask for it. */
export interface RefusedRecord {
  atMs: number;
  /** Out of the interface; null where nothing tells. */
  outbound: boolean | null;
  /** The far end's address, as the packet has it, and the port that was asked for. */
  peerIp: string;
  sourcePort: number | null;
  destinationPort: number | null;
  protocol: number | null;
  tcpFlags: number | null;
  /** `reject-reason` of the record: BPA, EC. */
  reason: string | null;
}

/** The security groups of the interface as they are known for the record's time. */
export interface KnownGroups {
  /** Which groups the interface was in; null where no description tells. */
  card: AsDescribed<"interface"> | null;
  /** Those of them that are described. */
  groups: AsDescribed<"security-group">[];
  /** Groups of the far end's interface, for rules that name a group; null where it is not known. */
  peerGroupIds: string[] | null;
}

/** What refused a record, as far as descriptions tell, and how that is said: sentences. */
export interface RejectExplanation {
  refusedBy: "record" | "groups" | "acl" | "both" | "neither" | "unknown";
  sentences: string[];
}
