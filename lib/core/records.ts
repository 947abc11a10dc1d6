/**
 * The domain records every log format is normalised to, and the observations the address ledger
 * learns from. Field names are the common words of the field, never one vendor format's spelling.
 *
 * Times are epoch milliseconds (UTC). Addresses are text in the form the log gave, except that an
 * IPv4-mapped IPv6 address is already plain IPv4; two addresses are compared through
 * `canonicalAddress` or as Postgres `inet`, never as text. `null` means "the log does not say".
 */

export type FlowAction = "ACCEPT" | "REJECT";
export type FlowDirection = "ingress" | "egress";

/** What stays the same over many records of one flow log; stored once and referred to by number. */
export interface FlowContext {
  source: "vpc-flow" | "tgw-flow";
  /** `eni-…`; null for a regional NAT gateway and for transit gateway logs without an interface. */
  interfaceId: string | null;
  /** What stands for the interface: interface id, else resource id, else transit gateway attachment. */
  interfaceKey: string;
  accountId: string | null;
  vpcId: string | null;
  subnetId: string | null;
  instanceId: string | null;
  region: string | null;
  azId: string | null;
  resourceId: string | null;
  /** `nat_gateway`, `transit_gateway`, … where the format names it (version 11). */
  interfaceType: string | null;
}

/** One flow record. Two directions of one connection are two records. */
export interface FlowRecord {
  kind: "flow";
  /** Number of the record in its file, from 1; rejected, NODATA and SKIPDATA records have numbers too. */
  record: number;
  context: FlowContext;
  startMs: number;
  endMs: number;
  /** True where the time is the CloudWatch event's or only one of start and end was given. */
  approximateTime: boolean;
  sourceIp: string;
  destinationIp: string;
  /** Address in the packet; null when the column is absent or `-`. */
  packetSourceIp: string | null;
  packetDestinationIp: string | null;
  sourcePort: number | null;
  destinationPort: number | null;
  protocol: number | null;
  packets: number | null;
  bytes: number | null;
  action: FlowAction | null;
  tcpFlags: number | null;
  direction: FlowDirection | null;
  /** Every other column with a value, under the log's own name; null when there is none. */
  detail: Record<string, string> | null;
}

/** A NODATA or SKIPDATA row: it carries no traffic and feeds coverage. */
export interface FlowStatusRecord {
  kind: "flow-status";
  record: number;
  context: FlowContext;
  startMs: number;
  endMs: number;
  status: "NODATA" | "SKIPDATA";
}

export interface DnsAnswer {
  type: string;
  data: string;
}

/** Who asked: the same over many queries, stored once and referred to by number. */
export interface DnsAsker {
  accountId: string | null;
  region: string | null;
  vpcId: string | null;
  sourceIp: string | null;
  /** `srcids.instance`, only when it is an instance id. */
  instanceId: string | null;
  resolverEndpoint: string | null;
}

export interface DnsQueryRecord {
  kind: "dns";
  record: number;
  asker: DnsAsker;
  atMs: number;
  /** Lower case, without the trailing dot. */
  name: string;
  type: string;
  class: string | null;
  rcode: string;
  answers: DnsAnswer[];
  /** Addresses of the A and AAAA answers, canonical text. */
  resolvedIps: string[];
  sourcePort: number | null;
  transport: string | null;
  /** `firewall_*` and every unknown key. */
  detail: Record<string, unknown> | null;
  /** SHA-256 (hex, first 32 digits) over the whole JSON object with its keys sorted. */
  recordHash: string;
}

export type ApiCategory = "management" | "data" | "network-activity" | "insight" | "aggregated";

/** Who called: the same over many events, stored once and referred to by number. */
export interface Principal {
  type: string | null;
  principalId: string | null;
  arn: string | null;
  accountId: string | null;
  userName: string | null;
  /** Last part of an assumed role's `principalId`, after its last colon. */
  sessionName: string | null;
  /** `sessionContext.sessionIssuer.arn` where present, else derived from an assumed-role ARN. */
  roleArn: string | null;
  accessKeyId: string | null;
  sessionCreatedAtMs: number | null;
  ec2RoleDelivery: string | null;
  /** Instance id named by `inScopeOf.credentialsIssuedTo` of issuer type AWS::EC2::Instance. */
  inScopeInstanceId: string | null;
  sourceIdentity: string | null;
}

