import ipaddr from "ipaddr.js";

/** What a record holds of what is asked for; numbers beyond 2^53 lose their last digits. */
export type MmdbValue = string | number | boolean | MmdbValue[] | { [name: string]: MmdbValue } | null;

export interface MmdbAbout {
  type: string;
  madeMs: number;
  nodes: number;
  /** Bits of one half of a node. */
  recordBits: number;
  isIpv6: boolean;
}

/** The metadata follow their marker within the last 128 KiB. */
export const METADATA_BYTES = 128 * 1024;
const MARKER = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);
/** Zeros between the tree and the data. */
const SEPARATOR_BYTES = 16;
// A record of a real database has a few hundred values. One that is made to unfold for ever, or to fill the memory, is given up.
const MOST_VALUES = 2_000;
const DEEPEST = 16;
const LONGEST_TEXT = 1_000;

export function hasMmdbMarker(tail: Buffer): boolean {
  return tail.subarray(-METADATA_BYTES).includes(MARKER);
}

/**
 * The metadata of a database in the MaxMind DB format 2.0 (MaxMind DB File Format Specification), of `size` bytes in all, from
 * its end. Throws for one that cannot be read or whose tree does not fit into it.
 */
export function readMmdbAbout(end: Buffer, size: number): MmdbAbout {
  const tail = end.subarray(-METADATA_BYTES);
  const at = tail.lastIndexOf(MARKER);
  if (at < 0) throw new Error("no database of this format");
  const read = new ValueReader(tail.subarray(at + MARKER.length)).read(0);
  const said = (name: string) =>
    typeof read === "object" && read !== null && !Array.isArray(read) && Object.hasOwn(read, name) ? read[name] : null;
  const [nodes, recordBits, version] = [said("node_count"), said("record_size"), said("ip_version")];
  if (said("binary_format_major_version") !== 2) throw new Error("another version of the format");
  if (typeof nodes !== "number" || nodes < 1) throw new Error("no tree");
  if (recordBits !== 24 && recordBits !== 28 && recordBits !== 32) throw new Error("another size of node");
  if (version !== 4 && version !== 6) throw new Error("neither IPv4 nor IPv6");
  const treeEnd = size - tail.length + at;
  if ((nodes * recordBits) / 4 + SEPARATOR_BYTES > treeEnd) throw new Error("a tree that is cut off");
  const made = said("build_epoch");
  return {
    ...{ type: String(said("database_type") ?? "").slice(0, 100), nodes, recordBits, isIpv6: version === 6 },
    madeMs: typeof made === "number" ? made * 1000 : Number.NaN,
  };
}

/** Looks addresses up in a database of that format. Whatever its bytes are, a look takes little time and memory. */
export class Mmdb {
  readonly about: MmdbAbout;
  readonly #bytes: Buffer;
  readonly #data: Buffer;

  /** Throws for bytes that are no such database. */
  constructor(bytes: Buffer) {
    this.about = readMmdbAbout(bytes, bytes.length);
    this.#bytes = bytes;
    this.#data = bytes.subarray((this.about.nodes * this.about.recordBits) / 4 + SEPARATOR_BYTES);
  }

  /** Null for an address that it does not know. Throws for a record that cannot be read. */
  find(ip: string): MmdbValue {
    const { nodes, isIpv6 } = this.about;
    const address = ipaddr.parse(ip).toByteArray();
    if (address.length === 16 && !isIpv6) return null;
    // IPv4 stands in the first 2^32 addresses of a tree of IPv6.
    const bits = address.length === 4 && isIpv6 ? [...new Array<number>(12).fill(0), ...address] : address;
    let node = 0;
    for (let at = 0; at < bits.length * 8 && node < nodes; at++) {
      node = this.#half(node, ((bits[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    }
    return node <= nodes ? null : new ValueReader(this.#data).read(node - nodes - SEPARATOR_BYTES);
  }

  #half(node: number, side: number): number {
    const bytes = this.#bytes;
    if (this.about.recordBits === 24) return bytes.readUIntBE(node * 6 + side * 3, 3);
    if (this.about.recordBits === 32) return bytes.readUInt32BE(node * 8 + side * 4);
    // 28 bits: the byte in the middle has the highest four of both.
    const middle = bytes.readUInt8(node * 7 + 3);
    return (side === 0 ? middle >> 4 : middle & 15) * 2 ** 24 + bytes.readUIntBE(node * 7 + side * 4, 3);
  }
}

/** Offset of the values that a pointer of each size begins to count from. */
const POINTER_BASE = [0, 2_048, 526_336, 0];

/** Reads one value of a data section, with what it holds. Throws over what is damaged or too much. */
class ValueReader {
  readonly #data: Buffer;
  #at = 0;
  #values = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  read(offset: number): MmdbValue {
    this.#at = offset;
    this.#values = 0;
    return this.#value(0);
  }

  #value(depth: number): MmdbValue {
    if (++this.#values > MOST_VALUES || depth > DEEPEST) throw new Error("a record that holds too much");
    const control = this.#uint(1);
    const kind = control >> 5;
    if (kind === 1) return this.#follow(control, depth);
    const type = kind === 0 ? 7 + this.#uint(1) : kind;
    const size = this.#size(control & 31);
    switch (type) {
      case 2:
        return this.#text(size);
      case 5:
      case 6:
      case 9:
      case 10:
        return this.#number(size);
      case 7:
        return this.#map(size, depth);
      case 11:
        return this.#list(size, depth);
      case 14:
        return size !== 0;
      // Doubles, bytes, signed numbers and floats: nothing that is asked for.
      case 3:
      case 4:
      case 8:
      case 15:
        this.#skip(size);
        return null;
      default:
        throw new Error("a value of a kind that is not known");
    }
  }

  #follow(control: number, depth: number): MmdbValue {
    const bytes = (control >> 3) & 3;
    const high = bytes === 3 ? 0 : (control & 7) * 256 ** (bytes + 1);
    const target = high + this.#uint(bytes + 1) + (POINTER_BASE[bytes] ?? 0);
    const back = this.#at;
    this.#at = target;
    const value = this.#value(depth + 1);
    this.#at = back;
    return value;
  }

  #size(size: number): number {
    if (size < 29) return size;
    if (size === 29) return 29 + this.#uint(1);
    return size === 30 ? 285 + this.#uint(2) : 65_821 + this.#uint(3);
  }

  #map(size: number, depth: number): MmdbValue {
    const entries: [string, MmdbValue][] = [];
    for (let left = size; left > 0; left--) {
      const name = this.#value(depth + 1);
      if (typeof name !== "string") throw new Error("a name that is no text");
      entries.push([name, this.#value(depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  #list(size: number, depth: number): MmdbValue {
    const list: MmdbValue[] = [];
    for (let left = size; left > 0; left--) list.push(this.#value(depth + 1));
    return list;
  }

  #number(size: number): number {
    if (size > 16) throw new Error("a number that is too long");
    let number = 0;
    for (let left = size; left > 0; left--) number = number * 256 + this.#uint(1);
    return number;
  }

  #text(size: number): string {
    const start = this.#at;
    this.#skip(size);
    return this.#data.toString("utf8", start, start + Math.min(size, LONGEST_TEXT));
  }

  #uint(bytes: number): number {
    const start = this.#at;
    this.#skip(bytes);
    return this.#data.readUIntBE(start, bytes);
  }

  #skip(bytes: number): void {
    if (this.#at < 0 || this.#at + bytes > this.#data.length) throw new Error("a record that is cut off");
    this.#at += bytes;
  }
}
