import type { FlowAction, FlowDirection } from "@/lib/core/records";
import type { Ledger } from "@/lib/ledger/ledger.types";

/** A flow record one of whose addresses is the indicator. Addresses are canonical text. */
export interface CandidateRecord {
  fileId: number;
  record: number;
  interfaceNo: number;
  interfaceKey: string;
  source: "vpc-flow" | "tgw-flow";
  /** The record's own `instance-id`. */
  instanceId: string | null;
  /** The VPC that each side's address is of. */
  vpcIds: Record<Side, string | null>;
  startMs: number;
  endMs: number;
  sourceIp: string;
  destinationIp: string;
  packetSourceIp: string | null;
  packetDestinationIp: string | null;
  sourcePort: number | null;
  destinationPort: number | null;
  protocol: number | null;
  packets: number | null;
  bytes: number | null;
  action: FlowAction | null;
  direction: FlowDirection | null;
}

/**
 * What a record is to the case:
 * - `own`: at the instance's own interface;
 * - `hop`: the instance's traffic at another interface;
 * - `inner`: at an interface of nobody, to an address of no known instance, the indicator only in the packet;
 * - `outer`: at an interface of nobody, the indicator in the record's own addresses.
 */
export interface Match {
  as: "own" | "hop" | "inner" | "outer";
  instanceId: string | null;
  /** From the near end to the indicator. */
  outbound: boolean;
  /** The end that is not the indicator. */
  nearIp: string;
  nearPort: number | null;
  indicatorPort: number | null;
}

type Side = "source" | "destination";

function other(side: Side): Side {
  return side === "source" ? "destination" : "source";
}

interface Ends {
  raw: Record<Side, string>;
  packet: Record<Side, string | null>;
}

function endsOf(record: CandidateRecord): Ends {
  return {
    raw: { source: record.sourceIp, destination: record.destinationIp },
    packet: { source: record.packetSourceIp, destination: record.packetDestinationIp },
  };
}

/** The address in the packet where the log gives it, else the record's. */
function endAt({ raw, packet }: Ends, side: Side): string {
  return packet[side] ?? raw[side];
}

function toMatch(record: CandidateRecord, as: Match["as"], instanceId: string | null, indicatorSide: Side): Match {
  const outbound = indicatorSide === "destination";
  const near = endAt(endsOf(record), other(indicatorSide));
  return {
    as,
    instanceId,
    outbound,
    nearIp: near,
    nearPort: outbound ? record.sourcePort : record.destinationPort,
    indicatorPort: outbound ? record.destinationPort : record.sourcePort,
  };
}

/** The own side of a record: what flow-direction shows, else the side whose address the interface is known by. */
function ownSideOf(record: CandidateRecord, ends: Ends, ownIps: ReadonlySet<string>): Side | null {
  if (record.direction) return record.direction === "egress" ? "source" : "destination";
  const source = ownIps.has(ends.raw.source);
  const destination = ownIps.has(ends.raw.destination);
  if (source === destination) return null;
  return source ? "source" : "destination";
}

/** Which side the indicator is on: at the record's ends first, then at its plain addresses (rule 20 asks for both). */
function indicatorSideOf(ends: Ends, indicator: string): Side | null {
  for (const side of ["source", "destination"] as const) if (endAt(ends, side) === indicator) return side;
  for (const side of ["source", "destination"] as const) if (ends.raw[side] === indicator) return side;
  return null;
}

/**
 * Says whose traffic with the indicator a record shows, by rules 3, 4, 5, 15, 20 and 23. Pure.
 *
 * @returns null when it shows nobody's (the indicator's own record, or traffic that only passes through).
 */
export function matchRecord(record: CandidateRecord, indicator: string, ledger: Ledger): Match | null {
  const ends = endsOf(record);
  const indicatorSide = indicatorSideOf(ends, indicator);
  if (!indicatorSide) return null;
  const gateway = ledger.gatewayKind(record.interfaceKey);
  const holder = gateway ? null : (record.instanceId ?? ledger.holderOfInterface(record.interfaceKey, record.startMs));
  const ownIps = ledger.ownIpsOfInterface(record.interfaceKey, record.startMs);
  const near = endAt(ends, other(indicatorSide));
  const nearHolder = ledger.holderOfAddress(record.vpcIds[other(indicatorSide)], near, record.startMs);
  const holdsIndicator = ledger.holderOfAddress(record.vpcIds[indicatorSide], indicator, record.startMs);

  const asHop = (): Match | null => {
    const isEnd = endAt(ends, indicatorSide) === indicator;
    if (!isEnd || !nearHolder || nearHolder === holder || nearHolder === holdsIndicator) return null;
    return toMatch(record, "hop", nearHolder, indicatorSide);
  };

  if (holder) {
    const ownSide = ownSideOf(record, ends, ownIps) ?? other(indicatorSide);
    // The indicator on the own side: its own interface, or traffic that passes through this one.
    if (ownSide === indicatorSide || ownIps.has(indicator) || holdsIndicator === holder) return asHop();
    const packetNear = ends.packet[ownSide];
    const behind = packetNear !== null && packetNear !== ends.raw[ownSide];
    if (behind && nearHolder && nearHolder !== holder) return asHop();
    return toMatch(record, "own", holder, indicatorSide);
  }

  const hop = asHop();
  if (hop) return hop;
  if (nearHolder || ownIps.has(indicator)) return null;
  const plain = ends.raw.source === indicator || ends.raw.destination === indicator;
  return toMatch(record, plain ? "outer" : "inner", null, indicatorSide);
}
