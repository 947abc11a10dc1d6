import type { History } from "@/lib/investigate/sessions/role-history";
import type { KeyVerdict, UseOrigin } from "@/lib/investigate/sessions/session-use.types";
import type { HopProof, RootKind } from "@/lib/ledger/sessions/tree/tree.types";
import type { EventEvidence } from "@/lib/timeline/events/event.types";

/** The call that issued credentials, and the record of it; `call` is null where only one source identity joins both. */
export interface HopView {
  proof: HopProof;
  call: { eventName: string; atMs: number; evidence: EventEvidence } | null;
  /** The other account's record of the same call. */
  twins: EventEvidence[];
  service: string | null;
  byKeyId: string | null;
  fits: number;
}

export interface ForeignUseView {
  atMs: number;
  source: string | null;
  basis: "known" | "assumed";
  minutesSinceIssue: number | null;
}

/** A session as one line of the tree. */
export interface SessionLine {
  id: string;
  parentId: string | null;
  /** Below the first line of its branch that is shown. */
  depth: number;
  /** Sessions that led to it and are not shown, on the first line of a branch that is too long. */
  above: number;
  root: RootKind | null;
  /** Session name, user or kind of caller. */
  name: string;
  /** Role without its path, null for what has none. */
  role: string | null;
  accountId: string | null;
  instanceId: string | null;
  service: string | null;
  keys: number;
  /** Keys used off the instance. */
  keysOff: number;
  hop: HopView | null;
  calls: number;
  denied: number;
  changes: number;
  firstMs: number | null;
  lastMs: number | null;
  verdict: KeyVerdict | null;
  firstForeign: ForeignUseView | null;
  /** It was asked for; the others lead to one that was. */
  found: boolean;
}

export interface KeyView {
  accessKeyId: string | null;
  createdMs: number | null;
  deliveries: string[];
  basis: string | null;
  hop: HopView | null;
  calls: number;
  denied: number;
  changes: number;
  unsaid: number;
  firstMs: number | null;
  lastMs: number | null;
  verdict: KeyVerdict | null;
  firstForeign: (ForeignUseView & { evidence: EventEvidence | null }) | null;
}

export interface ApiView {
  eventSource: string;
  eventName: string;
  calls: number;
  denied: number;
  changes: number;
  firstMs: number;
  /** True: nobody with this role and account called it before; null: there is too little history to say. */
  isNew: boolean | null;
  /** Of the role, before the first of these calls. */
  history: History;
  key: string | null;
}

export interface PlaceView {
  source: string | null;
  vpcEndpointId: string | null;
  /** Null where there is no instance to judge by. */
  origin: UseOrigin | null;
  basis: "known" | "assumed";
  calls: number;
  denied: number;
  firstMs: number;
  lastMs: number;
  keys: number;
  userAgents: string[];
}

export interface SessionDetail {
  line: SessionLine;
  arn: string | null;
  roleArn: string | null;
  principalId: string | null;
  type: string | null;
  sourceIdentities: string[];
  unusedKeys: number;
  /** The instance it is judged by. */
  rootInstanceId: string | null;
  keys: KeyView[];
  apis: ApiView[];
  apisTotal: number;
  places: PlaceView[];
  placesTotal: number;
  /** Calls from two places within five minutes of one another: on the instance and elsewhere. */
  together: { atMs: number; source: string; ownMs: number; ownSource: string } | null;
  /** From the root down to it; what stands far above is left out and counted. */
  path: { id: string; name: string }[];
  pathCut: number;
}
