import { isInside, isIpv4Inside } from "@/lib/core/inside-networks";
import { ipv4Number } from "@/lib/ingest/address-cache";
import type { BlockPool } from "@/lib/ingest/copy/binary-writer";
import { AddressBook } from "@/lib/ingest/sums/address-book";
import { beginsOf, isOpener, isSynOnly, SERVED, SERVICE, servedIn, serviceOf } from "@/lib/ingest/sums/flow-ends";
import { FlowRowReader } from "@/lib/ingest/sums/flow-row";
import { GroupTable } from "@/lib/ingest/sums/group-table";
import { MomentStore } from "@/lib/ingest/sums/moment-store";
import { LAST_SECOND } from "@/lib/ingest/sums/moments";
import { MINUTE_MS, OUTSIDE, PEER, PEER_SUMS } from "@/lib/ingest/sums/peer-sums";
import { SumRows } from "@/lib/ingest/sums/sum-rows";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

/** An interface whose records are summed up. */
export interface SummedInterface {
  interfaceNo: number;
  /** Its own addresses, canonical. */
  own: readonly string[];
}

/** What one scan keeps in memory, some 40 MB where all of it is used. What is full is handed over as partial sums. */
const ROOM = { groups: 131_000, moments: 500_000, addresses: 131_000 } as const;

export interface Room {
  groups: number;
  moments: number;
  addresses: number;
}

const EGRESS = 2;
const INGRESS = 1;
/** AWS aggregates over one minute or ten: what is longer than this came from the latter. */
const LONGER_THAN_A_MINUTE_MS = 90_000;
const TWO_31 = 2 ** 31;
/** Length of an IPv4 address as `inet` in the binary format of COPY: family, mask, cidr, size and four bytes. */
const IPV4_LENGTH = 8;

/** Bits of a service by which the two directions of a contact, and what was refused of it, are told apart. */
const OF_A_RECORD = SERVICE.out | SERVICE.refused;

interface Summed {
  interfaceNo: number;
  index: number;
  ipv4: ReadonlySet<number>;
  ipv6: ReadonlySet<string>;
}

/**
 * Sums up flow records as they are scanned: by far address and service, refused tries by minute, and the moments of records that
 * were sent to services outside. Which side a record is of is told by its direction, else by the interface's own addresses; one
 * that neither tells is left out.
 *
 * Sums are doubles, exact up to 2^53. Memory is bounded by `room`; rows go to `keep` in COPY's binary format: as they are kept where
 * all records of their interfaces fitted between two calls of `end`, else as partial sums.
 */
export class FlowSummer {
  readonly #interfaces = new Map<number, Summed>();
  readonly #rows: SumRows;
  readonly #peers: GroupTable;
  readonly #refusals: GroupTable;
  readonly #moments: MomentStore;
  readonly #addresses: AddressBook;
  readonly #row = new FlowRowReader();
  #last: Summed | undefined;
  /** Whether some sums since the last end were handed over already. */
  #isPartial: boolean;
  readonly #alwaysPartial: boolean;

