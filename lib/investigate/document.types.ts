/**
 * The investigation document, version 1: what the command prints, the API returns and the export holds.
 * Additive changes only; a breaking one becomes version 2.
 */
export interface InvestigationV1 {
  schema: "threadline.investigation/v1";
  generatedAt: string; // every time is ISO 8601 in UTC, ending in Z
  producer: { name: string; version: string };
  indicator: { ip: string | null }; // canonical text (RFC 5952 for IPv6)
  window: { from: string | null; to: string | null }; // half open: from <= t < to; null without any record
  instances: InstanceV1[]; // most bytes out first, then by id
  unattributed: {
    // interfaces that met the indicator but belong to no known instance
    interfaceId: string | null;
    traffic: TrafficV1;
  }[];
  apiCallsFromIndicator: ApiCallV1[]; // CloudTrail events whose sourceIPAddress is the indicator, whoever made them
  earliestIndicator: EventRefV1 | null; // first record of any source that ties the case to the indicator
  start: EventRefV1 | null; // the record that people accepted as the beginning of the case
  dwell: DwellV1 | null; // from there to the moment that somebody was told, else to the end of the window
  coverage: CoverageV1[]; // what the evidence can and cannot show
  detections: DetectionV1[]; // most severe first
  notAssessed: { id: string; reason: string }[];
  evidence: EvidenceV1[]; // one row a file, or a fetch from a live source, by name, then sha256
}

export interface InstanceV1 {
  instanceId: string; // "i-…"
  accountId: string | null;
  region: string | null;
  vpcId: string | null;
  subnetId: string | null;
  matchedBy: ("flow" | "dns" | "finding" | "api")[];
  interfaces: {
    interfaceId: string;
    privateIps: string[];
    publicIps: string[];
    attachedFrom: string | null;
    attachedTo: string | null;
  }[];
  traffic: TrafficV1; // with the indicator only
  domains: DomainV1[]; // every name this instance looked up in the window
  roles: { roleArn: string; sessionName: string; accessKeyIds: string[] }[];
  apiCalls: ApiCallV1[]; // by this instance's own role sessions
  chainedSessions: {
    // credentials obtained with those sessions, to any depth
    via: string; // eventID of the call that issued them
    principalArn: string;
    accessKeyIds: string[];
    apiCalls: ApiCallV1[];
  }[];
  offInstanceUse: {
    // the role sessions used from an address that is not this instance's
    sourceIp: string;
    accessKeyIds: string[];
    calls: number;
    firstSeen: string;
    lastSeen: string;
    basis: "known" | "assumed"; // rule 9
  }[];
}

export interface TrafficV1 {
  bytesOut: number;
  bytesIn: number;
  packetsOut: number;
  packetsIn: number;
  flows: number; // accepted records counted above
  rejected: number; // REJECT records, in neither byte count
  unknownBytes: number; // records counted in `flows` whose format has no bytes
  unknownAction: number; // records whose format has no action (transit gateway too): counted as accepted
  firstSeen: string | null;
  lastSeen: string | null;
  ports: {
    protocol: number;
    port: number;
    servedBy: "instance" | "indicator" | "unknown";
    bytesOut: number;
    bytesIn: number;
    flows: number;
  }[];
} // port: the service's port, on the side that was connected to (rule 6)

export interface DomainV1 {
  name: string;
  queries: number;
  types: string[];
  rcodes: string[];
  answers: string[];
  firstSeen: string;
  lastSeen: string;
  resolvedToIndicator: boolean;
}

export interface ApiCallV1 {
  eventSource: string;
  eventName: string;
  region: string;
  calls: number;
  errors: number;
  errorCodes: string[];
  readOnly: boolean | null;
  sourceIps: string[];
  firstSeen: string;
  lastSeen: string;
}

export interface EventRefV1 {
  time: string;
  kind: "flow" | "dns" | "api" | "finding";
  summary: string;
  evidence: { sha256: string; record: number };
} // record: 1 for the file's first record

export interface DwellV1 {
  from: string;
  to: string;
  seconds: number;
  words: string; // which two moments
}

export interface CoverageV1 {
  source: "vpc-flow" | "tgw-flow" | "dns" | "cloudtrail";
  subject: string;
  from: string;
  to: string;
  state:
    | "recorded"
    | "no-data"
    | "skipped"
    | "absent"
    | "digest-gap"
    | "digest-mismatch"
    | "traffic-type-not-logged"
    // What was fetched from AWS: in vain, or only as far as it was asked for.
    | "not-fetched"
    | "looked-up";
  note?: string;
  digests?: string; // what CloudTrail's digests of this trail came to, where the evidence has them
} // readers accept states they do not know

export interface DetectionV1 {
  id: string;
  title: string;
  severity: "low" | "medium" | "high" | "critical";
  techniques: string[]; // ATT&CK ids
  subject: string; // instance id, ARN, address or name
  firstSeen: string;
  lastSeen: string;
  numbers: Record<string, number | string>; // what was measured, and its threshold
  records: { sha256: string; record: number }[]; // the first 20 it rests on
  muted?: string; // why a person muted it; it stays listed
}

export interface EvidenceV1 {
  name: string;
  sha256: string;
  size: number;
  kind: string;
  records: number;
  duplicates: number;
  rejected: number;
  rejections: { record: number; reason: string }[]; // the first 20
  firstEvent: string | null;
  lastEvent: string | null;
  reason?: string;
}
