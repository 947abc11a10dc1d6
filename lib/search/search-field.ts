/** Where a record can come from; the same names as the events of the timeline have. */
export const SEARCH_SOURCES = ["flow", "dns", "api", "finding"] as const;
export type SearchSource = (typeof SEARCH_SOURCES)[number];

/** How the value of a field is read: what may stand there, and what `>` and ranges mean of it. */
export type FieldType = "address" | "bytes" | "number" | "port" | "protocol" | "instant" | "text" | "name" | "choice";

export interface SearchField {
  type: FieldType;
  sources: readonly SearchSource[];
  /** What people are told that the field is. */
  words: string;
  example: string;
  /** Of a choice: all there is to choose from. */
  choices?: readonly string[];
  /** The values of the case are offered while typing. */
  completes?: boolean;
}

const ALL = SEARCH_SOURCES;

/**
 * Every field of the search language and nothing beside them: a name that does not stand here is a mistake. Which columns
 * a field means is said once a source, in lib/timeline/search/columns.
 */
export const SEARCH_FIELDS = {
  source: { type: "choice", sources: ALL, words: "Kind of record", example: "source:dns", choices: ALL },
  time: { type: "instant", sources: ALL, words: "When the record begins, UTC", example: "time:>=2026-03-01T22:10" },
  ip: {
    type: "address",
    sources: ALL,
    completes: true,
    words: "Any address that the record names",
    example: "ip:198.51.100.77",
  },
  peer: {
    ...{ type: "address", sources: ["flow", "api", "finding"], completes: true },
    words: "Far end of a flow, address a call came from, remote address of a finding",
    example: "peer:198.51.100.0/24",
  },
  outcome: {
    ...{ type: "choice", sources: ["flow", "dns", "api"], choices: ["ok", "failed"] },
    words: "`failed`: refused, answered with an error, or not allowed; `ok`: the rest that says",
    example: "outcome:failed",
  },
  action: {
    ...{ type: "choice", sources: ["flow"], choices: ["ACCEPT", "REJECT"] },
    words: "What became of the packets",
    example: "action:REJECT",
  },
  bytes: { type: "bytes", sources: ["flow"], words: "Bytes of a flow record", example: "bytes:>1MB" },
  packets: { type: "number", sources: ["flow"], words: "Packets of a flow record", example: "packets:[1 TO 3]" },
  port: { type: "port", sources: ["flow"], completes: true, words: "Either port", example: "port:(22 OR 3389)" },
  serviceport: {
    ...{ type: "port", sources: ["flow"], completes: true },
    words: "The lower of the two ports, most often the service's",
    example: "serviceport:<1024",
  },
  proto: {
    ...{ type: "protocol", sources: ["flow"], choices: ["tcp", "udp", "icmp", "icmpv6", "gre", "esp"] },
    words: "Protocol by its name or number",
    example: "proto:udp",
  },
  direction: {
    ...{ type: "choice", sources: ["flow"], choices: ["out", "in"] },
    words: "Way of the packets, seen from the interface",
    example: "direction:out",
  },
  interface: {
    type: "text",
    sources: ["flow"],
    words: "Interface of the flow log",
    example: "interface:eni-0a1b2c3d*",
  },
  instance: {
    ...{ type: "text", sources: ALL, completes: true },
    words: "Instance whose record it is",
    example: "instance:i-0a1b2c3d*",
  },
  domain: {
    ...{ type: "name", sources: ["dns"], completes: true },
    words: "Name that was asked for",
    example: "domain:*.example.net",
  },
  answer: { type: "address", sources: ["dns"], words: "Address in the answer", example: "answer:198.51.100.77" },
  type: { type: "text", sources: ["dns"], completes: true, words: "Type of the question", example: "type:TXT" },
  rcode: { type: "text", sources: ["dns"], completes: true, words: "Code of the answer", example: "rcode:NXDOMAIN" },
  api: { type: "text", sources: ["api"], completes: true, words: "Name of the call", example: "api:AssumeRole" },
  service: {
    ...{ type: "text", sources: ["api"], completes: true },
    words: "Service that was called, with or without `.amazonaws.com`",
    example: "service:sts",
  },
  error: { type: "text", sources: ["api"], completes: true, words: "Error code of the call", example: "error:*" },
  region: { type: "text", sources: ["api"], completes: true, words: "Region of the call", example: "region:eu-*" },
  role: {
    ...{ type: "text", sources: ["api"], completes: true },
    words: "Role of the caller, its name or ARN",
    example: "role:web-prod",
  },
  session: {
    type: "text",
    sources: ["api"],
    completes: true,
    words: "Role session, its name or ARN",
    example: "session:i-*",
  },
  user: { type: "text", sources: ["api"], completes: true, words: "Caller's user name or ARN", example: "user:alice" },
  key: {
    ...{ type: "text", sources: ["api", "finding"], completes: true },
    words: "Access key that was used or given out",
    example: "key:ASIA*",
  },
  agent: { type: "text", sources: ["api"], completes: true, words: "User agent", example: "agent:*boto3*" },
  from: {
    ...{ type: "text", sources: ["api"] },
    words: "Where a call came from as the log has it, a service's name included",
    example: "from:*.amazonaws.com",
  },
  finding: {
    type: "text",
    sources: ["finding"],
    completes: true,
    words: "Type of a finding",
    example: "finding:*C&CActivity*",
  },
  tag: {
    ...{ type: "text", sources: ALL, completes: true },
    words: "Tag that someone gave the record, or the row of its kind on an instance's page",
    example: "tag:exfil*",
  },
  pinned: {
    ...{ type: "choice", sources: ALL, choices: ["yes", "no"] },
    words: "Whether someone pinned it, or the row of its kind",
    example: "pinned:yes",
  },
  commented: {
    ...{ type: "choice", sources: ALL, choices: ["yes", "no"] },
    words: "Whether a comment on it, or on the row of its kind, stands",
    example: "commented:yes",
  },
} as const satisfies Record<string, SearchField>;

export type FieldName = keyof typeof SEARCH_FIELDS;
export const FIELD_NAMES = Object.keys(SEARCH_FIELDS) as FieldName[];

/** The fields that people give to records by marking them; which records have them is asked of the case, not of a record. */
export const MARK_FIELDS = ["tag", "pinned", "commented"] as const satisfies FieldName[];
export type MarkField = (typeof MARK_FIELDS)[number];

export function isMarkField(name: FieldName): name is MarkField {
  return MARK_FIELDS.some((field) => field === name);
}

/** The fields that records of a source have. */
export type FieldOf<Source extends SearchSource> = {
  [Name in FieldName]: Source extends (typeof SEARCH_FIELDS)[Name]["sources"][number] ? Name : never;
}[FieldName];

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(SEARCH_FIELDS, name);
}

export function searchField(name: FieldName): SearchField {
  return SEARCH_FIELDS[name];
}
