import type { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import { PLAIN_BYTES, type PlainFlow, readPlain } from "@/lib/ingest/sums/plain-flow";

/** What a scan reads of `flow_records f`; the order is `FlowRowReader`'s. Three small numbers and the flags share one column. */
export const SCANNED = `f.interface_no, f.start_at, f.end_at, f.bytes, f.packets, (f.source_port << 16) | f.destination_port,
  ((coalesce(f.protocol, -1) + 1) << 20) | (f.action::int << 18) | (f.direction::int << 16) | (coalesce(f.tcp_flags, -1) & 65535),
  f.source_ip, f.destination_ip, f.packet_source_ip, f.packet_destination_ip`;

/** "PGCOPY\n\377\r\n\0", flags and the length of an extension (PostgreSQL manual, "COPY: Binary Format"). */
export const HEADER_BYTES = 19;
/** No row of these columns takes more: the count, five fields of 8, two of 4, four addresses of 20, a length before each. */
export const MOST_ROW_BYTES = 2 + 5 * 12 + 2 * 8 + 4 * 24;

const REFUSED = 2;
const TWO_32 = 2 ** 32;
/** Milliseconds from 1970 to 2000, where PostgreSQL's times begin. */
const EPOCH_2000_MS = 946_684_800_000;
/** 2^32 microseconds are so many milliseconds and the rest of it in microseconds. */
const TWO_32_MS = 4_294_967;
const TWO_32_REST = 296;
const NO_FLAGS = 65_535;

/** The address of a row that is written: 32 bits, or 16 bytes. */
interface RowAddress {
  ipv4: number;
  ipv6: Uint8Array | null;
}

export interface RowAddresses {
  source: RowAddress;
  destination: RowAddress;
  /** Where the record gives others than the interface's. */
  packetSource: RowAddress | null;
  packetDestination: RowAddress | null;
}

export type RowNumbers = Omit<PlainFlow, "source" | "destination">;

/** Writes a row as the database answers `SCANNED`. */
export function writeScanned(to: BinaryWriter, interfaceNo: number, flow: RowNumbers, addresses: RowAddresses): void {
  to.begin(11);
  to.int4(interfaceNo);
  to.time(flow.startMs);
  to.time(flow.endMs);
  for (const count of [flow.bytes, flow.packets]) count < 0 ? to.null() : to.int8(count);
  if (flow.sourcePort < 0 || flow.destinationPort < 0) to.null();
  else to.int4((flow.sourcePort << 16) | flow.destinationPort);
  to.int4(flow.traits);
  const { source, destination, packetSource, packetDestination } = addresses;
  for (const address of [source, destination, packetSource, packetDestination]) {
    if (address === null) to.null();
    else if (address.ipv6 === null) to.ipv4(address.ipv4);
    else to.ipv6(address.ipv6);
  }
}

/** One row of `SCANNED`, or one record of a plain pack, the same object for all of them. -1 for what a record does not give. */
export class FlowRowReader implements PlainFlow {
  interfaceNo = 0;
  startMs = 0;
  endMs = 0;
  bytes = 0;
  packets = 0;
  sourcePort = 0;
  destinationPort = 0;
  protocol = 0;
  tcpFlags = 0;
  direction = 0;
  isRefused = false;
  /** A record of a plain pack: its addresses are `source` and `destination`, and stand nowhere. */
  isPlain = false;
  traits = 0;
  source = 0;
  destination = 0;
  /** Where the length fields of the addresses stand. */
  sourceAt = 0;
  destinationAt = 0;
  /** The packet's own, where the record gives others than the interface's. */
  packetSourceAt = 0;
  packetDestinationAt = 0;

  /** Reads the row at `at`; where the next one begins, or -1 at the end of all. */
  read(view: DataView, at: number): number {
    if (view.getInt16(at) === -1) return -1;
    this.isPlain = false;
    this.interfaceNo = view.getInt32(at + 6);
    this.startMs = moment(view, at + 14);
    this.endMs = moment(view, at + 26);
    let next = at + 34;
    this.bytes = count(view, next);
    next += this.bytes < 0 ? 4 : 12;
    this.packets = count(view, next);
    next += this.packets < 0 ? 4 : 12;
    if (view.getInt32(next) < 0) {
      this.sourcePort = -1;
      this.destinationPort = -1;
      next += 4;
    } else {
      const ports = view.getUint32(next + 4);
      this.sourcePort = ports >>> 16;
      this.destinationPort = ports & 65_535;
      next += 8;
    }
    this.#takeTraits(view.getInt32(next + 4));
    this.sourceAt = next + 8;
    this.destinationAt = this.sourceAt + 4 + view.getInt32(this.sourceAt);
    const packetSource = this.destinationAt + 4 + view.getInt32(this.destinationAt);
    const isSourceGiven = view.getInt32(packetSource) >= 0;
    this.packetSourceAt = isSourceGiven ? packetSource : this.sourceAt;
    const packetDestination = packetSource + 4 + (isSourceGiven ? view.getInt32(packetSource) : 0);
    const isDestinationGiven = view.getInt32(packetDestination) >= 0;
    this.packetDestinationAt = isDestinationGiven ? packetDestination : this.destinationAt;
    return packetDestination + 4 + (isDestinationGiven ? view.getInt32(packetDestination) : 0);
  }

  /** Reads the record of a plain pack at `at`; `baseMs` is what the pack's times count from. */
  readPlain(view: DataView, at: number, baseMs: number): number {
    this.isPlain = true;
    readPlain(view, at, baseMs, this);
    this.#takeTraits(this.traits);
    return at + PLAIN_BYTES;
  }

  #takeTraits(traits: number): void {
    const flags = traits & NO_FLAGS;
    this.protocol = (traits >> 20) - 1;
    this.isRefused = ((traits >> 18) & 3) === REFUSED;
    this.direction = (traits >> 16) & 3;
    this.tcpFlags = flags === NO_FLAGS ? -1 : flags;
  }
}

/** A `timestamptz` (microseconds since 2000) in whole epoch milliseconds, exact however far away. */
function moment(view: DataView, at: number): number {
  const high = view.getInt32(at);
  return high * TWO_32_MS + Math.floor((high * TWO_32_REST + view.getUint32(at + 4)) / 1000) + EPOCH_2000_MS;
}

/** A `bigint` from 0 up, as near as a double comes; -1 for null. */
function count(view: DataView, at: number): number {
  return view.getInt32(at) < 0 ? -1 : view.getUint32(at + 4) * TWO_32 + view.getUint32(at + 8);
}
