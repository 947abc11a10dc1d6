import type { FlowRecord } from "@/lib/core/records";
import { type FlowBlock, HAS_PACKET } from "@/lib/formats/vpc-flow/flow-block";
import type { KnownAddress } from "@/lib/ingest/address-cache";
import type { BinaryWriter } from "@/lib/ingest/copy/binary-writer";

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

/** No row of these columns takes more bytes than this, in the binary format of COPY. */
export const MOST_ROW_BYTES = 320;

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

/** Writes a row of flow_records. */
export function writeFlowRow(
  to: BinaryWriter,
  record: FlowRecord,
  addresses: FlowAddresses,
  numbers: FlowNumbers,
): void {
  const { source, destination, packetSource, packetDestination } = addresses;
  to.begin(FLOW_COLUMNS.length);
  to.time(record.startMs);
  to.time(record.endMs);
  if (record.bytes === null) to.null();
  else to.int8(record.bytes);
  if (record.packets === null) to.null();
  else to.int8(record.packets);
  to.int4(numbers.loadId);
  to.int4(numbers.fileId);
  to.int4(record.record);
  to.int4(numbers.interfaceNo);
  to.int4(numbers.contextNo);
  writeInt4(to, numbers.detailNo ?? -1);
  writeInt4(to, record.sourcePort ?? -1);
  writeInt4(to, record.destinationPort ?? -1);
  writeInt2(to, record.protocol ?? -1);
  to.int2(record.action === null ? 0 : ACTION[record.action]);
  writeInt2(to, record.tcpFlags ?? -1);
  to.int2(record.direction === null ? 0 : DIRECTION[record.direction]);
  to.int2(
    (packetSource ? SHAPE.packetSource : 0) |
      (packetDestination ? SHAPE.packetDestination : 0) |
      (record.approximateTime ? SHAPE.approximateTime : 0),
  );
  writeAddress(to, source);
  writeAddress(to, destination);
  // What the packet's own address adds to the interface's is kept alone.
  if (packetSource === null || packetSource.text === source.text) to.null();
  else writeAddress(to, packetSource);
  if (packetDestination === null || packetDestination.text === destination.text) to.null();
  else writeAddress(to, packetDestination);
}

/** Writes the row of the block's record `at`; absent values are -1 there, actions and directions our numbers. */
export function writeBlockRow(to: BinaryWriter, block: FlowBlock, at: number, numbers: FlowNumbers): void {
  const packet = block.packet[at] as number;
  const source = block.sourceIp[at] as number;
  const destination = block.destinationIp[at] as number;
  const packetSource = block.packetSourceIp[at] as number;
  const packetDestination = block.packetDestinationIp[at] as number;
  to.begin(FLOW_COLUMNS.length);
  to.time(block.startMs[at] as number);
  to.time(block.endMs[at] as number);
  writeInt8(to, block.bytes[at] as number);
  writeInt8(to, block.packets[at] as number);
  to.int4(numbers.loadId);
  to.int4(numbers.fileId);
  to.int4(block.record[at] as number);
  to.int4(numbers.interfaceNo);
  to.int4(numbers.contextNo);
  writeInt4(to, numbers.detailNo ?? -1);
  writeInt4(to, block.sourcePort[at] as number);
  writeInt4(to, block.destinationPort[at] as number);
  writeInt2(to, block.protocol[at] as number);
  to.int2(block.action[at] as number);
  writeInt2(to, block.tcpFlags[at] as number);
  to.int2(block.direction[at] as number);
  to.int2(packet);
  to.ipv4(source);
  to.ipv4(destination);
  if ((packet & HAS_PACKET.source) === 0 || packetSource === source) to.null();
  else to.ipv4(packetSource);
  if ((packet & HAS_PACKET.destination) === 0 || packetDestination === destination) to.null();
  else to.ipv4(packetDestination);
}

function writeInt2(to: BinaryWriter, value: number): void {
  if (value < 0) to.null();
  else to.int2(value);
}

function writeInt4(to: BinaryWriter, value: number): void {
  if (value < 0) to.null();
  else to.int4(value);
}

function writeInt8(to: BinaryWriter, value: number): void {
  if (value < 0) to.null();
  else to.int8(value);
}

function writeAddress(to: BinaryWriter, { ipv4, ipv6 }: KnownAddress): void {
  if (ipv6 === null) to.ipv4(ipv4);
  else to.ipv6(ipv6);
}
