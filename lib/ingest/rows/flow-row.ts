import type { FlowRecord } from "@/lib/core/records";
import type { KnownAddress } from "@/lib/ingest/address-cache";
import { COPY_NULL } from "@/lib/ingest/copy/copy-text";
import { copyTime } from "@/lib/ingest/copy/copy-time";

export const FLOW_COLUMNS = [
  "start_at",
  "end_at",
  "bytes",
  "packets",
  "load_id",
  "file_id",
  "record_no",
  "interface_no",
  "context_no",
  "detail_no",
  "source_port",
  "destination_port",
  "protocol",
  "action",
  "tcp_flags",
  "direction",
  "shape",
  "source_ip",
  "destination_ip",
  "packet_source_ip",
  "packet_destination_ip",
] as const;

/** Bits of `flow_records.shape`. From `filledFlags` on they say what was filled from a copy, so that it can be undone. */
export const SHAPE = {
  packetSource: 1,
  packetDestination: 2,
  approximateTime: 4,
  filled: 8,
  filledFlags: 16,
  filledPacketSource: 32,
  filledPacketDestination: 64,
  filledDirection: 128,
  filledContext: 256,
} as const;

export const ACTION = { ACCEPT: 1, REJECT: 2 } as const;
export const DIRECTION = { ingress: 1, egress: 2 } as const;

export interface FlowAddresses {
  source: KnownAddress;
  destination: KnownAddress;
  packetSource: KnownAddress | null;
  packetDestination: KnownAddress | null;
}

export interface FlowNumbers {
  loadId: number;
  fileId: number;
  interfaceNo: number;
  contextNo: number;
  detailNo: number | null;
}

/** A row of flow_records in COPY text format. */
export function flowRow(record: FlowRecord, addresses: FlowAddresses, numbers: FlowNumbers): string {
  const { source, destination, packetSource, packetDestination } = addresses;
  const shape =
    (packetSource ? SHAPE.packetSource : 0) |
    (packetDestination ? SHAPE.packetDestination : 0) |
    (record.approximateTime ? SHAPE.approximateTime : 0);
  const action = record.action === null ? 0 : ACTION[record.action];
  const direction = record.direction === null ? 0 : DIRECTION[record.direction];
  return (
    `${copyTime(record.startMs)}\t${copyTime(record.endMs)}\t${record.bytes ?? COPY_NULL}\t${record.packets ?? COPY_NULL}\t` +
    `${numbers.loadId}\t${numbers.fileId}\t${record.record}\t${numbers.interfaceNo}\t${numbers.contextNo}\t` +
    `${numbers.detailNo ?? COPY_NULL}\t${record.sourcePort ?? COPY_NULL}\t${record.destinationPort ?? COPY_NULL}\t` +
    `${record.protocol ?? COPY_NULL}\t${action}\t${record.tcpFlags ?? COPY_NULL}\t${direction}\t${shape}\t` +
    `${source.text}\t${destination.text}\t${other(packetSource, source)}\t${other(packetDestination, destination)}`
  );
}

function other(packet: KnownAddress | null, outer: KnownAddress): string {
  return packet === null || packet.text === outer.text ? COPY_NULL : packet.text;
}
