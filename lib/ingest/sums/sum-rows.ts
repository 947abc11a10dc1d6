import { BinaryWriter, type BlockPool } from "@/lib/ingest/copy/binary-writer";
import type { AddressBook } from "@/lib/ingest/sums/address-book";
import { SERVICE, servedIn } from "@/lib/ingest/sums/flow-ends";
import type { GroupTable } from "@/lib/ingest/sums/group-table";
import { couldMatterOf, LARGEST_SUM } from "@/lib/ingest/sums/kept-contacts";
import type { MomentStore } from "@/lib/ingest/sums/moment-store";
import { MINUTE_MS, PEER, PEER_SUMS } from "@/lib/ingest/sums/peer-sums";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

/** What was summed up is handed over in blocks of so many bytes. */
const BLOCK_BYTES = 1 << 18;
const MOST_SMALL_ROW = 320;
const TWO_32 = 2 ** 32;
/** More than any table holds; an address and a group's number side by side are whole numbers below 2^53. */
const GROUPS = 2 ** 20;

/** What was summed up, by contact and by refused minute: a group's first two numbers are its near side and far address. */
export interface Summed {
  caseId: string;
  /** The database's number of each interface, by its index here. A near side is twice that, and one more where the address is IPv6. */
  numbers: readonly number[];
  peers: GroupTable;
  refusals: GroupTable;
  /** The IPv6 addresses that groups name. */
  addresses: AddressBook;
}

/** Writes sums as rows of `SUM_TABLES`, whole or as parts, and hands them over in blocks. */
export class SumRows {
  readonly #caseId: Uint8Array;
  readonly #numbers: readonly number[];
  readonly #peers: GroupTable;
  readonly #refusals: GroupTable;
  readonly #addresses: AddressBook;
  readonly #keep: (table: SumTable, block: Buffer) => void;
  readonly #to: BinaryWriter;
  /** Peers in their order, and refusals in theirs, while they are written. */
  readonly #order: Float64Array;
  /** Counts rows of moments that are kept. */
  #part = 0;

  /** @param blocks where blocks come back to once they were sent */
  constructor(
    { caseId, numbers, peers, refusals, addresses }: Summed,
    keep: (table: SumTable, block: Buffer) => void,
    blocks: BlockPool | null = null,
  ) {
    this.#caseId = Buffer.from(caseId.replaceAll("-", ""), "hex");
    this.#numbers = numbers;
    this.#peers = peers;
    this.#refusals = refusals;
    this.#addresses = addresses;
    this.#keep = keep;
    this.#to = new BinaryWriter(BLOCK_BYTES, blocks);
    this.#order = new Float64Array(Math.max(peers.room, refusals.room));
  }

