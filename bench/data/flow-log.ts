/**
 * A made-up flow log for measuring: twenty instances in two subnets talk to some four thousand addresses over two days,
 * one instance and a few peers taking most of it. The same numbers give the same records. Outside addresses are from
 * 198.18.0.0/15, which RFC 2544 keeps for benchmarks; the indicator is from a documentation range.
 */
export const INDICATOR = "203.0.113.66";

export const FLOW_LOG_HEADER =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status " +
  "vpc-id subnet-id instance-id tcp-flags pkt-srcaddr pkt-dstaddr flow-direction";
export const FIRST_SECOND = Date.UTC(2026, 2, 2) / 1000;
export const SPAN_SECONDS = 48 * 3600;
const INSTANCES = 20;
/** The instance that met the indicator, and the part of all records that is its own. */
const BUSY_NO = 7;
const BUSY_SHARE = 0.2;
/** Of the busy instance's records. */
const PEERS = 4000;
const INDICATOR_SHARE = 0.01;

interface Instance {
  no: number;
  id: string;
  ip: string;
  columns: string;
  interfaceId: string;
}

export const INSTANCE_LIST: readonly Instance[] = Array.from({ length: INSTANCES }, (_, at) => {
  const no = at + 1;
  const hex = no.toString(16).padStart(17, "0");
  return {
    no,
    id: `i-${hex}`,
    ip: `10.20.${no % 2}.${10 + no}`,
    interfaceId: `eni-${hex}`,
    columns: `vpc-0000000000000000a subnet-0000000000000000${no % 2} i-${hex}`,
  };
});

const OTHERS = INSTANCE_LIST.filter(({ no }) => no !== BUSY_NO);
export const BUSY = INSTANCE_LIST[BUSY_NO - 1] as Instance;

/** Numbers from 0 up to 1 that look like chance and are none (mulberry32, public domain). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Small numbers stand for the peers that take most of the traffic. */
export function peerAddress(index: number): string {
  const spread = Math.imul(index, 40_503) & 0x1ffff;
  return `198.${18 + (spread >>> 16)}.${(spread >>> 8) & 255}.${spread & 255}`;
}

export interface FlowLine {
  /** A line of the log, without its end. */
  log: string;
  /** The same record as a row of flow_records in COPY text format, without its end. */
  row: string;
}

/** The records of file `file` (from 1) of `files`, in order of time; `records` of them. */
export function* flowLines(file: number, files: number, records: number): Generator<FlowLine> {
  const next = numbers(file * 7919);
  for (let record = 1; record <= records; record++) {
    const isBusy = next() < BUSY_SHARE;
    const instance = isBusy ? BUSY : (OTHERS[Math.floor(next() * OTHERS.length)] as Instance);
    const share = SPAN_SECONDS / files;
    const start = FIRST_SECOND + Math.floor((file - 1 + (record - 1) / records) * share);
    const end = start + 30 + Math.floor(next() * 30);
    const flagged = isBusy && next() < INDICATOR_SHARE;
    // The product of two leans to small numbers: few peers take most of the traffic.
    const peer = flagged ? INDICATOR : peerAddress(Math.floor(next() * next() * PEERS));
    const outbound = next() < 0.5;
    const port = 32_768 + Math.floor(next() * 28_000);
    const packets = 1 + Math.floor(next() * 40);
    const bytes = packets * (60 + Math.floor(next() * 1400));
    const rejected = next() < 0.04;
    const flags = rejected ? 2 : outbound ? 3 : 19;
    const [source, destination] = outbound ? [instance.ip, peer] : [peer, instance.ip];
    const [sourcePort, destinationPort] = outbound ? [port, 443] : [443, port];
    yield {
      log:
        `5 123456789012 ${instance.interfaceId} ${source} ${destination} ${sourcePort} ${destinationPort} 6 ${packets} ` +
        `${bytes} ${start} ${end} ${rejected ? "REJECT" : "ACCEPT"} OK ${instance.columns} ${flags} ${source} ` +
        `${destination} ${outbound ? "egress" : "ingress"}`,
      row:
        `${instant(start)}\t${instant(end)}\t${bytes}\t${packets}\t1\t${file}\t${record}\t${instance.no}\t` +
        `${instance.no}\t\\N\t${sourcePort}\t${destinationPort}\t6\t${rejected ? 2 : 1}\t${flags}\t` +
        `${outbound ? 2 : 1}\t3\t${source}\t${destination}\t\\N\t\\N`,
    };
  }
}

let lastSecond = -1;
let lastText = "";
function instant(second: number): string {
  if (second === lastSecond) return lastText;
  lastSecond = second;
  lastText = new Date(second * 1000).toISOString();
  return lastText;
}
