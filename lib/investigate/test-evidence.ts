import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createCase } from "@/lib/cases/create-case";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { writeFiles } from "@/lib/ingest/test-corpus";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { investigate } from "@/lib/investigate/investigate";

export const INDICATOR = "198.51.100.7";
export const ACCOUNT = "012345678901";
export const OTHER_ACCOUNT = "999999999999";
export const REGION = "eu-central-1";
export const VPC = "vpc-0a1b2c3d4e5f60001";
export const OTHER_VPC = "vpc-0a1b2c3d4e5f60002";
export const INSTANCE = "i-0a1b2c3d4e5f60001";
export const OTHER_INSTANCE = "i-0a1b2c3d4e5f60002";
const START_MS = Date.UTC(2025, 2, 4);

/** ISO 8601, so many seconds after the start of every test's evidence. */
export function at(seconds: number): string {
  return new Date(START_MS + seconds * 1000).toISOString();
}

const FLOW_HEADER =
  "version account-id vpc-id instance-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

export interface TestFlow {
  second: number;
  bytes?: number | "-";
  action?: string;
  inbound?: boolean;
  port?: number;
  instanceId?: string;
  interfaceId?: string;
  ip?: string;
  peer?: string;
  vpcId?: string;
}

/** A flow log of one interface's records with the indicator, or another peer. */
export function flowLog(flows: readonly TestFlow[], statuses: { second: number; status: string }[] = []): string {
  const start = START_MS / 1000;
  const lines = flows.map((flow) => {
    const { second, bytes = 100, action = "ACCEPT", inbound = false, port = 40_000 } = flow;
    const { instanceId = INSTANCE, interfaceId = "eni-0a1b2c3d4e5f60001", ip = "10.0.0.5", peer = INDICATOR } = flow;
    const ends = inbound ? `${peer} ${ip} 443 ${port}` : `${ip} ${peer} ${port} 443`;
    const counts = bytes === "-" ? "- -" : `2 ${bytes}`;
    return `5 ${ACCOUNT} ${flow.vpcId ?? VPC} ${instanceId} ${interfaceId} ${ends} 6 ${counts} ${start + second} ${start + second + 30} ${action} OK`;
  });
  const gaps = statuses.map(
    ({ second, status }) =>
      `5 ${ACCOUNT} ${VPC} ${INSTANCE} eni-0a1b2c3d4e5f60001 - - - - - - - ${start + second} ${start + second + 60} - ${status}`,
  );
  return `${[FLOW_HEADER, ...lines, ...gaps].join("\n")}\n`;
}

/** One resolver query; `answers` are `[type, data]`. */
export function query(
  second: number,
  name: string,
  answers: [string, string][],
  more: Record<string, unknown> = {},
): string {
  return `${JSON.stringify({
    version: "1.100000",
    account_id: ACCOUNT,
    region: REGION,
    vpc_id: VPC,
    query_timestamp: at(second).replace(".000Z", "Z"),
    query_name: name,
    query_type: "A",
    query_class: "IN",
    rcode: "NOERROR",
    answers: answers.map(([Type, Rdata]) => ({ Rdata, Type, Class: "IN" })),
    srcaddr: "10.0.0.5",
    srcport: String(20_000 + second),
    transport: "UDP",
    srcids: {},
    ...more,
  })}\n`;
}

/** `userIdentity` of the instance's own role session. */
export function session(accessKeyId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLEEXAMPLEAAA:${INSTANCE}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/${INSTANCE}`,
    accountId: ACCOUNT,
    accessKeyId,
    ...more,
  };
}

let events = 0;

/** One CloudTrail event, with an event id of its own unless given one. */
export function call(second: number, eventName: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  events++;
  return {
    eventVersion: "1.08",
    userIdentity: session("ASIAEXAMPLE0000000001"),
    eventTime: at(second).replace(".000Z", "Z"),
    eventSource: eventName === "AssumeRole" ? "sts.amazonaws.com" : "s3.amazonaws.com",
    eventName,
    awsRegion: REGION,
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-cli",
    eventID: `00000000-0000-4000-8000-${String(events).padStart(12, "0")}`,
    eventType: "AwsApiCall",
    eventCategory: "Management",
    readOnly: true,
    recipientAccountId: ACCOUNT,
    ...more,
  };
}

/** What a call that issues credentials adds to its event. */
export function issues(accessKeyId: string, arn: string, roleSessionName: string): Record<string, unknown> {
  return {
    requestParameters: { roleArn: arn, roleSessionName },
    responseElements: { credentials: { accessKeyId }, assumedRoleUser: { arn } },
  };
}

export function trail(...records: Record<string, unknown>[]): string {
  return JSON.stringify({ Records: records });
}

/** A GuardDuty finding of the indicator's connection to the instance. */
export function finding(id: string, seconds: [first: number, last: number], more: Record<string, unknown> = {}) {
  const { service = {}, ...rest } = more as { service?: Record<string, unknown> };
  return {
    schemaVersion: "2.0",
    accountId: ACCOUNT,
    region: REGION,
    id,
    arn: `arn:aws:guardduty:${REGION}:${ACCOUNT}:detector/0a1b/finding/${id}`,
    type: "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom",
    severity: 5,
    createdAt: at(seconds[0]),
    updatedAt: at(seconds[1]),
    title: "A connection",
    description: "A connection",
    resource: { resourceType: "Instance", instanceDetails: { instanceId: INSTANCE, networkInterfaces: [] } },
    service: {
      serviceName: "guardduty",
      resourceRole: "TARGET",
      count: 1,
      archived: false,
      eventFirstSeen: at(seconds[0]),
      eventLastSeen: at(seconds[1]),
      action: {
        actionType: "NETWORK_CONNECTION",
        networkConnectionAction: { connectionDirection: "OUTBOUND", remoteIpDetails: { ipAddressV4: INDICATOR } },
      },
      ...service,
    },
    ...rest,
  };
}

/** Output of describe-network-interfaces for one attached interface. */
export function describedInterface(more: { publicIp?: string; ip?: string } = {}): string {
  const { publicIp, ip = "10.0.0.5" } = more;
  return JSON.stringify({
    NetworkInterfaces: [
      {
        NetworkInterfaceId: "eni-0a1b2c3d4e5f60001",
        InterfaceType: "interface",
        OwnerId: ACCOUNT,
        VpcId: VPC,
        SubnetId: "subnet-0a1b2c3d4e5f60001",
        PrivateIpAddress: ip,
        PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: ip }],
        Attachment: {
          AttachmentId: "eni-attach-0a1b2c3d4e5f60001",
          AttachTime: at(-86_400),
          DeviceIndex: 0,
          InstanceId: INSTANCE,
          Status: "attached",
        },
        ...(publicIp ? { Association: { PublicIp: publicIp, IpOwnerId: "amazon" } } : {}),
      },
    ],
  });
}

/** Loads files into a case (a new one unless named) by the product's own door. */
export async function loadFiles(files: Record<string, string>, intoCase?: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "threadline-evidence-"));
  try {
    await writeFiles(folder, files);
    const caseId = intoCase ?? (await createCase({ title: "Test evidence" })).id;
    await loadEvidence({ caseId, paths: [folder] });
    return caseId;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The document that files come to, in a case of their own. */
export async function investigateFiles(
  files: Record<string, string>,
  window: { from?: string; to?: string } = {},
): Promise<InvestigationV1> {
  const caseId = await loadFiles(files);
  const { from, to } = window;
  return investigate({ caseId, ip: INDICATOR, from: from ? new Date(from) : null, to: to ? new Date(to) : null });
}