  /** Empties the store. What is not whole yet is not known to matter: the database tells. */
  moments(store: MomentStore, table: "moments" | "partMoments"): void {
    const to = this.#to;
    store.drain(this.#peers.count, (group, bytes, fill) => {
      if (table === "moments" && !this.#couldMatter(group)) return;
      if (!to.hasRoom(MOST_SMALL_ROW + bytes)) this.#hand(table);
      to.begin(table === "moments" ? 7 : 5);
      if (table === "moments") to.uuid(this.#caseId);
      to.int4(this.#interfaceNo(this.#peers, group));
      if (table === "moments") to.int8(this.#part++);
      this.#peer(to, this.#peers, group);
      const { view, at } = to.bytea(bytes);
      fill(view, at);
    });
    this.#hand(table);
  }

  /** All contacts and refused minutes, as they are kept. */
  whole(): void {
    this.#each("peers", this.#peers, (to, group) => {
      const sum = this.#sumsOf(group);
      to.begin(19);
      to.uuid(this.#caseId);
      this.#contact(to, group);
      for (const which of [PEER.bytesOut, PEER.bytesIn, PEER.packetsOut, PEER.packetsIn])
        to.int8(Math.min(sum(which), LARGEST_SUM));
      for (const which of [PEER.accepted, PEER.rejected, PEER.connections]) to.int4(sum(which));
      to.int4(sum(PEER.answered) > 0 ? 0 : sum(PEER.synOnly));
      this.#times(to, sum);
    });
    this.#each("refusals", this.#refusals, (to, group) => {
      to.begin(8);
      to.uuid(this.#caseId);
      this.#tries(to, group);
    });
  }

  /** The same as parts, to be added up. */
  partial(): void {
    this.#each("partPeers", this.#peers, (to, group) => {
      const sum = this.#sumsOf(group);
      to.begin(19);
      this.#contact(to, group);
      for (const which of [PEER.bytesOut, PEER.bytesIn, PEER.packetsOut, PEER.packetsIn]) to.float8(sum(which));
      for (const which of [PEER.accepted, PEER.rejected, PEER.connections, PEER.synOnly, PEER.answered])
        to.int4(sum(which));
      this.#times(to, sum);
    });
    this.#each("partRefusals", this.#refusals, (to, group) => {
      to.begin(7);
      this.#tries(to, group);
    });
  }

  #sumsOf(group: number): (which: number) => number {
    return (which) => this.#peers.sums[group * PEER_SUMS + which] as number;
  }

  #couldMatter(group: number): boolean {
    const sum = this.#sumsOf(group);
    return couldMatterOf({
      ...{ accepted: sum(PEER.accepted), connections: sum(PEER.connections) },
      ...{ firstStartMs: sum(PEER.firstStart), lastEndMs: sum(PEER.lastEnd) },
    });
  }

  #each(table: SumTable, groups: GroupTable, write: (to: BinaryWriter, group: number) => void): void {
    for (const key of byPeer(groups, this.#order)) {
      if (!this.#to.hasRoom(MOST_SMALL_ROW)) this.#hand(table);
      write(this.#to, key % GROUPS);
    }
    this.#hand(table);
  }

  #hand(table: SumTable): void {
    if (this.#to.length > 0) this.#keep(table, this.#to.take());
  }

  /** Interface, far address, protocol, port, and who served. */
  #contact(to: BinaryWriter, group: number): void {
    to.int4(this.#interfaceNo(this.#peers, group));
    this.#peer(to, this.#peers, group);
    to.int2(servedIn(this.#peers.key(group, 2)));
  }

  /** Interface, far address, protocol, port, whether the near side tried, when, and how often. */
  #tries(to: BinaryWriter, group: number): void {
    to.int4(this.#interfaceNo(this.#refusals, group));
    this.#peer(to, this.#refusals, group);
    to.bool((this.#refusals.key(group, 2) & SERVICE.out) !== 0);
    to.time(this.#refusals.key(group, 3) * MINUTE_MS);
    to.int4(this.#refusals.sums[group] as number);
  }

  /** Far address, protocol and port. */
  #peer(to: BinaryWriter, groups: GroupTable, group: number): void {
    const [near, peer, service] = [groups.key(group, 0), groups.key(group, 1), groups.key(group, 2)];
    if (near % 2 === 1) to.ipv6(this.#addresses.bytes(peer));
    else to.ipv4(peer >>> 0);
    to.int2(service >> 20);
    to.int4(service & 65_535);
  }

  #times(to: BinaryWriter, sum: (which: number) => number): void {
    to.int4(sum(PEER.longRecords));
    for (const which of [PEER.firstStart, PEER.lastStart, PEER.lastEnd]) to.time(sum(which));
    if (sum(PEER.accepted) === 0) to.null();
    else to.time(sum(PEER.firstAccepted));
  }

  #interfaceNo(groups: GroupTable, group: number): number {
    return this.#numbers[groups.key(group, 0) >> 1] as number;
  }
}

/** Groups, as rests by `GROUPS`, in the order of their far addresses, in which the indexes of what is kept grow at one place. */
function byPeer(groups: GroupTable, room: Float64Array): Float64Array {
  const keys = room.subarray(0, groups.count);
  for (let group = 0; group < groups.count; group++) {
    // IPv6 addresses have numbers of their own.
    const peer = groups.key(group, 0) % 2 === 1 ? TWO_32 : groups.key(group, 1) >>> 0;
    keys[group] = peer * GROUPS + group;
  }
  return keys.sort();
}
