import type { LogFiles } from "./log-files";
import { countTraffic, type Truth } from "./truth";
import {
  ACCOUNT,
  HOUR,
  INDICATOR,
  NAT,
  PRIVATE_SUBNET,
  PUBLIC_SUBNET,
  REGION,
  SECOND,
  START,
  VPC,
  WEB_2,
} from "./world";

/** The public subnet's flow log has the default format; the private subnet's one of its own, with packet addresses. */
export type FlowLog = "public" | "private";

const LOG_ID: Record<FlowLog, string> = { public: "fl-0aa11aa11aa11aa11", private: "fl-0bb22bb22bb22bb22" };
const HEADER: Record<FlowLog, string> = {
  public:
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  private:
    "version vpc-id subnet-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol packets bytes start end action tcp-flags flow-direction traffic-path region az-id log-status",
};

/** The second flow log also covered one interface of the public subnet for two hours. */
const BOTH_LOGS = { interfaceId: WEB_2.interfaceId, from: START + 26 * HOUR, to: START + 28 * HOUR };

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

function hourOf(ms: number): number {
  return Math.floor((ms - START) / HOUR);
}

const names = new Map<string, string>();

/** One object an hour and log, named as AWS names them. */
export function flowFile(log: FlowLog, hour: number, copy = 0): string {
  const key = `${log} ${hour} ${copy}`;
  const known = names.get(key);
  if (known) return known;
  const made = nameOf(log, hour, copy);
  names.set(key, made);
  return made;
}

function nameOf(log: FlowLog, hour: number, copy: number): string {
  const at = new Date(START + hour * HOUR + HOUR);
  const [day, time] = at.toISOString().split("T") as [string, string];
  const stamp = `${day.replaceAll("-", "")}T${time.slice(0, 2)}${time.slice(3, 5)}Z`;
  const hash = ((hour + 1) * 2654435761 + (log === "public" ? 17 : 91) + copy * 7919)
    .toString(16)
    .slice(-8)
    .padStart(8, "0");
  return `AWSLogs/${ACCOUNT}/vpcflowlogs/${REGION}/${day.replaceAll("-", "/")}/${ACCOUNT}_vpcflowlogs_${REGION}_${LOG_ID[log]}_${stamp}_${hash}.log.gz`;
}

function seconds(ms: number): number {
  return Math.floor(ms / SECOND);
}

function textOf(log: FlowLog, line: FlowLine): string {
  const action = line.accepted ? "ACCEPT" : "REJECT";
  const ports = `${line.fromPort} ${line.toPort}`;
  const times = `${seconds(line.startMs)} ${seconds(line.endMs)}`;
  if (log === "public") {
    return `2 ${ACCOUNT} ${line.interfaceId} ${line.from} ${line.to} ${ports} ${line.protocol} ${line.packets} ${line.bytes} ${times} ${action} OK`;
  }
  const subnet =
    line.interfaceId === NAT.interfaceId || line.interfaceId === WEB_2.interfaceId ? PUBLIC_SUBNET : PRIVATE_SUBNET;
  const kind = line.from.includes(":") ? "IPv6" : "IPv4";
  const flags = line.protocol === 6 ? line.tcpFlags : 0;
  const path = line.outbound
    ? line.interfaceId === NAT.interfaceId || line.interfaceId === WEB_2.interfaceId
      ? "8"
      : "1"
    : "-";
  return `5 ${VPC} ${subnet} ${line.interfaceId} ${ACCOUNT} ${kind} ${line.from} ${line.to} ${ports} ${line.packetFrom ?? line.from} ${line.packetTo ?? line.to} ${line.protocol} ${line.packets} ${line.bytes} ${times} ${action} ${flags} ${line.outbound ? "egress" : "ingress"} ${path} ${REGION} euw1-az1 OK`;
}

/** Writes one flow record; where two logs cover the interface it stands in both, and counts once. */
export function writeFlow(files: LogFiles, line: FlowLine): void {
  const hour = hourOf(line.startMs);
  files.add(
    flowFile(line.log, hour),
    { atMs: line.startMs, text: textOf(line.log, line) },
    { header: HEADER[line.log] },
  );
  const { interfaceId, from, to } = BOTH_LOGS;
  if (line.interfaceId === interfaceId && line.startMs >= from && line.startMs < to) {
    files.add(
      flowFile("private", hour),
      { atMs: line.startMs, text: textOf("private", line), duplicate: true },
      { header: HEADER.private },
    );
  }
}

