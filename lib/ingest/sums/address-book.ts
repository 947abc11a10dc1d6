import ipaddr from "ipaddr.js";
import { canonicalAddress } from "@/lib/core/address";
import { isInside } from "@/lib/core/inside-networks";
import { ipv4Text } from "@/lib/ingest/address-cache";
import type { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import { GroupTable } from "@/lib/ingest/sums/group-table";

/** Length of an IPv4 address as `inet` in the binary format of COPY: family, mask, cidr, size and four bytes. */
const IPV4_LENGTH = 8;
const IPV6_BYTES = 16;
const IPV6 = 1;
const IPV4 = 0;

/** Numbers for the addresses of a scan, 0 for the first. */
export class AddressBook {
  /** Four times 32 bits tell an IPv6 address; an IPv4 address has its own 32 and says so. */
  readonly #ipv4: GroupTable;
  readonly #ipv6: GroupTable;
  /** By number: which table and which of its groups. */
  readonly #places: number[] = [];
  readonly #outside: boolean[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    this.#ipv4 = new GroupTable(1, most);
    this.#ipv6 = new GroupTable(1, most);
  }

  get isFull(): boolean {
    return this.#places.length >= this.#most;
  }

  /** Number of the `inet` whose length field stands at `at`. */
  numberAt(view: DataView, at: number): number {
    return view.getInt32(at) === IPV4_LENGTH
      ? this.#number(this.#ipv4, IPV4, view.getInt32(at + 8), 0, 0, 0)
      : this.#number(
          this.#ipv6,
          IPV6,
          ...([view.getInt32(at + 8), view.getInt32(at + 12), view.getInt32(at + 16), view.getInt32(at + 20)] as const),
        );
  }

  isOutside(number: number): boolean {
    return this.#outside[number] as boolean;
  }

  write(to: BinaryWriter, number: number): void {
    const bytes = this.#bytes(number);
    if (bytes.length === IPV6_BYTES) to.ipv6(bytes);
    else to.ipv4(new DataView(bytes.buffer).getUint32(0));
  }

  /** The canonical text. */
  text(number: number): string {
    const bytes = this.#bytes(number);
    if (bytes.length !== IPV6_BYTES) return ipv4Text(new DataView(bytes.buffer).getUint32(0));
    const text = ipaddr.fromByteArray([...bytes]).toString();
    return canonicalAddress(text) ?? text;
  }

  clear(): void {
    this.#ipv4.clear();
    this.#ipv6.clear();
    this.#places.length = 0;
    this.#outside.length = 0;
  }

  #number(table: GroupTable, kind: number, a: number, b: number, c: number, d: number): number {
    const group = table.find(a, b, c, d);
    const known = table.sums[group] as number;
    if (known !== 0) return known - 1;
    const number = this.#places.push(group * 2 + kind) - 1;
    table.sums[group] = number + 1;
    this.#outside.push(!isInside(this.text(number)));
    return number;
  }

  #bytes(number: number): Uint8Array {
    const place = this.#places[number] as number;
    const [table, group] = [place % 2 === IPV6 ? this.#ipv6 : this.#ipv4, Math.floor(place / 2)];
    const view = new DataView(new ArrayBuffer(place % 2 === IPV6 ? IPV6_BYTES : 4));
    for (let at = 0; at < view.byteLength; at += 4) view.setInt32(at, table.key(group, (at / 4) as 0 | 1 | 2 | 3));
    return new Uint8Array(view.buffer);
  }
}
