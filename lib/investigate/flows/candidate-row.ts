import { canonicalAddress } from "@/lib/core/address";
import { isInstanceId } from "@/lib/core/instance-id";
import type { CandidateRecord } from "@/lib/investigate/flows/match-record";

/** Columns of a candidate record as SQL (r: flow_records, c: flow_contexts, i: interfaces). */
export const CANDIDATE_COLUMNS = `
  r.file_id, r.record_no, r.interface_no, i.key AS interface_key, c.source, c.instance_id, c.vpc_id,
  (extract(epoch FROM r.start_at) * 1000)::bigint AS start_ms, (extract(epoch FROM r.end_at) * 1000)::bigint AS end_ms,
  host(r.source_ip) AS source_ip, host(r.destination_ip) AS destination_ip,
  host(r.packet_source_ip) AS packet_source_ip, host(r.packet_destination_ip) AS packet_destination_ip,
  r.source_port, r.destination_port, r.protocol, r.packets, r.bytes, r.action, r.direction,
  CASE WHEN c.source = 'tgw-flow' THEN
    (SELECT ARRAY[d.fields->>'tgw-src-vpc-id', d.fields->>'tgw-dst-vpc-id'] FROM flow_details d WHERE d.id = r.detail_no)
  END AS side_vpcs`;

export interface CandidateRow {
  file_id: number;
  record_no: number;
  interface_no: number;
  interface_key: string;
  source: "vpc-flow" | "tgw-flow";
  instance_id: string | null;
  vpc_id: string | null;
  start_ms: string;
  end_ms: string;
  source_ip: string;
  destination_ip: string;
  packet_source_ip: string | null;
  packet_destination_ip: string | null;
  source_port: number | null;
  destination_port: number | null;
  protocol: number | null;
  packets: string | null;
  bytes: string | null;
  action: number;
  direction: number;
  /** Of a transit gateway's record: the VPCs of source and destination. */
  side_vpcs: [string | null, string | null] | null;
}

/** Postgres prints IPv6 in its own way: bring every address to canonical text. */
function address(text: string): string {
  return canonicalAddress(text) ?? text;
}

/** A VPC's own log shows one VPC; a transit gateway stands between two, and what it does not name is not known. */
function sideVpcs({ source, vpc_id, side_vpcs }: CandidateRow): CandidateRecord["vpcIds"] {
  if (source === "vpc-flow") return { source: vpc_id, destination: vpc_id };
  return { source: side_vpcs?.[0] ?? null, destination: side_vpcs?.[1] ?? null };
}

export function toCandidate(row: CandidateRow): CandidateRecord {
  return {
    fileId: row.file_id,
    record: row.record_no,
    interfaceNo: row.interface_no,
    interfaceKey: row.interface_key,
    source: row.source,
    instanceId: row.instance_id !== null && isInstanceId(row.instance_id) ? row.instance_id : null,
    vpcIds: sideVpcs(row),
    startMs: Number(row.start_ms),
    endMs: Number(row.end_ms),
    sourceIp: address(row.source_ip),
    destinationIp: address(row.destination_ip),
    packetSourceIp: row.packet_source_ip === null ? null : address(row.packet_source_ip),
    packetDestinationIp: row.packet_destination_ip === null ? null : address(row.packet_destination_ip),
    sourcePort: row.source_port,
    destinationPort: row.destination_port,
    protocol: row.protocol,
    packets: row.packets === null ? null : Number(row.packets),
    bytes: row.bytes === null ? null : Number(row.bytes),
    action: row.action === 1 ? "ACCEPT" : row.action === 2 ? "REJECT" : null,
    direction: row.direction === 1 ? "ingress" : row.direction === 2 ? "egress" : null,
  };
}