export function writeStatus(
  files: LogFiles,
  at: { log: FlowLog; interfaceId: string; startMs: number; endMs: number; status: "NODATA" | "SKIPDATA" },
): void {
  const times = `${seconds(at.startMs)} ${seconds(at.endMs)}`;
  const text =
    at.log === "public"
      ? `2 ${ACCOUNT} ${at.interfaceId} - - - - - - - ${times} - ${at.status}`
      : `5 ${VPC} ${PRIVATE_SUBNET} ${at.interfaceId} ${ACCOUNT} - - - - - - - - - - ${times} - - - - ${REGION} euw1-az1 ${at.status}`;
  files.add(flowFile(at.log, hourOf(at.startMs)), { atMs: at.startMs, text }, { header: HEADER[at.log] });
}

export interface Exchange {
  log: FlowLog;
  interfaceId: string;
  nearIp: string;
  nearPort: number;
  farIp: string;
  farPort: number;
  protocol?: number;
  startMs: number;
  lengthMs: number;
  out: { bytes: number; packets: number };
  in: { bytes: number; packets: number };
  nearOpened: boolean;
  accepted?: boolean;
}

/** Both directions of one connection in one interval, at one interface. */
export function writeExchange(files: LogFiles, exchange: Exchange): void {
  const { log, interfaceId, nearIp, nearPort, farIp, farPort, startMs, nearOpened } = exchange;
  const shared = {
    log,
    interfaceId,
    protocol: exchange.protocol ?? 6,
    startMs,
    endMs: startMs + exchange.lengthMs,
    accepted: exchange.accepted ?? true,
  };
  if (exchange.out.packets > 0) {
    writeFlow(files, {
      ...shared,
      ...exchange.out,
      from: nearIp,
      to: farIp,
      fromPort: nearPort,
      toPort: farPort,
      outbound: true,
      tcpFlags: nearOpened ? 3 : 19,
    });
  }
  if (exchange.in.packets > 0) {
    writeFlow(files, {
      ...shared,
      ...exchange.in,
      from: farIp,
      to: nearIp,
      fromPort: farPort,
      toPort: nearPort,
      outbound: false,
      tcpFlags: nearOpened ? 19 : 3,
    });
  }
}

/** The legs at the NAT gateway of a private instance's connection: inner ones with its address, outer ones with the gateway's. */
export function writeNatLegs(files: LogFiles, exchange: Exchange, natPort: number): void {
  const { nearIp, nearPort, farIp, farPort } = exchange;
  const startMs = exchange.startMs + 4 * SECOND;
  const shared = {
    log: "private" as const,
    interfaceId: NAT.interfaceId,
    protocol: exchange.protocol ?? 6,
    startMs,
    endMs: startMs + exchange.lengthMs,
    accepted: true,
  };
  const out = { ...shared, ...exchange.out, tcpFlags: 3 };
  const back = { ...shared, ...exchange.in, tcpFlags: 19 };
  writeFlow(files, {
    ...out,
    from: nearIp,
    to: NAT.privateIp,
    packetTo: farIp,
    fromPort: nearPort,
    toPort: farPort,
    outbound: false,
  });
  writeFlow(files, { ...out, from: NAT.privateIp, to: farIp, fromPort: natPort, toPort: farPort, outbound: true });
  writeFlow(files, { ...back, from: farIp, to: NAT.privateIp, fromPort: farPort, toPort: natPort, outbound: false });
  writeFlow(files, {
    ...back,
    from: NAT.privateIp,
    to: nearIp,
    packetFrom: farIp,
    fromPort: farPort,
    toPort: nearPort,
    outbound: true,
  });
}

/** Counts an exchange with the indicator for the instance whose it is, at the times of the interface where it counts. */
export function countExchange(truth: Truth, instanceId: string, exchange: Exchange, shiftMs = 0): void {
  if (exchange.farIp !== INDICATOR) throw new Error("only traffic with the indicator is counted");
  const service = exchange.nearOpened
    ? ({ port: exchange.farPort, servedBy: "indicator" } as const)
    : ({ port: exchange.nearPort, servedBy: "instance" } as const);
  const startMs = Math.floor((exchange.startMs + shiftMs) / SECOND) * SECOND;
  const endMs = Math.floor((exchange.startMs + shiftMs + exchange.lengthMs) / SECOND) * SECOND;
  const shared = { startMs, endMs, accepted: exchange.accepted ?? true, protocol: exchange.protocol ?? 6, service };
  if (exchange.out.packets > 0) countTraffic(truth, instanceId, { ...shared, ...exchange.out, outbound: true });
  if (exchange.in.packets > 0) countTraffic(truth, instanceId, { ...shared, ...exchange.in, outbound: false });
}

/** By how much the NAT gateway's intervals lag the instance's own. */
export const NAT_LAG_MS = 4 * SECOND;
