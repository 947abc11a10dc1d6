import { type FlowLog, writeFlow } from "./flow-lines";
import type { LogFiles } from "./log-files";
import { countTraffic, type Truth } from "./truth";
import { INDICATOR, NAT, SECOND } from "./world";

/** Both directions of a connection in one interval, as the side at the interface sees them. */
export interface Exchange {
  log: FlowLog;
  interfaceId: string;
  nearIp: string;
  nearPort: number;
  farIp: string;
  farPort: number;
  startMs: number;
  lengthMs: number;
  out: { bytes: number; packets: number };
  in: { bytes: number; packets: number };
  nearOpened: boolean;
  /** False where a security group refused it. */
  accepted?: boolean;
  /** Which part of a connection that outlives an interval this is. */
  part?: "whole" | "first" | "middle" | "last";
}

const TCP = 6;
/** By how much the NAT gateway's intervals lag the instance's own. */
export const NAT_LAG_MS = 4 * SECOND;

/** SYN 2, SYN-ACK 18 and FIN 1, put together over the interval; what carries none of them shows 0. */
const CLIENT_FLAGS = { whole: 3, first: 2, middle: 0, last: 1 } as const;
const SERVER_FLAGS = { whole: 19, first: 18, middle: 0, last: 1 } as const;

function flagsOf({ part = "whole", accepted = true }: Exchange): { opener: number; answerer: number } {
  if (!accepted) return { opener: CLIENT_FLAGS.first, answerer: SERVER_FLAGS.first };
  return { opener: CLIENT_FLAGS[part], answerer: SERVER_FLAGS[part] };
}

/** Writes both directions of an exchange at one interface; a direction without packets has no record. */
export function writeExchange(files: LogFiles, exchange: Exchange): void {
  const { log, interfaceId, nearIp, nearPort, farIp, farPort, startMs, nearOpened } = exchange;
  const { opener, answerer } = flagsOf(exchange);
  const endMs = startMs + exchange.lengthMs;
  const shared = { log, interfaceId, protocol: TCP, startMs, endMs, accepted: exchange.accepted ?? true };
  const near = { ip: nearIp, port: nearPort, tcpFlags: nearOpened ? opener : answerer };
  const far = { ip: farIp, port: farPort, tcpFlags: nearOpened ? answerer : opener };
  for (const [from, to, sent, outbound] of [
    [near, far, exchange.out, true],
    [far, near, exchange.in, false],
  ] as const) {
    if (sent.packets === 0) continue;
    const ends = { from: from.ip, to: to.ip, fromPort: from.port, toPort: to.port };
    writeFlow(files, { ...shared, ...sent, ...ends, outbound, tcpFlags: from.tcpFlags });
  }
}

/** The legs at the NAT gateway of a private instance's connection: inner ones with its address, outer ones with the gateway's. */
export function writeNatLegs(files: LogFiles, exchange: Exchange, natPort: number): void {
  const { nearIp, nearPort, farIp, farPort } = exchange;
  const { opener, answerer } = flagsOf(exchange);
  const startMs = exchange.startMs + NAT_LAG_MS;
  const shared = {
    log: "private" as const,
    interfaceId: NAT.interfaceId,
    protocol: TCP,
    startMs,
    endMs: startMs + exchange.lengthMs,
    accepted: true,
  };
  const out = { ...shared, ...exchange.out, tcpFlags: opener };
  const back = { ...shared, ...exchange.in, tcpFlags: answerer };
  const inner = { fromPort: nearPort, toPort: farPort, packetTo: farIp, outbound: false };
  const innerBack = { fromPort: farPort, toPort: nearPort, packetFrom: farIp, outbound: true };
  writeFlow(files, { ...out, ...inner, from: nearIp, to: NAT.privateIp });
  writeFlow(files, { ...out, from: NAT.privateIp, to: farIp, fromPort: natPort, toPort: farPort, outbound: true });
  writeFlow(files, { ...back, from: farIp, to: NAT.privateIp, fromPort: farPort, toPort: natPort, outbound: false });
  writeFlow(files, { ...back, ...innerBack, from: NAT.privateIp, to: nearIp });
}

/** Counts an exchange with the indicator for the instance whose it is, at the times of the interface where it counts. */
export function countExchange(truth: Truth, instanceId: string, exchange: Exchange, shiftMs = 0): void {
  if (exchange.farIp !== INDICATOR) throw new Error("only traffic with the indicator is counted");
  const service = exchange.nearOpened
    ? ({ port: exchange.farPort, servedBy: "indicator" } as const)
    : ({ port: exchange.nearPort, servedBy: "instance" } as const);
  const startMs = exchange.startMs + shiftMs;
  const endMs = startMs + exchange.lengthMs;
  const shared = { startMs, endMs, accepted: exchange.accepted ?? true, protocol: TCP, service };
  if (exchange.out.packets > 0) countTraffic(truth, instanceId, { ...shared, ...exchange.out, outbound: true });
  if (exchange.in.packets > 0) countTraffic(truth, instanceId, { ...shared, ...exchange.in, outbound: false });
}
