import type { BitReader } from "@/lib/sources/compression/bit-reader";
import { SourceDamage } from "@/lib/sources/source-damage";

const LONGEST_CODE = 20;
const SYMBOLS_A_GROUP = 50;
const CHUNK_BYTES = 1 << 20;

const CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

interface Table {
  shortest: number;
  /** By length: the last code, and what a code less it is in `symbols`. */
  last: Int32Array;
  base: Int32Array;
  symbols: Uint16Array;
}

function corrupt(what: string): SourceDamage {
  return new SourceDamage(`bzip2 is corrupt: ${what}`);
}

/** The bytes that a block uses, in order. */
function readAlphabet(bits: BitReader): number[] {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range += 1) {
    if (((ranges >> (15 - range)) & 1) === 0) continue;
    const map = bits.read(16);
    for (let low = 0; low < 16; low += 1) if ((map >> (15 - low)) & 1) used.push(range * 16 + low);
  }
  if (used.length === 0) throw corrupt("a block of no bytes");
  return used;
}

function readSelectors(bits: BitReader, groups: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0) throw corrupt("no selectors");
  const order = Array.from({ length: groups }, (_, group) => group);
  return Uint8Array.from({ length: count }, () => {
    let at = 0;
    while (bits.read(1) === 1) {
      at += 1;
      if (at >= groups) throw corrupt("a selector of no table");
    }
    const [group = 0] = order.splice(at, 1);
    order.unshift(group);
    return group;
  });
}

function readTable(bits: BitReader, size: number): Table {
  const lengths = new Uint8Array(size);
  let length = bits.read(5);
  for (let symbol = 0; symbol < size; symbol += 1) {
    while (bits.read(1) === 1) {
      length += bits.read(1) === 0 ? 1 : -1;
      if (length < 1 || length > LONGEST_CODE) break;
    }
    if (length < 1 || length > LONGEST_CODE) throw corrupt("a code of no length");
    lengths[symbol] = length;
  }
  return makeTable(lengths);
}

/** Canonical Huffman codes: symbols by length, then by number. */
function makeTable(lengths: Uint8Array): Table {
  const last = new Int32Array(LONGEST_CODE + 2).fill(-1);
  const base = new Int32Array(LONGEST_CODE + 2);
  const symbols = new Uint16Array(lengths.length);
  let placed = 0;
  let code = 0;
  let shortest = LONGEST_CODE;
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    base[length] = placed - code;
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      if (lengths[symbol] !== length) continue;
      symbols[placed] = symbol;
      placed += 1;
      code += 1;
      last[length] = code - 1;
      shortest = Math.min(shortest, length);
    }
    code *= 2;
  }
  return { shortest, last, base, symbols };
}

function readSymbol(bits: BitReader, table: Table): number {
  let length = table.shortest;
  let code = bits.read(length);
  while (code > (table.last[length] ?? -1)) {
    length += 1;
    if (length > LONGEST_CODE) throw corrupt("a code of no symbol");
    code = code * 2 + bits.read(1);
  }
  const symbol = table.symbols[code + (table.base[length] ?? 0)];
  if (symbol === undefined) throw corrupt("a code of no symbol");
  return symbol;
}

/** Undoes Huffman codes, zero runs and move-to-front into the low bytes of `sorted`; returns how many there are. */
function readSorted(bits: BitReader, sorted: Uint32Array): number {
  const front = readAlphabet(bits);
  const groups = bits.read(3);
  if (groups < 2 || groups > 6) throw corrupt(`${groups} tables`);
  const selectors = readSelectors(bits, groups);
  const end = front.length + 1;
  const tables = Array.from({ length: groups }, () => readTable(bits, end + 1));
  let count = 0;
  let run = 0;
  let weight = 1;
  for (let read = 0; ; read += 1) {
    const table = tables[selectors[Math.floor(read / SYMBOLS_A_GROUP)] ?? groups];
    if (!table) throw corrupt("more symbols than selectors");
    const symbol = readSymbol(bits, table);
    if (symbol < 2) {
      run += weight << symbol;
      weight *= 2;
      if (count + run > sorted.length) throw corrupt("a run longer than its block");
      continue;
    }
    if (run > 0) {
      sorted.fill(front[0] ?? 0, count, count + run);
      count += run;
      run = 0;
      weight = 1;
    }
    if (symbol === end) return count;
    if (count >= sorted.length) throw corrupt("a block longer than it may be");
    const [byte = 0] = front.splice(symbol - 1, 1);
    front.unshift(byte);
    sorted[count] = byte;
    count += 1;
  }
}

/** Makes each place of `sorted` lead to the next byte of the text: its number above the byte. */
function linkSorted(sorted: Uint32Array, count: number): void {
  const next = new Uint32Array(257);
  for (let at = 0; at < count; at += 1) {
    const after = ((sorted[at] ?? 0) & 0xff) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let byte = 1; byte < 256; byte += 1) next[byte] = (next[byte] ?? 0) + (next[byte - 1] ?? 0);
  for (let at = 0; at < count; at += 1) {
    const byte = (sorted[at] ?? 0) & 0xff;
    const place = next[byte] ?? 0;
    sorted[place] = (sorted[place] ?? 0) | (at << 8);
    next[byte] = place + 1;
  }
}

/**
 * One block of a bzip2 stream after its first 48 bits, as chunks, with its checksum. `sorted` is room for the largest
 * block of the stream. Source: the format as bzip2 1.0 writes it. Throws SourceDamage.
 */
export function readBzip2Block(bits: BitReader, sorted: Uint32Array): { chunks: Buffer[]; crc: number } {
  const expected = bits.read32();
  if (bits.read(1) === 1) throw corrupt("a randomised block, of versions before 0.9.5");
  const origin = bits.read(24);
  const count = readSorted(bits, sorted);
  if (origin >= count) throw corrupt("a block that begins outside itself");
  linkSorted(sorted, count);
  const chunks: Buffer[] = [];
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  let crc = -1;
  let place = (sorted[origin] ?? 0) >>> 8;
  let previous = -1;
  let same = 0;
  for (let at = 0; at < count; at += 1) {
    const entry = sorted[place] ?? 0;
    const byte = entry & 0xff;
    place = entry >>> 8;
    // After four equal bytes the next is a number of further ones.
    const copies = same === 4 ? byte : 1;
    const value = same === 4 ? previous : byte;
    same = same === 4 ? 0 : byte === previous ? same + 1 : 1;
    previous = same === 0 ? -1 : byte;
    for (let copy = 0; copy < copies; copy += 1) {
      crc = (crc << 8) ^ (CRC[((crc >>> 24) ^ value) & 0xff] ?? 0);
      if (filled === CHUNK_BYTES) {
        chunks.push(chunk);
        chunk = Buffer.allocUnsafe(CHUNK_BYTES);
        filled = 0;
      }
      chunk[filled] = value;
      filled += 1;
    }
  }
  chunks.push(chunk.subarray(0, filled));
  if (~crc >>> 0 !== expected) throw corrupt("a block does not have its checksum");
  return { chunks, crc: expected };
}
