import ipaddr from "ipaddr.js";
import { canonicalAddress } from "@/lib/core/address";
import { GroupTable } from "@/lib/ingest/sums/group-table";

const IPV6_BYTES = 16;

/** Numbers for the IPv6 addresses of a scan, 0 for the first. */
export class AddressBook {
  /** Four times 32 bits tell an address, and its group is its number. */
  readonly #addresses: GroupTable;

  constructor(most: number) {
    this.#addresses = new GroupTable(0, most);
  }

  get isFull(): boolean {
    return this.#addresses.isFull;
  }

  /** Number of the address whose sixteen bytes stand at `at`. */
  numberAt(view: DataView, at: number): number {
    return this.#addresses.find(
      view.getInt32(at),
      view.getInt32(at + 4),
      view.getInt32(at + 8),
      view.getInt32(at + 12),
    );
  }

  bytes(number: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(IPV6_BYTES));
    for (let at = 0; at < IPV6_BYTES; at += 4)
      view.setInt32(at, this.#addresses.key(number, (at / 4) as 0 | 1 | 2 | 3));
    return new Uint8Array(view.buffer);
  }

  /** The canonical text. */
  text(number: number): string {
    const text = ipaddr.fromByteArray([...this.bytes(number)]).toString();
    return canonicalAddress(text) ?? text;
  }

  clear(): void {
    this.#addresses.clear();
  }
}
