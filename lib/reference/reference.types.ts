export const REFERENCE_KINDS = ["aws-ranges", "places", "indicators"] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** What of a file is not used, and how often. */
export interface Skipped {
  reason: string;
  count: number;
}

/** A known-bad address, network or name of a list. */
export interface ListedValue {
  kind: "network" | "name";
  /** Canonical network (an address is one of itself), or lower-case name without the trailing dot. */
  value: string;
  note: string;
}

/** What a file of reference data holds, as told by its content. */
export type ReadReference = { entries: number; datedMs: number | null; skipped: Skipped[] } & (
  | { kind: "aws-ranges" }
  /** `name`: the type that the database gives itself. */
  | { kind: "places"; name: string }
  | { kind: "indicators"; values: ListedValue[] }
);

/** What is known of an address from the files that people gave. */
export interface AddressLabel {
  /** Of AWS's published ranges; null where it is in none of them. */
  aws: { services: string[]; region: string } | null;
  country: string | null;
  /** Who runs its network: number (ASN) and name. */
  owner: { number: number | null; name: string | null } | null;
  listed: Listed[];
}

/** An entry of a list that an address or name meets. */
export interface Listed {
  kind: "network" | "name";
  /** As the list has it: the address, a network that holds it, the name, or one that it lies below. */
  value: string;
  note: string;
  list: string;
  sha256: string;
  datedMs: number | null;
}
