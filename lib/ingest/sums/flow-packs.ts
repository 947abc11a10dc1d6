import type { FlowRecord } from "@/lib/core/records";
import { type FlowBlock, HAS_PACKET } from "@/lib/formats/vpc-flow/flow-block";
import type { KnownAddress } from "@/lib/ingest/address-cache";
import { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import type { TableWriter } from "@/lib/ingest/copy/table-writer";
import { ACTION, DIRECTION, type FlowAddresses } from "@/lib/ingest/rows/flow-row";
import { MOST_ROW_BYTES, type RowAddresses, type RowNumbers, writeScanned } from "@/lib/ingest/sums/flow-row";
import { fits, isPlain, PLAIN_BYTES, traitsOf, writePlain } from "@/lib/ingest/sums/plain-flow";

/** What the table of a load's packs holds: some records of one interface in a row, all of one kind. */
const PACK_COLUMNS = ["interface_no", "records", "kind", "pack"] as const;

/** `plain`: a head, then records as `writePlain` lays them out. `rows`: as the database answers `SCANNED`. */
export const PACK_KIND = { plain: 0, rows: 1 } as const;

/** A plain pack says first from when on its times count, in epoch milliseconds. */
export const PLAIN_HEAD_BYTES = 8;
/** Four packs of so many records fill a page of the table, and none of them is kept outside it. */
const MOST_PLAIN = 60;
const PACK_BYTES = PLAIN_HEAD_BYTES + MOST_PLAIN * PLAIN_BYTES;
/** No row takes more beside its pack: the count of columns, four lengths and three numbers. */
const MOST_HEAD_BYTES = 40;
/** All packs of a kind that are begun are written once there are so many: a process grows by 11 MB for plain ones, by 16 for rows. */
const MOST_OPEN = 4096;
const BLOCK_BYTES = 1 << 19;
/** The table of the records themselves is the one that streams: another begins to only for so much. */
const DUE_BYTES = 1 << 20;

interface OpenPack {
  view: DataView;
  baseMs: number;
  records: number;
}

interface OpenRows {
  writer: BinaryWriter;
  records: number;
}

/**
 * Gathers a load's flow records in short, interface by interface: summing them up reads a sixth of the bytes, and one interface
 * after the other. Whoever reads packs holds their count against that of the records.
 */
export class FlowPacks {
  readonly #writer: TableWriter;
  readonly #table: string;
  readonly #plain = new Map<number, OpenPack>();
  readonly #rows = new Map<number, OpenRows>();
  readonly #written: BinaryWriter;
  constructor(writer: TableWriter, table: string) {
    this.#writer = writer;
    this.#table = table;
    this.#written = new BinaryWriter(BLOCK_BYTES, writer.blocks);
    writer.declareBinary(table, PACK_COLUMNS, DUE_BYTES);
  }

  /** Adds the block's record `at`. */
  addFromBlock(block: FlowBlock, at: number, interfaceNo: number): void {
    const startMs = block.startMs[at] as number;
    const lasted = (block.endMs[at] as number) - startMs;
    const bytes = block.bytes[at] as number;
    const packets = block.packets[at] as number;
    const sourcePort = block.sourcePort[at] as number;
    const destinationPort = block.destinationPort[at] as number;
    const protocol = block.protocol[at] as number;
    const traits = traitsOf(
      protocol,
      block.action[at] as number,
      block.direction[at] as number,
      block.tcpFlags[at] as number,
    );
    const source = block.sourceIp[at] as number;
    const destination = block.destinationIp[at] as number;
    const has = block.packet[at] as number;
    const packetSource = (has & HAS_PACKET.source) !== 0 ? (block.packetSourceIp[at] as number) : source;
    const packetDestination =
      (has & HAS_PACKET.destination) !== 0 ? (block.packetDestinationIp[at] as number) : destination;
    const isSeen = packetSource === source && packetDestination === destination;
    if (isSeen && isPlain(lasted, bytes, packets, traits)) {
      const open = this.#opened(interfaceNo, startMs);
      const to = PLAIN_HEAD_BYTES + open.records++ * PLAIN_BYTES;
      const since = startMs - open.baseMs;
      writePlain(
        open.view,
        to,
        since,
        lasted,
        bytes,
        packets,
        sourcePort,
        destinationPort,
        traits,
        source,
        destination,
      );
      return;
    }
    const flow = { startMs, endMs: startMs + lasted, bytes, packets, sourcePort, destinationPort, traits };
    this.#addRow(interfaceNo, flow, {
      source: ofIpv4(source),
      destination: ofIpv4(destination),
      packetSource: packetSource === source ? null : ofIpv4(packetSource),
      packetDestination: packetDestination === destination ? null : ofIpv4(packetDestination),
    });
  }

  addRecord(record: FlowRecord, addresses: FlowAddresses, interfaceNo: number): void {
    const { source, destination } = addresses;
    const packetSource = unlessSame(addresses.packetSource, source);
    const packetDestination = unlessSame(addresses.packetDestination, destination);
    const flow = {
      ...{ startMs: record.startMs, endMs: record.endMs, bytes: record.bytes ?? -1, packets: record.packets ?? -1 },
      ...{ sourcePort: record.sourcePort ?? -1, destinationPort: record.destinationPort ?? -1 },
      traits: traitsOf(
        record.protocol ?? -1,
        record.action === null ? 0 : ACTION[record.action],
        record.direction === null ? 0 : DIRECTION[record.direction],
        record.tcpFlags ?? -1,
      ),
    };
    const lasted = flow.endMs - flow.startMs;
    const isIpv4 = source.ipv6 === null && destination.ipv6 === null;
    const isSeen = packetSource === null && packetDestination === null;
    if (isIpv4 && isSeen && isPlain(lasted, flow.bytes, flow.packets, flow.traits)) {
      const open = this.#opened(interfaceNo, flow.startMs);
      const to = PLAIN_HEAD_BYTES + open.records++ * PLAIN_BYTES;
      writePlain(
        open.view,
        to,
        flow.startMs - open.baseMs,
        lasted,
        flow.bytes,
        flow.packets,
        flow.sourcePort,
        flow.destinationPort,
        flow.traits,
        source.ipv4,
        destination.ipv4,
      );
    } else this.#addRow(interfaceNo, flow, { source, destination, packetSource, packetDestination });
  }

  /** Gives on what is full once there is much of it. */
  pass(): void {
    if (this.#written.length > BLOCK_BYTES / 2) this.#hand();
  }

  /** Gives on all there is. */
  finish(): void {
    this.#closePlain();
    this.#closeRows();
    this.#hand();
  }

  /** The interface's pack, with room for a record that begins then. */
  #opened(interfaceNo: number, startMs: number): OpenPack {
    let open = this.#plain.get(interfaceNo);
    if (open === undefined) {
      if (this.#plain.size >= MOST_OPEN) this.#closePlain();
      open = { view: new DataView(new ArrayBuffer(PACK_BYTES)), baseMs: 0, records: 0 };
      this.#plain.set(interfaceNo, open);
    } else if (open.records === MOST_PLAIN || !fits(startMs - open.baseMs)) this.#close(interfaceNo, open);
    if (open.records === 0) open.baseMs = startMs;
    return open;
  }

  #addRow(interfaceNo: number, flow: RowNumbers, addresses: RowAddresses): void {
    let open = this.#rows.get(interfaceNo);
    if (open === undefined) {
      if (this.#rows.size >= MOST_OPEN) this.#closeRows();
      open = { writer: new BinaryWriter(PACK_BYTES), records: 0 };
      this.#rows.set(interfaceNo, open);
    }
    if (!open.writer.hasRoom(MOST_ROW_BYTES)) this.#closeRow(interfaceNo, open);
    writeScanned(open.writer, interfaceNo, flow, addresses);
    open.records++;
  }

  #closePlain(): void {
    for (const [interfaceNo, open] of this.#plain) this.#close(interfaceNo, open);
    this.#plain.clear();
  }

  #close(interfaceNo: number, open: OpenPack): void {
    if (open.records === 0) return;
    open.view.setFloat64(0, open.baseMs, true);
    const length = PLAIN_HEAD_BYTES + open.records * PLAIN_BYTES;
    this.#write(interfaceNo, open.records, PACK_KIND.plain, new Uint8Array(open.view.buffer, 0, length));
    open.records = 0;
  }

  #closeRows(): void {
    for (const [interfaceNo, open] of this.#rows) this.#closeRow(interfaceNo, open);
    this.#rows.clear();
  }

  #closeRow(interfaceNo: number, open: OpenRows): void {
    if (open.records > 0) this.#write(interfaceNo, open.records, PACK_KIND.rows, open.writer.take());
    open.records = 0;
  }

  #write(interfaceNo: number, records: number, kind: number, pack: Uint8Array): void {
    if (!this.#written.hasRoom(MOST_HEAD_BYTES + pack.length)) this.#hand();
    this.#written.begin(PACK_COLUMNS.length);
    this.#written.int4(interfaceNo);
    this.#written.int4(records);
    this.#written.int2(kind);
    this.#written.bytes(pack);
  }

  #hand(): void {
    if (this.#written.length > 0) this.#writer.addBlock(this.#table, this.#written.take());
  }
}

function ofIpv4(ipv4: number): RowAddresses["source"] {
  return { ipv4, ipv6: null };
}

function unlessSame(packet: KnownAddress | null, seen: KnownAddress): KnownAddress | null {
  return packet?.text === seen.text ? null : packet;
}
