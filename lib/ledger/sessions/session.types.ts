/** One distinct caller of the evidence: a principal with one access key (or none). */
export interface PrincipalRow {
  principalNo: number;
  type: string | null;
  principalId: string | null;
  arn: string | null;
  accountId: string | null;
  sessionName: string | null;
  roleArn: string | null;
  accessKeyId: string | null;
  ec2RoleDelivery: string | null;
  inScopeInstanceId: string | null;
}

/** A successful call that returned an access key. */
export interface IssuingCall {
  eventId: string;
  atMs: number;
  principalNo: number;
  /** Service that made the call on the caller's behalf, or `sourceIPAddress` where it is a service name. */
  invokedBy: string | null;
  source: string | null;
  issuedKeyId: string;
  issuedArn: string | null;
}

/** A finding's word about whose a key is; sample findings and outdated updates are left out before. */
export interface FindingKey {
  instanceIds: string[];
  accessKeyId: string;
}

export type SessionBasis = "delivery" | "scope" | "finding" | "issued-by-ec2" | "name" | "name-account-unknown";

/** Everything that says whose a key is, from all evidence; order does not matter. */
export interface SessionInput {
  principals: PrincipalRow[];
  issuing: IssuingCall[];
  findingKeys: FindingKey[];
  /** Account of an instance, null when no evidence tells. */
  accountOf(instanceId: string): string | null;
}

/** Credentials obtained with an instance's session, or with credentials obtained so. */
export interface ChainedSession {
  /** Event id of the call that issued the key. */
  via: string;
  issuedAtMs: number;
  accessKeyId: string;
  issuedByKeyId: string | null;
  principalArn: string;
  /** Callers that used the key; empty when another call is already known to have issued it. */
  principalNos: number[];
}

export interface InstanceSessions {
  instanceId: string;
  /** The instance's own callers, and why each is its own. */
  own: Map<number, SessionBasis>;
  /** By issuing time, then event id. */
  chained: ChainedSession[];
}
