/** Milliseconds from 1970 to 2000, where PostgreSQL's times begin. */
const EPOCH_2000_MS = 946_684_800_000;
const TWO_32 = 4_294_967_296;
/** The type `inet` (pg_type.dat). */
const INET_OID = 869;

/** What stands before and behind the rows (PostgreSQL manual, "COPY: Binary Format"). */
export const BINARY_HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
export const BINARY_TRAILER = Buffer.from([0xff, 0xff]);

/** Most blocks that wait to be written in again. */
const MOST_FREE = 8;

/** Blocks of memory that were written and sent: whoever needs one takes it, so that the garbage collector need not look for it. */
export class BlockPool {
  readonly #most: number;
  readonly #free: ArrayBuffer[] = [];

  /** @param most so many wait; the garbage collector gets the others */
  constructor(most: number = MOST_FREE) {
    this.#most = most;
  }

  /** One of exactly so many bytes, or null. */
  take(bytes: number): Buffer<ArrayBuffer> | null {
    const at = this.#free.findIndex(({ byteLength }) => byteLength === bytes);
    const [block] = at < 0 ? [] : this.#free.splice(at, 1);
    return block === undefined ? null : Buffer.from(block);
  }

  /** Takes a block back that nobody reads any more. */
  give(block: Buffer): void {
    if (this.#free.length < this.#most && block.buffer instanceof ArrayBuffer) this.#free.push(block.buffer);
  }
}

/**
 * Rows in the binary format of COPY, written one after the other into a block of memory. Whoever writes a row makes sure
 * that it has room (`room`), begins it with its number of columns, and gives each column in order.
 */
export class BinaryWriter {
  readonly #blockBytes: number;
  #view: DataView;
  #bytes: Buffer<ArrayBuffer>;
  #at = 0;

  readonly #blocks: BlockPool | null;

  /** @param blocks where blocks come from that were written already; else each is a new one */
  constructor(blockBytes: number, blocks: BlockPool | null = null) {
    this.#blockBytes = blockBytes;
    this.#blocks = blocks;
    this.#bytes = this.#block();
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes written since the last `take`. */
  get length(): number {
    return this.#at;
  }

  hasRoom(bytes: number): boolean {
    return this.#at + bytes <= this.#blockBytes;
  }

  /** What was written; the writer goes on in another block. */
  take(): Buffer {
    const written = this.#bytes.subarray(0, this.#at);
    this.#bytes = this.#block();
    this.#view = new DataView(this.#bytes.buffer);
    this.#at = 0;
    return written;
  }

  #block(): Buffer<ArrayBuffer> {
    return this.#blocks?.take(this.#blockBytes) ?? Buffer.allocUnsafeSlow(this.#blockBytes);
  }

  begin(columns: number): void {
    this.#view.setInt16(this.#at, columns);
    this.#at += 2;
  }

  null(): void {
    this.#view.setInt32(this.#at, -1);
    this.#at += 4;
  }

  bool(value: boolean): void {
    this.#view.setInt32(this.#at, 1);
    this.#view.setUint8(this.#at + 4, value ? 1 : 0);
    this.#at += 5;
  }

  int2(value: number): void {
    this.#view.setInt32(this.#at, 2);
    this.#view.setInt16(this.#at + 4, value);
    this.#at += 6;
  }

  int4(value: number): void {
    this.#view.setInt32(this.#at, 4);
    this.#view.setInt32(this.#at + 4, value);
    this.#at += 8;
  }

  /** A whole number from 0 up to 2^53 - 1. */
  int8(value: number): void {
    this.#view.setInt32(this.#at, 8);
    this.#view.setUint32(this.#at + 4, value / TWO_32);
    this.#view.setUint32(this.#at + 8, value % TWO_32);
    this.#at += 12;
  }

  float8(value: number): void {
    this.#view.setInt32(this.#at, 8);
    this.#view.setFloat64(this.#at + 4, value);
    this.#at += 12;
  }

  /** So many bytes as `bytea`, and a view of where they stand, to be filled before anything else is written. */
  bytea(length: number): { view: DataView; at: number } {
    this.#view.setInt32(this.#at, length);
    const room = { view: this.#view, at: this.#at + 4 };
    this.#at += 4 + length;
    return room;
  }

  /** These bytes as `bytea`. */
  bytes(value: Uint8Array): void {
    this.#view.setInt32(this.#at, value.length);
    this.#bytes.set(value, this.#at + 4);
    this.#at += 4 + value.length;
  }

  /** A moment in whole epoch milliseconds, as `timestamptz`: microseconds since 2000, exact however far away. */
  time(ms: number): void {
    const since = ms - EPOCH_2000_MS;
    const high = Math.floor(since / TWO_32);
    const low = (since - high * TWO_32) * 1000;
    const carry = Math.floor(low / TWO_32);
    this.#view.setInt32(this.#at, 8);
    this.#view.setInt32(this.#at + 4, high * 1000 + carry);
    this.#view.setUint32(this.#at + 8, low - carry * TWO_32);
    this.#at += 12;
  }

  /** An IPv4 address of 32 bits as `inet`: family 2, 32 bits of mask, no cidr, four bytes. */
  ipv4(address: number): void {
    this.#view.setInt32(this.#at, 8);
    this.#view.setInt32(this.#at + 4, 0x02_20_00_04);
    this.#view.setUint32(this.#at + 8, address);
    this.#at += 12;
  }

  /** An IPv6 address of 16 bytes as `inet`. */
  ipv6(address: Uint8Array): void {
    this.#view.setInt32(this.#at, 20);
    this.#view.setInt32(this.#at + 4, 0x03_80_00_10 | 0);
    this.#bytes.set(address, this.#at + 8);
    this.#at += 24;
  }

  /** A `uuid` of 16 bytes. */
  uuid(bytes: Uint8Array): void {
    this.#view.setInt32(this.#at, 16);
    this.#bytes.set(bytes, this.#at + 4);
    this.#at += 20;
  }

  /** Begins an array of so many `inet`, some of them IPv6, which are written after it (`array_recv` of PostgreSQL's arrayfuncs.c). */
  inets(count: number, ipv6: number): void {
    const dimensions = count === 0 ? 0 : 1;
    this.#view.setInt32(this.#at, 12 + dimensions * 8 + count * 12 + ipv6 * 12);
    this.#view.setInt32(this.#at + 4, dimensions);
    this.#view.setInt32(this.#at + 8, 0);
    this.#view.setInt32(this.#at + 12, INET_OID);
    if (dimensions > 0) {
      this.#view.setInt32(this.#at + 16, count);
      this.#view.setInt32(this.#at + 20, 1);
    }
    this.#at += 16 + dimensions * 8;
  }
}
