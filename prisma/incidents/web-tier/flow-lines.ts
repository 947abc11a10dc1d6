import type { LogFiles } from "./log-files";
import { ACCOUNT, HOUR, NAT, PRIVATE_SUBNET, PUBLIC_SUBNET, REGION, SECOND, START, VPC, WEB_1, WEB_2 } from "./world";

/** The public subnet's flow log has the default format; the private subnet's one of its own, with packet addresses. */
export type FlowLog = "public" | "private";

export const LOG_ID: Record<FlowLog, string> = { public: "fl-0aa11aa11aa11aa11", private: "fl-0bb22bb22bb22bb22" };
export const HEADER: Record<FlowLog, string> = {
  public:
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  private:
    "version vpc-id subnet-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol packets bytes start end action tcp-flags flow-direction traffic-path region az-id log-status",
};

/** The second flow log also covered one interface of the public subnet for two hours. */
const BOTH_LOGS = { interfaceId: WEB_2.interfaceId, from: START + 26 * HOUR, to: START + 28 * HOUR };

const IN_PUBLIC_SUBNET: ReadonlySet<string> = new Set([NAT.interfaceId, WEB_1.interfaceId, WEB_2.interfaceId]);

export interface FlowLine {
  log: FlowLog;
  interfaceId: string;
  from: string;
  to: string;
  fromPort: number;
  toPort: number;
  protocol: number;
  packets: number;
  bytes: number;
  startMs: number;
  endMs: number;
  accepted: boolean;
  tcpFlags: number;
  outbound: boolean;
  /** Addresses in the packet, where they are not the record's own. */
  packetFrom?: string;
  packetTo?: string;
}

function nameOf(log: FlowLog, hour: number, copy: number): string {
  const [day, time] = new Date(START + hour * HOUR + HOUR).toISOString().split("T") as [string, string];
  const stamp = `${day.replaceAll("-", "")}T${time.slice(0, 2)}${time.slice(3, 5)}Z`;
  const hash = ((hour + 1) * 2654435761 + (log === "public" ? 17 : 91) + copy * 7919)
    .toString(16)
    .slice(-8)
    .padStart(8, "0");
  return `AWSLogs/${ACCOUNT}/vpcflowlogs/${REGION}/${day.replaceAll("-", "/")}/${ACCOUNT}_vpcflowlogs_${REGION}_${LOG_ID[log]}_${stamp}_${hash}.log.gz`;
}

const names = new Map<string, string>();

/** One object an hour and log, named as AWS names them; `copy` makes another name for the same hour. */
export function flowFile(log: FlowLog, hour: number, copy = 0): string {
  const key = `${log} ${hour} ${copy}`;
  const known = names.get(key);
  if (known) return known;
  const made = nameOf(log, hour, copy);
  names.set(key, made);
  return made;
}

function subnetOf(interfaceId: string): string {
  return IN_PUBLIC_SUBNET.has(interfaceId) ? PUBLIC_SUBNET : PRIVATE_SUBNET;
}

/** 8: by the internet gateway; 1: by another resource of the VPC; told of what leaves only. */
function trafficPath(line: FlowLine): string {
  if (!line.outbound) return "-";
  return IN_PUBLIC_SUBNET.has(line.interfaceId) && !(line.packetTo ?? line.to).startsWith("10.") ? "8" : "1";
}

function textOf(log: FlowLog, line: FlowLine): string {
  const action = line.accepted ? "ACCEPT" : "REJECT";
  const ports = `${line.fromPort} ${line.toPort}`;
  const times = `${Math.floor(line.startMs / SECOND)} ${Math.floor(line.endMs / SECOND)}`;
  if (log === "public") {
    return `2 ${ACCOUNT} ${line.interfaceId} ${line.from} ${line.to} ${ports} ${line.protocol} ${line.packets} ${line.bytes} ${times} ${action} OK`;
  }
  const kind = line.from.includes(":") ? "IPv6" : "IPv4";
  const flags = line.protocol === 6 ? line.tcpFlags : 0;
  const way = `${line.outbound ? "egress" : "ingress"} ${trafficPath(line)}`;
  return `5 ${VPC} ${subnetOf(line.interfaceId)} ${line.interfaceId} ${ACCOUNT} ${kind} ${line.from} ${line.to} ${ports} ${line.packetFrom ?? line.from} ${line.packetTo ?? line.to} ${line.protocol} ${line.packets} ${line.bytes} ${times} ${action} ${flags} ${way} ${REGION} euw1-az1 OK`;
}

function addLine(files: LogFiles, log: FlowLog, at: { atMs: number; subject: string }, text: string, copy = false) {
  const name = flowFile(log, Math.floor((at.atMs - START) / HOUR));
  files.add(name, { ...at, text, duplicate: copy }, { header: HEADER[log] });
}

/** Writes one flow record; where two logs cover the interface it stands in both, and counts once. */
export function writeFlow(files: LogFiles, line: FlowLine): void {
  const at = { atMs: line.startMs, subject: line.interfaceId };
  addLine(files, line.log, at, textOf(line.log, line));
  const { interfaceId, from, to } = BOTH_LOGS;
  if (line.interfaceId === interfaceId && line.startMs >= from && line.startMs < to) {
    addLine(files, "private", at, textOf("private", line), true);
  }
}

/** Writes what a flow log says of an interval in which nothing passed, or of one that it could not record. */
export function writeStatus(
  files: LogFiles,
  at: { log: FlowLog; interfaceId: string; startMs: number; endMs: number; status: "NODATA" | "SKIPDATA" },
): void {
  const times = `${Math.floor(at.startMs / SECOND)} ${Math.floor(at.endMs / SECOND)}`;
  const text =
    at.log === "public"
      ? `2 ${ACCOUNT} ${at.interfaceId} - - - - - - - ${times} - ${at.status}`
      : `5 ${VPC} ${subnetOf(at.interfaceId)} ${at.interfaceId} ${ACCOUNT} - - - - - - - - - - ${times} - - - - ${REGION} euw1-az1 ${at.status}`;
  addLine(files, at.log, { atMs: at.startMs, subject: at.interfaceId }, text);
}
