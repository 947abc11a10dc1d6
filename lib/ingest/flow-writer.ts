import type { FlowContext, FlowRecord } from "@/lib/core/records";
import type { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";
import { AddressCache, type KnownAddress } from "@/lib/ingest/address-cache";
import { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import type { TableWriter } from "@/lib/ingest/copy/table-writer";
import type { BatchNumbers } from "@/lib/ingest/intern/batch-numbers";
import { minuteTable, packTable } from "@/lib/ingest/load-tables";
import { FlowMinutes } from "@/lib/ingest/minutes/flow-minutes";
import type { RepeatFilter } from "@/lib/ingest/repeat-filter";
import {
  ACTION,
  DIRECTION,
  FLOW_COLUMNS,
  type FlowAddresses,
  type FlowNumbers,
  MOST_ROW_BYTES,
  writeBlockRow,
  writeFlowRow,
} from "@/lib/ingest/rows/flow-row";
import type { FileNumbers } from "@/lib/ingest/rows/record-rows";
import { MOST_SIGHTING_BYTES, SIGHTING_COLUMNS, writeSightingRow } from "@/lib/ingest/rows/sighting-row";
import { type SeenIp, Sighting } from "@/lib/ingest/sighting";
import { FlowPacks } from "@/lib/ingest/sums/flow-packs";

/** Rows go to the database in blocks of so many bytes. */
const BLOCK_BYTES = 1 << 18;
const SIGHTINGS = "flow_sightings";

/** Writes the flow records of files, one file after the other, and what each shows of its interfaces. */
export class FlowWriter {
  #file: FileNumbers;
  readonly #writer: TableWriter;
  readonly #numbers: BatchNumbers;
  readonly #repeats: RepeatFilter;
  readonly #table: string;
  readonly #caseId: Uint8Array;
  readonly #addresses = new AddressCache();
  readonly #sightings = new Map<number, Sighting>();
  readonly #packs: FlowPacks;
  readonly #minutes: FlowMinutes;
  readonly #rows: BinaryWriter;
  readonly #sightingRows = new BinaryWriter(BLOCK_BYTES);

  constructor(
    file: FileNumbers,
    { writer, numbers, repeats }: { writer: TableWriter; numbers: BatchNumbers; repeats: RepeatFilter },
  ) {
    this.#file = file;
    this.#writer = writer;
    this.#numbers = numbers;
    this.#repeats = repeats;
    this.#table = `flow_records_l${file.loadId}`;
    this.#caseId = Buffer.from(file.caseId.replaceAll("-", ""), "hex");
    this.#rows = new BinaryWriter(BLOCK_BYTES, writer.blocks);
    writer.declareBinary(this.#table, FLOW_COLUMNS);
    this.#packs = new FlowPacks(writer, packTable(file.loadId));
    this.#minutes = new FlowMinutes(writer, minuteTable(file.loadId), this.#addresses);
    writer.declareBinary(SIGHTINGS, SIGHTING_COLUMNS);
  }

  /** Goes on with another file of the load. */
  nextFile(file: FileNumbers): void {
    this.#endFile();
    this.#file = file;
  }

  /** The records of a block, one after the other without a pause: nothing of it is kept. */
  writeBlock(block: FlowBlock): void {
    const { loadId, fileId } = this.#file;
    const numbers: FlowNumbers = { loadId, fileId, interfaceNo: 0, contextNo: 0, detailNo: null };
    const known = this.#numbers.block;
    for (let at = 0; at < block.count; at++) {
      const context = block.context[at] as number;
      const detail = block.detail[at] as number;
      numbers.interfaceNo = known.interfaceOf(context);
      numbers.contextNo = known.contextOf(context);
      numbers.detailNo = detail < 0 ? null : known.detailOf(detail);
      if (!this.#rows.hasRoom(MOST_ROW_BYTES)) this.#passRows();
      writeBlockRow(this.#rows, block, at, numbers);
      if (isSummedUp(block.contexts[context])) this.#packs.addFromBlock(block, at, numbers.interfaceNo);
      const [startMs, endMs] = [block.startMs[at] as number, block.endMs[at] as number];
      const [source, destination] = [block.sourceIp[at] as number, block.destinationIp[at] as number];
      const sighting = this.#sighting(numbers.contextNo);
      const [direction, action] = [block.direction[at] as number, block.action[at] as number];
      const [bytes, packets] = [block.bytes[at] as number, block.packets[at] as number];
      sighting.add(block.record[at] as number, startMs, endMs, source, destination, direction);
      this.#minutes.add(numbers.interfaceNo, startMs, endMs, bytes, packets, source, destination, direction, action);
      this.#repeats.add(
        numbers.interfaceNo,
        source,
        destination,
        (block.sourcePort[at] as number) * 65_537 + (block.destinationPort[at] as number),
        (block.protocol[at] as number) * 4 + action,
        packets,
        bytes,
        startMs,
        endMs,
      );
    }
  }

  /** Why the record is none that can be stored; null once it is written. */
  write(record: FlowRecord): string | null {
    const addresses = this.#flowAddresses(record);
    if (addresses === null) return "srcaddr or dstaddr is no address";
    const { interfaceNo, contextNo } = this.#numbers.context(record.context);
    const detailNo = record.detail ? this.#numbers.detail(record.detail) : null;
    const { loadId, fileId } = this.#file;
    if (!this.#rows.hasRoom(MOST_ROW_BYTES)) this.#passRows();
    writeFlowRow(this.#rows, record, addresses, { loadId, fileId, interfaceNo, contextNo, detailNo });
    if (isSummedUp(record.context)) this.#packs.addRecord(record, addresses, interfaceNo);
    const { source, destination } = addresses;
    const direction = record.direction === null ? 0 : DIRECTION[record.direction];
    const action = record.action === null ? 0 : ACTION[record.action];
    const { startMs, endMs } = record;
    const [bytes, packets] = [record.bytes ?? -1, record.packets ?? -1];
    const sighting = this.#sighting(contextNo);
    sighting.add(record.record, startMs, endMs, seenIp(source), seenIp(destination), direction);
    this.#minutes.add(
      interfaceNo,
      startMs,
      endMs,
      bytes,
      packets,
      seenIp(source),
      seenIp(destination),
      direction,
      action,
    );
    this.#repeats.add(
      interfaceNo,
      source.ipv4,
      destination.ipv4,
      (record.sourcePort ?? -1) * 65_537 + (record.destinationPort ?? -1),
      (record.protocol ?? -1) * 4 + action,
      packets,
      bytes,
      startMs,
      endMs,
    );
    return null;
  }

  /** Gives the rows on once there are many. */
  pass(): void {
    if (this.#rows.length > BLOCK_BYTES / 2) this.#passRows();
    this.#packs.pass();
  }

  /** Gives on what is left of all files. */
  finish(): void {
    this.#endFile();
    this.#passRows();
    this.#passSightings();
    this.#packs.finish();
    this.#minutes.finish();
  }

  #passRows(): void {
    if (this.#rows.length > 0) this.#writer.addBlock(this.#table, this.#rows.take());
  }

  #passSightings(): void {
    if (this.#sightingRows.length > 0) this.#writer.addBlock(SIGHTINGS, this.#sightingRows.take());
  }

  #sighting(contextNo: number): Sighting {
    let sighting = this.#sightings.get(contextNo);
    if (!sighting) {
      sighting = new Sighting();
      this.#sightings.set(contextNo, sighting);
    }
    return sighting;
  }

  /** Adds what the file showed of its interfaces. */
  #endFile(): void {
    const { fileId } = this.#file;
    for (const [contextNo, seen] of this.#sightings) {
      if (!this.#sightingRows.hasRoom(MOST_SIGHTING_BYTES)) this.#passSightings();
      writeSightingRow(this.#sightingRows, seen, { caseId: this.#caseId, fileId, contextNo }, this.#addresses);
    }
    this.#sightings.clear();
  }

  #flowAddresses(record: FlowRecord): FlowAddresses | null {
    const source = this.#addresses.get(record.sourceIp);
    const destination = this.#addresses.get(record.destinationIp);
    const packetSource = this.#optionalAddress(record.packetSourceIp);
    const packetDestination = this.#optionalAddress(record.packetDestinationIp);
    return source && destination ? { source, destination, packetSource, packetDestination } : null;
  }

  #optionalAddress(text: string | null): KnownAddress | null {
    return text === null ? null : this.#addresses.get(text);
  }
}

/**
 * What a transit gateway's log tells is never summed up. That an interface is another gateway's is known only once all evidence is in:
 * its records are packed for nothing.
 */
function isSummedUp(context: FlowContext | undefined): boolean {
  return context?.source === "vpc-flow";
}

function seenIp({ ipv4, ipv6, text }: KnownAddress): SeenIp {
  return ipv6 === null ? ipv4 : text;
}