export interface ApiCallRecord {
  kind: "api";
  record: number;
  category: ApiCategory;
  atMs: number;
  eventId: string;
  eventSource: string;
  eventName: string;
  eventType: string | null;
  region: string;
  /** `recipientAccountId`, else the caller's account. */
  accountId: string | null;
  principal: Principal;
  /** `sourceIPAddress` as given: an address, a service name or `AWS Internal`. */
  source: string | null;
  /** The same as an address, null when it is none. */
  sourceIp: string | null;
  userAgent: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  readOnly: boolean | null;
  invokedBy: string | null;
  vpcEndpointId: string | null;
  requestId: string | null;
  sharedEventId: string | null;
  /** `addendum.originalEventID`: this event replaces that one. */
  replacesEventId: string | null;
  /** Access key a successful call returned (`responseElements.credentials.accessKeyId`, `.accessKey.accessKeyId`). */
  issuedKeyId: string | null;
  /** `assumedRoleUser.arn` or the like of the credentials issued. */
  issuedArn: string | null;
  /** Unique id and name of the session issued (`assumedRoleUser.assumedRoleId`, `federatedUser.federatedUserId`). */
  issuedPrincipalId: string | null;
  /** Requested role session name (`requestParameters.roleSessionName`). */
  requestedSessionName: string | null;
  /** What the request names (bucket and key, secret, user, role, group …), 256 characters at most. */
  target: string | null;
  /** What a call that opens, gives or signs in says of it (lib/formats/cloudtrail/call-notes.ts); empty for others. */
  notes: string[];
  /**
   * Fields that tell two copies of one event id apart: short hash of each of the record's top-level
   * fields, by name. Copies that differ in a field that both carry are two records.
   */
  fieldHashes: Record<string, string>;
}

/** One finding, whatever the wrapper and spelling it came in. */
export interface FindingRecord {
  kind: "finding";
  record: number;
  source: "guardduty" | "securityhub";
  findingId: string;
  type: string;
  title: string | null;
  description: string | null;
  severity: number | null;
  accountId: string | null;
  region: string | null;
  createdAtMs: number | null;
  updatedAtMs: number | null;
  firstSeenMs: number;
  lastSeenMs: number;
  sample: boolean;
  actionType: string | null;
  resourceRole: string | null;
  count: number | null;
  instanceIds: string[];
  accessKeyId: string | null;
  accessKeyPrincipalId: string | null;
  /** Every remote address of any action variant or sequence endpoint, canonical text. */
  remoteIps: string[];
  /** Every name of a DNS request or sequence endpoint, lower case without the trailing dot. */
  domains: string[];
}

/** What a record says about who holds what. The ledger is built from these and nothing else. */
export interface Observation {
  /** Number of the record that says so. */
  record: number;
  /**
   * - `seen`: at `atMs` the holder held it (describe output, finding, resolver srcids).
   * - `begins`: the hold begins at `atMs` (RunInstances, AttachNetworkInterface, AttachTime, AssociateAddress …).
   * - `ends`: it ends at `atMs` (TerminateInstances, DetachNetworkInterface, DisassociateAddress …).
   */
  event: "seen" | "begins" | "ends";
  proof: "call" | "description" | "finding" | "dns" | "flow";
  atMs: number;
  /** When a description was of an instance that is known to have begun then (AttachTime, LaunchTime). */
  beganAtMs: number | null;
  accountId: string | null;
  region: string | null;
  vpcId: string | null;
  subnetId: string | null;
  interfaceId: string | null;
  instanceId: string | null;
  natGatewayId: string | null;
  attachmentId: string | null;
  deviceIndex: number | null;
  privateIps: string[];
  /** Public, Elastic and global IPv6 addresses. */
  publicIps: string[];
  /** Those of `publicIps` that the record shows to be Elastic: they stay where they are when an instance stops. */
  elasticIps: string[];
  /** The instance stopped or started at `atMs`; null where the record tells of neither. */
  power: "stopped" | "started" | null;
  /** Elastic IP allocation and association ids, to join a later disassociate to its associate. */
  allocationId: string | null;
  associationId: string | null;
  /** Interface type as described (`interface`, `natGateway`, `network_load_balancer`, …), if told. */
  interfaceType: string | null;
  description: string | null;
  roleArn: string | null;
}

/** A unit of a file that could not be read. `text` is its first 2 KiB. */
export interface Rejection {
  kind: "rejection";
  record: number;
  reason: string;
  text: string;
}

export type EvidenceKind =
  | "vpc-flow"
  | "tgw-flow"
  | "dns"
  | "cloudtrail"
  | "cloudtrail-digest"
  | "guardduty"
  | "securityhub"
  | "config"
  | "aws-describe"
  | "fetch-note"
  | "archive"
  | "unknown";
