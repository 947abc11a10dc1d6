import type { FlowContext, Observation } from "@/lib/core/records";

/** The record that proves something: its file and its number in it. */
export interface EvidenceRef {
  fileId: number;
  record: number;
}

/** What one file shows of one flow context: when it was seen and which addresses are its own side's. */
export interface FlowSighting {
  evidence: EvidenceRef;
  context: FlowContext;
  firstStartMs: number;
  lastStartMs: number;
  lastEndMs: number;
  /** Own-side addresses that `flow-direction` names; empty when the format has none. */
  ownIps: string[];
  /** Addresses that stand in every record of the context: one where its own side is plain. */
  commonIps: string[];
}

/** A resolver asker that named its instance. */
export interface DnsSighting {
  evidence: EvidenceRef;
  instanceId: string;
  accountId: string | null;
  region: string | null;
  vpcId: string | null;
  sourceIp: string | null;
  firstMs: number;
  lastMs: number;
}

export interface StoredObservation extends Observation {
  evidence: EvidenceRef;
}

/** Everything the ledger is built from. Order does not matter. */
export interface LedgerInput {
  observations: StoredObservation[];
  flows: FlowSighting[];
  askers: DnsSighting[];
}

export type GatewayKind = "nat-gateway" | "transit-gateway" | "load-balancer" | "endpoint" | "other";

/** One stretch of a holding. `from` and `to` are epoch ms, half open; null is "as far as the evidence reaches". */
export interface HoldingSpan {
  subjectKind: "interface" | "private-address" | "public-address" | "credential";
  /** Interface key, address or access key id. */
  subject: string;
  vpcId: string | null;
  holderKind: "instance" | "interface" | "nat-gateway" | "gateway" | "session" | "identity";
  holder: string;
  fromMs: number | null;
  toMs: number | null;
  /** First and last time within it at which a record shows the holder; null where none does. */
  seenFromMs: number | null;
  seenToMs: number | null;
  /** Records show this holder while the history gives the subject to another. */
  contested: boolean;
  proof: "call" | "record" | "description" | "finding" | "dns" | "assumed";
  evidence: EvidenceRef | null;
  note: string | null;
}

export interface InstanceFacts {
  instanceId: string;
  accountId: string | null;
  region: string | null;
  vpcId: string | null;
  subnetId: string | null;
  interfaces: {
    interfaceId: string;
    privateIps: string[];
    publicIps: string[];
    attachedFromMs: number | null;
    attachedToMs: number | null;
  }[];
  /** Roles that the instance's profile names (ARNs of roles or of instance profiles). */
  roleArns: string[];
}

/** An own address of an instance, good for a stretch of time. */
export interface OwnAddress {
  ip: string;
  /** `nat` where the address is that of a NAT gateway the instance's traffic leaves by. */
  via: "own" | "nat";
  fromMs: number | null;
  toMs: number | null;
}

/** Who held what, when. Answers are learned from all evidence, never cut by a window. */
export interface Ledger {
  /** Instance that held the interface at a time; null when nobody is known to. */
  holderOfInterface(interfaceKey: string, atMs: number): string | null;
  /**
   * Instance that held an address at a time. With a VPC, in that VPC; in another VPC, or without one,
   * only when exactly one instance in all evidence held it then.
   */
  holderOfAddress(vpcId: string | null, ip: string, atMs: number): string | null;
  /** Interface (key) that held an address at a time, instance's or gateway's, under the same rule. */
  interfaceOfAddress(vpcId: string | null, ip: string, atMs: number): string | null;
  /** Own-side addresses of an interface at a time (flow-direction, descriptions, calls, findings, common address). */
  ownIpsOfInterface(interfaceKey: string, atMs: number): ReadonlySet<string>;
  /** Every own-side address of every interface. */
  ownIps(): { interfaceKey: string; ip: string }[];
  /** What kind of gateway the interface is, null for an instance's or an unknown one. */
  gatewayKind(interfaceKey: string): GatewayKind | null;
  /** VPC that an interface endpoint (`vpce-…`) stands in, null when no evidence tells. */
  endpointVpc(endpointId: string): string | null;
  /** Addresses from which the instance's calls can come, of all kinds; time-bound. */
  ownAddresses(instanceId: string): OwnAddress[];
  /** Piecewise-constant holders of (vpc, ip): stretches in order, holes left out. */
  addressSegments(
    vpcId: string | null,
    ip: string,
  ): { fromMs: number | null; toMs: number | null; instanceId: string }[];
  /** Piecewise-constant holders of an interface. */
  interfaceSegments(interfaceKey: string): { fromMs: number | null; toMs: number | null; instanceId: string }[];
  instanceIds(): string[];
  facts(instanceId: string): InstanceFacts;
  spans(): HoldingSpan[];
}
