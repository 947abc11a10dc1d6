/** How often one caller called one API in one way from one place: a row of `caller_uses`. */
export interface CallerUse {
  principalNo: number;
  eventSource: string;
  eventName: string;
  region: string;
  /** Address in canonical text, name of a service, or null. */
  source: string | null;
  /** The source as an address, null when it is none. */
  sourceIp: string | null;
  vpcEndpointId: string | null;
  invokedBy: string | null;
  userAgent: string | null;
  calls: number;
  denied: number;
  changes: number;
  /** Calls that do not say whether they change anything. */
  unsaid: number;
  firstMs: number;
  lastMs: number;
}

/**
 * Where a call was made from, as seen from an instance: from itself, through its NAT gateway, from itself through an
 * endpoint, by an AWS service, through an endpoint that is another's, from another address. `usual`: no address of that
 * kind is known of the instance, and this is the one behind most of its calls. `unknown`: the record does not tell.
 */
export type UseOrigin =
  | "instance"
  | "nat"
  | "own-endpoint"
  | "aws-service"
  | "foreign-endpoint"
  | "foreign-address"
  | "usual"
  | "unknown";

export interface JudgedUse {
  use: CallerUse;
  origin: UseOrigin;
  /** `assumed` where no own address of that kind is known at that time. */
  basis: "known" | "assumed";
}

/** Used off the instance? `unseen` is a key nobody was seen using, `no-address` one that only services used. */
export type KeyVerdict = "off-instance" | "assumed-off" | "on-instance" | "unknown" | "no-address" | "unseen";
