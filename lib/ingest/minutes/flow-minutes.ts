import type { AddressCache } from "@/lib/ingest/address-cache";
import { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import type { TableWriter } from "@/lib/ingest/copy/table-writer";
import { ACTION, DIRECTION } from "@/lib/ingest/rows/flow-row";
import type { SeenIp } from "@/lib/ingest/sighting";

const COLUMNS = [
  "interface_no",
  "minute",
  "own",
  "other",
  "bytes_out",
  "bytes_in",
  "packets_out",
  "packets_in",
  "accepted",
  "rejected",
  "last_end",
] as const;
const MOST_MINUTE_BYTES = 192;
/** Those of the records themselves: blocks that were sent are written in again, whoever had them. */
const BLOCK_BYTES = 1 << 18;
/** Other tables stream while these few rows wait. */
const DUE_BYTES = 1 << 20;
const MINUTE_MS = 60_000;
/** Minutes that are gathered before all are given on: 4 MB of numbers. */
const MOST_MINUTES = 1 << 16;
/** With fewer records a minute, adding the records up where they lie costs less. */
const LEAST_RECORDS_A_MINUTE = 4;
/** Where a minute's numbers stand, from its place on. */
const AT = { minute: 0, bytesOut: 1, bytesIn: 2, packetsOut: 3, packetsIn: 4, accepted: 5, rejected: 6, lastEnd: 7 };
const NUMBERS = 8;

/**
 * What is gathered of an interface's records until minutes are given on, either of those that say which way they went or of those that do not.
 */
class Side {
  /** An address that may be the interface's own, and another as long as each record had both. */
  own: SeenIp | null = null;
  other: SeenIp | null = null;
  readonly places = new Map<number, number>();
  minute = Number.NaN;
  place = 0;

  constructor(
    readonly key: number,
    readonly interfaceNo: number,
  ) {}
}

/**
 * Gathers a load's flow records by interface and minute while they are read, for the roll-up that `lib/ingest/seal` makes. Whose own an address is
 * is known only at a load's end: records that do not say which way they went are counted by an address that all of them seem to
 * have, which stands in the row. Whoever reads the rows holds the address against the ledger, and their records against what the load says it has.
 */
export class FlowMinutes {
  readonly #writer: TableWriter;
  readonly #table: string;
  readonly #addresses: AddressCache;
  readonly #mostMinutes: number;
  readonly #sides = new Map<number, Side>();
  readonly #rows: BinaryWriter;
  #numbers = new Float64Array(1024 * NUMBERS);
  #minutes = 0;
  #records = 0;
  #isSparse = false;

  constructor(writer: TableWriter, table: string, addresses: AddressCache, mostMinutes: number = MOST_MINUTES) {
    this.#writer = writer;
    this.#table = table;
    this.#addresses = addresses;
    this.#mostMinutes = mostMinutes;
    this.#rows = new BinaryWriter(BLOCK_BYTES, writer.blocks);
    writer.declareBinary(table, COLUMNS, DUE_BYTES);
  }

  /** Adds a record; -1 for bytes or packets that it does not give, action and direction as they are stored. */
  add(
    interfaceNo: number,
    startMs: number,
    endMs: number,
    bytes: number,
    packets: number,
    source: SeenIp,
    destination: SeenIp,
    direction: number,
    action: number,
  ): void {
    if (this.#isSparse) return;
    const key = direction === 0 ? interfaceNo * 2 + 1 : interfaceNo * 2;
    let side = this.#sides.get(key);
    if (side === undefined) {
      side = new Side(key, interfaceNo);
      this.#sides.set(key, side);
    }
    const way = direction === 0 ? this.#wayOf(side, source, destination) : direction;
    const minute = Math.floor(startMs / MINUTE_MS);
    if (side.minute !== minute) this.#turnTo(side, minute);
    const numbers = this.#numbers;
    const at = side.place;
    this.#records++;
    if (endMs > (numbers[at + AT.lastEnd] as number)) numbers[at + AT.lastEnd] = endMs;
    if (action === ACTION.REJECT) {
      (numbers[at + AT.rejected] as number)++;
      return;
    }
    (numbers[at + AT.accepted] as number)++;
    if (way === DIRECTION.egress) {
      if (bytes > 0) (numbers[at + AT.bytesOut] as number) += bytes;
      if (packets > 0) (numbers[at + AT.packetsOut] as number) += packets;
    } else if (way === DIRECTION.ingress) {
      if (bytes > 0) (numbers[at + AT.bytesIn] as number) += bytes;
      if (packets > 0) (numbers[at + AT.packetsIn] as number) += packets;
    }
  }

  /** Gives on all there is. */
  finish(): void {
    this.#passAll();
    if (this.#rows.length > 0) this.#writer.addBlock(this.#table, this.#rows.take());
  }

  /** Which way a record went, held against the address that may be the interface's own. */
  #wayOf(side: Side, source: SeenIp, destination: SeenIp): number {
    if (side.own === null) {
      side.own = source;
      side.other = source === destination ? null : destination;
    } else if (side.other !== null) {
      const hasOther = source === side.other || destination === side.other;
      if (source !== side.own && destination !== side.own) {
        if (hasOther) this.#swap(side, side.other);
        side.other = null;
      } else if (!hasOther) side.other = null;
    }
    if (source === side.own) return destination === side.own ? 0 : DIRECTION.egress;
    return destination === side.own ? DIRECTION.ingress : 0;
  }

  /** It is the other one of two that stood in every record until now: what came went, and the other way round. */
  #swap(side: Side, own: SeenIp): void {
    side.own = own;
    const numbers = this.#numbers;
    for (const at of side.places.values()) {
      for (const [out, into] of [
        [AT.bytesOut, AT.bytesIn],
        [AT.packetsOut, AT.packetsIn],
      ] as const) {
        const went = numbers[at + out] as number;
        numbers[at + out] = numbers[at + into] as number;
        numbers[at + into] = went;
      }
    }
  }

  #turnTo(side: Side, minute: number): void {
    let place = side.places.get(minute);
    if (place === undefined) {
      if (this.#minutes >= this.#mostMinutes) {
        this.#passAll();
        // Its record is not gathered yet.
        this.#sides.set(side.key, side);
      }
      if ((this.#minutes + 1) * NUMBERS > this.#numbers.length) {
        const more = new Float64Array(this.#numbers.length * 2);
        more.set(this.#numbers);
        this.#numbers = more;
      }
      place = this.#minutes++ * NUMBERS;
      this.#numbers.fill(0, place, place + NUMBERS);
      this.#numbers[place + AT.minute] = minute;
      this.#numbers[place + AT.lastEnd] = Number.NEGATIVE_INFINITY;
      side.places.set(minute, place);
    }
    side.minute = minute;
    side.place = place;
  }

  /** Writes what was gathered, unless it is hardly less than the records are, and forgets the interfaces: there may be millions in a log. */
  #passAll(): void {
    this.#isSparse ||= this.#minutes * LEAST_RECORDS_A_MINUTE > this.#records;
    for (const side of this.#sides.values()) {
      if (!this.#isSparse) for (const place of side.places.values()) this.#write(side, place);
      side.places.clear();
      side.minute = Number.NaN;
    }
    this.#sides.clear();
    this.#minutes = 0;
    this.#records = 0;
  }

  #write({ interfaceNo, own, other }: Side, at: number): void {
    if (!this.#rows.hasRoom(MOST_MINUTE_BYTES)) this.#writer.addBlock(this.#table, this.#rows.take());
    const numbers = this.#numbers;
    const to = this.#rows;
    to.begin(COLUMNS.length);
    to.int4(interfaceNo);
    to.time((numbers[at + AT.minute] as number) * MINUTE_MS);
    this.#writeIp(own);
    this.#writeIp(other);
    for (const sum of [AT.bytesOut, AT.bytesIn, AT.packetsOut, AT.packetsIn]) to.float8(numbers[at + sum] as number);
    to.int4(numbers[at + AT.accepted] as number);
    to.int4(numbers[at + AT.rejected] as number);
    to.time(numbers[at + AT.lastEnd] as number);
  }

  #writeIp(ip: SeenIp | null): void {
    const ipv6 = typeof ip === "string" ? (this.#addresses.get(ip)?.ipv6 ?? null) : null;
    if (typeof ip === "number") this.#rows.ipv4(ip);
    else if (ipv6 !== null) this.#rows.ipv6(ipv6);
    else this.#rows.null();
  }
}
