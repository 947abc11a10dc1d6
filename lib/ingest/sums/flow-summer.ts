import { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import { AddressBook } from "@/lib/ingest/sums/address-book";
import { beginsOf, isOpener, isSynOnly, SERVED, servedIn, serviceOf } from "@/lib/ingest/sums/flow-ends";
import { FlowRowReader } from "@/lib/ingest/sums/flow-row";
import { GroupTable } from "@/lib/ingest/sums/group-table";
import { MomentStore } from "@/lib/ingest/sums/moment-store";
import { LAST_SECOND } from "@/lib/ingest/sums/moments";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

/** An interface whose records are summed up. */
export interface SummedInterface {
  interfaceNo: number;
  /** Its own addresses, canonical. */
  own: readonly string[];
}

/** What one scan keeps in memory, some 50 MB: just under where its tables would double. What is full is handed over as partial sums. */
const ROOM = { groups: 262_000, moments: 500_000, addresses: 262_000 } as const;

export interface Room {
  groups: number;
  moments: number;
  addresses: number;
}

const EGRESS = 2;
const INGRESS = 1;
const MINUTE_MS = 60_000;
/** AWS aggregates over one minute or ten: what is longer than this came from the latter. */
const LONGER_THAN_A_MINUTE_MS = 90_000;
const BLOCK_BYTES = 1 << 18;
const MOST_SMALL_ROW = 256;
const TWO_31 = 2 ** 31;

const PEER = {
  ...{ bytes: 0, packets: 1, records: 2, begun: 3, untold: 4, synOnly: 5, longRecords: 6 },
  ...{ firstStart: 7, lastStart: 8, lastEnd: 9 },
} as const;

interface Summed extends SummedInterface {
  index: number;
}

/**
 * Sums up flow records as they are scanned: by far address and service, refused tries by minute, and the moments of records that
 * were sent to services outside. Which side a record is of is told by its direction, else by the interface's own addresses; one
 * that neither tells is left out.
 *
 * Sums are doubles, exact up to 2^53. Memory is bounded by `room`; partial sums go to `keep` as whole rows in COPY's binary format.
 */
export class FlowSummer {
  readonly #interfaces = new Map<number, Summed>();
  readonly #numbers: number[] = [];
  readonly #keep: (table: SumTable, block: Buffer) => void;
  readonly #peers: GroupTable;
  readonly #refusals: GroupTable;
  readonly #moments: MomentStore;
  readonly #addresses: AddressBook;
  readonly #row = new FlowRowReader();
  #last: Summed | undefined;

  constructor(
    interfaces: readonly SummedInterface[],
    keep: (table: SumTable, block: Buffer) => void,
    room: Room = ROOM,
  ) {
    for (const [index, one] of interfaces.entries()) {
      this.#interfaces.set(one.interfaceNo, { ...one, index });
      this.#numbers.push(one.interfaceNo);
    }
    this.#keep = keep;
    this.#peers = new GroupTable(10, room.groups);
    this.#refusals = new GroupTable(1, room.groups);
    this.#moments = new MomentStore(room.moments);
    this.#addresses = new AddressBook(room.addresses);
  }

  /** Adds the row of `SCANNED` that stands at `at`; where the next one begins, or -1 at the end of all. */
  add(view: DataView, at: number): number {
    const row = this.#row;
    const next = row.read(view, at);
    if (next === -1) return -1;
    if (this.#last?.interfaceNo !== row.interfaceNo) this.#last = this.#interfaces.get(row.interfaceNo);
    const one = this.#last;
    if (one === undefined) return next;
    if (this.#peers.isFull || this.#refusals.isFull || this.#addresses.isFull) this.flush();
    else if (this.#moments.isFull) this.#flushMoments();
    const side = row.direction !== 0 ? row.direction : this.#side(view, one);
    if (side !== 0) this.#addPeer(view, one, side === EGRESS);
    return next;
  }

  /** Hands over what was summed up so far. */
  flush(): void {
    this.#flushMoments();
    this.#flushPeers();
    this.#flushRefusals();
    this.#addresses.clear();
  }

  #side(view: DataView, { own }: Summed): number {
    const isOwn = (at: number) => own.includes(this.#addresses.text(this.#addresses.numberAt(view, at)));
    const [sent, received] = [isOwn(this.#row.sourceAt), isOwn(this.#row.destinationAt)];
    if (sent === received) return 0;
    return sent ? EGRESS : INGRESS;
  }

  #addPeer(view: DataView, { index }: Summed, left: boolean): void {
    const row = this.#row;
    const peer = this.#addresses.numberAt(view, left ? row.packetDestinationAt : row.packetSourceAt);
    const service = serviceOf(row, left);
    const begins = beginsOf(row);
    const group = this.#peers.find(index, peer, service, 0);
    const sums = this.#peers.sums;
    const at = group * 10;
    const isNew = sums[at + PEER.records] === 0;
    sums[at + PEER.records] = (sums[at + PEER.records] as number) + 1;
    if (row.bytes > 0) sums[at + PEER.bytes] = (sums[at + PEER.bytes] as number) + row.bytes;
    if (row.packets > 0) sums[at + PEER.packets] = (sums[at + PEER.packets] as number) + row.packets;
    if (begins === 1) sums[at + PEER.begun] = (sums[at + PEER.begun] as number) + 1;
    else if (begins === 2) sums[at + PEER.untold] = (sums[at + PEER.untold] as number) + 1;
    if (isSynOnly(row)) sums[at + PEER.synOnly] = (sums[at + PEER.synOnly] as number) + 1;
    if (row.endMs - row.startMs > LONGER_THAN_A_MINUTE_MS)
      sums[at + PEER.longRecords] = (sums[at + PEER.longRecords] as number) + 1;
    if (isNew || row.startMs < (sums[at + PEER.firstStart] as number)) sums[at + PEER.firstStart] = row.startMs;
    if (isNew || row.startMs > (sums[at + PEER.lastStart] as number)) sums[at + PEER.lastStart] = row.startMs;
    if (isNew || row.endMs > (sums[at + PEER.lastEnd] as number)) sums[at + PEER.lastEnd] = row.endMs;
    if (row.isRefused) this.#addRefusal(index, peer, service);
    else if (left && servedIn(service) === SERVED.peer && this.#addresses.isOutside(peer))
      this.#addMoment(group, begins);
  }

  #addRefusal(index: number, peer: number, service: number): void {
    if (!isOpener(service)) return;
    // Clocks thousands of years off share the last minute there is.
    const minute = Math.floor(this.#row.startMs / MINUTE_MS);
    const group = this.#refusals.find(index, peer, service, Math.max(-TWO_31, Math.min(TWO_31 - 1, minute)));
    this.#refusals.sums[group] = (this.#refusals.sums[group] as number) + 1;
  }

  #addMoment(group: number, begins: number): void {
    const row = this.#row;
    const start = Math.floor(row.startMs / 1000);
    if (start < 0 || start > LAST_SECOND) return;
    this.#moments.add(group, start, Math.round((row.endMs - row.startMs) / 1000), row.sourcePort, row.bytes, begins);
  }

  #flushMoments(): void {
    const to = new BinaryWriter(BLOCK_BYTES);
    this.#moments.drain(this.#peers.count, (group, bytes, fill) => {
      if (!to.hasRoom(MOST_SMALL_ROW + bytes)) this.#hand("moments", to);
      to.begin(4);
      this.#writePeer(to, this.#peers, group);
      const { view, at } = to.bytea(bytes);
      fill(view, at);
    });
    this.#hand("moments", to);
  }

  #flushPeers(): void {
    this.#flush("peers", this.#peers, (to, group) => {
      const sum = (which: number) => this.#peers.sums[group * 10 + which] as number;
      to.begin(13);
      this.#writePeer(to, this.#peers, group);
      to.float8(sum(PEER.bytes));
      to.float8(sum(PEER.packets));
      for (const which of [PEER.records, PEER.begun, PEER.untold, PEER.synOnly, PEER.longRecords]) to.int4(sum(which));
      for (const which of [PEER.firstStart, PEER.lastStart, PEER.lastEnd]) to.time(sum(which));
    });
  }

  #flushRefusals(): void {
    this.#flush("refusals", this.#refusals, (to, group) => {
      to.begin(5);
      this.#writePeer(to, this.#refusals, group);
      to.time(this.#refusals.key(group, 3) * MINUTE_MS);
      to.int4(this.#refusals.sums[group] as number);
    });
  }

  #flush(table: SumTable, groups: GroupTable, write: (to: BinaryWriter, group: number) => void): void {
    const to = new BinaryWriter(BLOCK_BYTES);
    for (let group = 0; group < groups.count; group++) {
      if (!to.hasRoom(MOST_SMALL_ROW)) this.#hand(table, to);
      write(to, group);
    }
    this.#hand(table, to);
    groups.clear();
  }

  #hand(table: SumTable, written: BinaryWriter): void {
    if (written.length > 0) this.#keep(table, written.take());
  }

  #writePeer(to: BinaryWriter, groups: GroupTable, group: number): void {
    to.int4(this.#numbers[groups.key(group, 0)] as number);
    this.#addresses.write(to, groups.key(group, 1));
    to.int4(groups.key(group, 2));
  }
}
