import type { EvidenceRef } from "@/lib/ledger/ledger.types";
import type { PrincipalRow, SessionBasis } from "@/lib/ledger/sessions/session.types";

/** A caller with what joins it to the call that issued its credentials. */
export interface CallerRow extends PrincipalRow {
  userName: string | null;
  sessionCreatedAtMs: number | null;
  sourceIdentity: string | null;
}

/** A successful call that gave out credentials, or a successful sign-in; both accounts' copies where both recorded it. */
export interface GrantCall extends EvidenceRef {
  /** Of the file: numbers of files follow the order of loading. */
  sha256: string;
  eventId: string;
  atMs: number;
  principalNo: number;
  eventSource: string;
  eventName: string;
  /** Service that made the call, or `sourceIPAddress` where it is a service name. */
  invokedBy: string | null;
  source: string | null;
  issuedKeyId: string | null;
  issuedArn: string | null;
  /** Unique id and session name, `AROA…:name`. */
  issuedPrincipalId: string | null;
  /** Session name that the request asked for. */
  requestedSessionName: string | null;
  /** User or role that the request names. */
  target: string | null;
  sharedEventId: string | null;
  /** A copy that another one stands for. */
  repeat: boolean;
}

/** How a session was joined to the call that issued it, the surest first. */
export type HopProof = "access-key" | "role-id-and-time" | "source-identity" | "sign-in";

export interface Hop {
  proof: HopProof;
  /** Null where both only carry one source identity and no record of the call is among the evidence. */
  call: GrantCall | null;
  /** The same call as the other account recorded it. */
  twins: GrantCall[];
  /** Name of the AWS service that made the call, when it was one. */
  service: string | null;
  /** How many calls fit; more than one is said. */
  fits: number;
}

/** Where a branch begins. */
export type RootKind =
  | "instance"
  | "user"
  | "sign-in"
  | "federated"
  | "service"
  | "aws-own-role"
  | "other-account"
  | "not-in-evidence"
  | "circular"
  | "other";

/** One access key of a session (or what calls without one). */
export interface SessionKey {
  accessKeyId: string | null;
  /** Its callers in the evidence; empty for a key that was issued and never seen used. */
  principalNos: number[];
  createdMs: number | null;
  /** IMDS versions that delivered it (`ec2RoleDelivery`), as recorded. */
  deliveries: string[];
  basis: SessionBasis | null;
  hop: Hop | null;
  /** Key that made the issuing call. */
  issuedByKeyId: string | null;
}

/** A session: credentials of one identity that one and the same session led to. */
export interface SessionNode {
  /** Stable for equal evidence. */
  id: string;
  parentId: string | null;
  depth: number;
  /** Null below a root. */
  root: RootKind | null;
  type: string | null;
  principalId: string | null;
  arn: string | null;
  accountId: string | null;
  roleArn: string | null;
  sessionName: string | null;
  userName: string | null;
  sourceIdentities: string[];
  /** The instance whose own session it is. */
  instanceId: string | null;
  /** The nearest instance at or above it: the one its branch begins with; null for a branch of none. */
  rootInstanceId: string | null;
  /** AWS service that it belongs to, or that issued it. */
  service: string | null;
  keys: SessionKey[];
  /** Keys that the service issued for it and nobody was seen using. */
  unusedKeys: number;
  children: string[];
}

export interface SessionTree {
  nodes: Map<string, SessionNode>;
  roots: string[];
  /** Node of each caller. */
  nodeOf: Map<number, string>;
}