  /** @param wholly whether all records of an interface come between two calls of `end` @param blocks where blocks come back to */
  constructor(
    caseId: string,
    interfaces: readonly SummedInterface[],
    keep: (table: SumTable, block: Buffer) => void,
    { room = ROOM, wholly, blocks }: { room?: Room; wholly: boolean; blocks?: BlockPool },
  ) {
    for (const [index, { interfaceNo, own }] of interfaces.entries()) {
      const ipv4 = own.filter((address) => !address.includes(":")).map((address) => ipv4Number(address) | 0);
      this.#interfaces.set(interfaceNo, { interfaceNo, index, ipv4: new Set(ipv4), ipv6: new Set(own) });
    }
    this.#peers = new GroupTable(PEER_SUMS, room.groups);
    this.#refusals = new GroupTable(1, room.groups);
    this.#moments = new MomentStore(room.moments, this.#peers.room);
    this.#addresses = new AddressBook(room.addresses);
    const numbers = interfaces.map(({ interfaceNo }) => interfaceNo);
    const groups = { peers: this.#peers, refusals: this.#refusals, addresses: this.#addresses };
    this.#rows = new SumRows({ caseId, numbers, ...groups }, keep, blocks);
    this.#alwaysPartial = !wholly;
    this.#isPartial = this.#alwaysPartial;
  }

  /** Adds the row of `SCANNED` that stands at `at`; where the next one begins, or -1 at the end of all. */
  add(view: DataView, at: number): number {
    const next = this.#row.read(view, at);
    if (next === -1) return -1;
    const row = this.#row;
    if (this.#last?.interfaceNo !== row.interfaceNo) this.#last = this.#interfaces.get(row.interfaceNo);
    if (this.#last !== undefined) this.#addRow(view, this.#last);
    return next;
  }

  /** Adds a plain record of an interface; where the next one begins. */
  addPlain(view: DataView, at: number, interfaceNo: number, baseMs: number): number {
    const next = this.#row.readPlain(view, at, baseMs);
    if (this.#last?.interfaceNo !== interfaceNo) this.#last = this.#interfaces.get(interfaceNo);
    if (this.#last !== undefined) this.#addRow(view, this.#last);
    return next;
  }

  /** Hands over what was summed up: all records of its interfaces have come. */
  end(): void {
    this.#flush();
    this.#isPartial = this.#alwaysPartial;
  }

  #addRow(view: DataView, one: Summed): void {
    if (this.#peers.isFull || this.#refusals.isFull || this.#addresses.isFull) {
      this.#isPartial = true;
      this.#flush();
    } else if (this.#moments.isFull) this.#rows.moments(this.#moments, "partMoments");
    const row = this.#row;
    const side = row.direction !== 0 ? row.direction : this.#side(view, one);
    if (side !== 0) this.#addPeer(view, one, side === EGRESS);
  }

  #side(view: DataView, one: Summed): number {
    const row = this.#row;
    const sent = this.#isOwn(view, row.sourceAt, row.source, one);
    const received = this.#isOwn(view, row.destinationAt, row.destination, one);
    if (sent === received) return 0;
    return sent ? EGRESS : INGRESS;
  }

  #isOwn(view: DataView, at: number, plain: number, { ipv4, ipv6 }: Summed): boolean {
    const address = this.#addressAt(view, at, plain);
    return this.#isIpv6At(view, at) ? ipv6.has(this.#addresses.text(address)) : ipv4.has(address);
  }

  #isIpv6At(view: DataView, at: number): boolean {
    return !this.#row.isPlain && view.getInt32(at) !== IPV4_LENGTH;
  }

  /** An IPv4 address itself, as a signed number; the number of an IPv6 address. */
  #addressAt(view: DataView, at: number, plain: number): number {
    if (this.#row.isPlain) return plain;
    return this.#isIpv6At(view, at) ? this.#addresses.numberAt(view, at + 8) : view.getInt32(at + 8);
  }

  #addPeer(view: DataView, { index }: Summed, left: boolean): void {
    const row = this.#row;
    const peerAt = left ? row.packetDestinationAt : row.packetSourceAt;
    const peer = this.#addressAt(view, peerAt, left ? row.destination : row.source);
    const near = index * 2 + (this.#isIpv6At(view, peerAt) ? 1 : 0);
    const service = serviceOf(row, left);
    const begins = beginsOf(row);
    const group = this.#peers.find(near, peer, service & ~OF_A_RECORD, 0);
    const sums = this.#peers.sums;
    const at = group * PEER_SUMS;
    const isNew = sums[at + PEER.outside] === 0;
    if (isNew) sums[at + PEER.outside] = this.#isInside(near, peer) ? OUTSIDE.no : OUTSIDE.yes;
    if (row.endMs - row.startMs > LONGER_THAN_A_MINUTE_MS) raise(sums, at + PEER.longRecords, 1);
    if (isNew || row.startMs < (sums[at + PEER.firstStart] as number)) sums[at + PEER.firstStart] = row.startMs;
    if (isNew || row.startMs > (sums[at + PEER.lastStart] as number)) sums[at + PEER.lastStart] = row.startMs;
    if (isNew || row.endMs > (sums[at + PEER.lastEnd] as number)) sums[at + PEER.lastEnd] = row.endMs;
    if (row.isRefused) {
      raise(sums, at + PEER.rejected, 1);
      this.#addRefusal(near, peer, service);
      return;
    }
    const isFirst = sums[at + PEER.accepted] === 0;
    if (isFirst || row.startMs < (sums[at + PEER.firstAccepted] as number)) sums[at + PEER.firstAccepted] = row.startMs;
    raise(sums, at + PEER.accepted, 1);
    if (row.bytes > 0) raise(sums, at + (left ? PEER.bytesOut : PEER.bytesIn), row.bytes);
    if (row.packets > 0) raise(sums, at + (left ? PEER.packetsOut : PEER.packetsIn), row.packets);
    const opener = isOpener(service);
    if (begins === 1 || (begins === 2 && opener)) raise(sums, at + PEER.connections, 1);
    if (!opener) raise(sums, at + PEER.answered, 1);
    else if (isSynOnly(row)) raise(sums, at + PEER.synOnly, 1);
    if (left && servedIn(service) === SERVED.peer && sums[at + PEER.outside] === OUTSIDE.yes)
      this.#addMoment(group, begins);
  }

  #addRefusal(near: number, peer: number, service: number): void {
    if (!isOpener(service)) return;
    // Clocks thousands of years off share the last minute there is.
    const minute = Math.floor(this.#row.startMs / MINUTE_MS);
    const group = this.#refusals.find(near, peer, service, Math.max(-TWO_31, Math.min(TWO_31 - 1, minute)));
    raise(this.#refusals.sums, group, 1);
  }

  #addMoment(group: number, begins: number): void {
    const row = this.#row;
    const start = Math.floor(row.startMs / 1000);
    if (start < 0 || start > LAST_SECOND) return;
    this.#moments.add(group, start, Math.round((row.endMs - row.startMs) / 1000), row.sourcePort, row.bytes, begins);
  }

  /** Moments first: they name groups. */
  #flush(): void {
    this.#rows.moments(this.#moments, this.#isPartial ? "partMoments" : "moments");
    if (this.#isPartial) this.#rows.partial();
    else this.#rows.whole();
    this.#peers.clear();
    this.#refusals.clear();
    this.#addresses.clear();
  }

  #isInside(near: number, peer: number): boolean {
    return near % 2 === 1 ? isInside(this.#addresses.text(peer)) : isIpv4Inside(peer);
  }
}

function raise(sums: Float64Array, at: number, by: number): void {
  sums[at] = (sums[at] as number) + by;
}
