import { ByteKeys } from "@/lib/formats/byte-keys";
import type { LogSink } from "@/lib/formats/log-sink";
import { BLOCK_ACTION, BLOCK_DIRECTION, type FlowBlock, HAS_PACKET, NO_VALUE } from "@/lib/formats/vpc-flow/flow-block";
import { readContext } from "@/lib/formats/vpc-flow/flow-context";
import type { FlowLayout } from "@/lib/formats/vpc-flow/flow-layout";
import { MOST_TCP_FLAGS, readDetail } from "@/lib/formats/vpc-flow/flow-line-parser";

/** What a column belongs to. */
const PART = { none: 0, context: 1, detail: 2 } as const;
/** What a column is read as. */
const AS = { any: 0, number: 1, seconds: 2, address: 3, action: 4, direction: 5, status: 6 } as const;
const SPACE = 32;
const DASH = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
/** Digits of the largest number that is read here; longer ones are left to the reader of lines. */
const MOST_DIGITS = 15;
const FRONT_DIGITS = 8;
const POWERS = Float64Array.from({ length: MOST_DIGITS - FRONT_DIGITS + 1 }, (_, power) => 10 ** power);
/** Eleven digits are seconds up to the year 5138; more may be milliseconds. */
const MOST_SECONDS_DIGITS = 11;
const MOST_CONTEXTS = 65_536;
const LONGEST_NAME = 256;
const LONGEST_WORD = 2048;
const HASHED_BYTES = 8;

/**
 * Reads the plain lines of a flow log straight from bytes into a block: single spaces, printable ASCII, status OK, IPv4,
 * times in seconds, every value in its range. Any other line it refuses without a trace, and the reader of lines says what
 * it is: both give the same records.
 */
export class FlowByteParser {
  #sink: LogSink;
  readonly #block: FlowBlock;
  #layout: FlowLayout | null = null;
  /** By column: one of `AS`, the largest number it may hold, one of `PART`. */
  #as = new Uint8Array(0);
  #most = new Float64Array(0);
  #part = new Uint8Array(0);
  #contexts = new ByteKeys(MOST_CONTEXTS);
  #details = new ByteKeys(MOST_CONTEXTS);
  /** By number of the detail's key: where it stands in the block's details, or that there is none. */
  #detailOf: number[] = [];
  /** The values of the line under way, by column. */
  #values = new Float64Array(0);
  #contextParts = new Int32Array(0);
  #detailParts = new Int32Array(0);

  constructor(sink: LogSink, block: FlowBlock) {
    this.#sink = sink;
    this.#block = block;
  }

  /** Goes on with another file: what it knows of contexts and details holds for lines of the same columns. */
  begin(sink: LogSink): void {
    this.#sink = sink;
  }

  /** Takes the columns of the lines that follow. False when none of them can be read here. */
  use(layout: FlowLayout): boolean {
    if (this.#layout !== layout) {
      // What the block holds points into what would be let go of.
      if (this.#block.count > 0) return false;
      this.#layout = layout;
      this.#as = Uint8Array.from(layout.columns, (_, at) => readAs(layout, at));
      this.#most = Float64Array.from(layout.columns, (_, at) => mostOf(layout, at));
      this.#part = Uint8Array.from(layout.columns, (_, at) => partOf(layout, at));
      this.#values = new Float64Array(layout.columns.length);
      this.#contextParts = new Int32Array(layout.columns.length * 2);
      this.#detailParts = new Int32Array(layout.columns.length * 2);
      this.#begin();
    }
    return layout.sourceIp >= 0 && layout.destinationIp >= 0 && layout.start >= 0 && layout.end >= 0;
  }

  /**
   * Reads the line that stands from `from` to `end`, where the line end stands, which no value goes beyond. False when it
   * is not a plain one; nothing has changed then.
   */
  parse(bytes: Uint8Array, from: number, end: number): boolean {
    const block = this.#block;
    const layout = this.#layout;
    if (layout === null || block.full) return false;
    const columnAs = this.#as;
    const values = this.#values;
    const contextParts = this.#contextParts;
    const detailParts = this.#detailParts;
    let contextLength = 0;
    let contextHash = 0;
    let detailLength = 0;
    let detailHash = 0;
    let at = from;
    const last = columnAs.length - 1;
    for (let index = 0; index <= last; index++) {
      const start = at;
      const as = columnAs[index];
      let byte = bytes[at] as number;
      let value = 0;
      if (as === AS.number || as === AS.seconds) {
        if (byte === DASH) {
          if (as === AS.seconds) return false;
          value = NO_VALUE;
          at++;
        } else {
          // Eight digits at a time in whole numbers: a multiplication of floats a digit would take three times as long.
          let front = 0;
          let back = 0;
          let digits = 0;
          for (; byte >= ZERO && byte <= NINE; digits++) {
            if (digits < FRONT_DIGITS) front = (front * 10 + (byte - ZERO)) | 0;
            else back = (back * 10 + (byte - ZERO)) | 0;
            byte = bytes[++at] as number;
          }
          if (digits === 0 || digits > (as === AS.seconds ? MOST_SECONDS_DIGITS : MOST_DIGITS)) return false;
          value = digits <= FRONT_DIGITS ? front : front * (POWERS[digits - FRONT_DIGITS] as number) + back;
          if (value > (this.#most[index] as number)) return false;
        }
      } else if (as === AS.address) {
        if (byte === DASH) {
          value = NO_VALUE;
          at++;
        } else {
          let address = 0;
          for (let octet = 0; octet < 4; octet++) {
            if (octet > 0) {
              if (byte !== DOT) return false;
              byte = bytes[++at] as number;
            }
            const first = at;
            let part = 0;
            while (byte >= ZERO && byte <= NINE && at - first < 4) {
              part = (part * 10 + (byte - ZERO)) | 0;
              byte = bytes[++at] as number;
            }
            const digits = at - first;
            // No leading zeros: some read them as octal.
            if (digits === 0 || part > 255 || (digits > 1 && bytes[first] === ZERO)) return false;
            address = (address << 8) | part;
          }
          value = address >>> 0;
        }
      } else {
        while (byte > SPACE && byte < 127) byte = bytes[++at] as number;
        if (at === start || at - start > LONGEST_WORD) return false;
        if (as !== undefined && as !== AS.any) {
          value = wordAt(as, bytes, start, at);
          if (value < 0) return false;
        }
        const part = this.#part[index];
        if (part === PART.context) {
          if (at - start > LONGEST_NAME) return false;
          contextHash = hashEnd(contextHash, bytes, start, at);
          contextParts[contextLength++] = start;
          contextParts[contextLength++] = at;
        } else if (part === PART.detail) {
          detailHash = hashEnd(detailHash, bytes, start, at);
          detailParts[detailLength++] = start;
          detailParts[detailLength++] = at;
        }
      }
      values[index] = value;
      if (index < last) {
        if (bytes[at] !== SPACE) return false;
        at++;
      }
    }
    if (at !== end) return false;
    return this.#keep(layout, bytes, from, end, contextLength, contextHash, detailLength, detailHash);
  }

  #keep(
    layout: FlowLayout,
    bytes: Uint8Array,
    from: number,
    end: number,
    contextLength: number,
    contextHash: number,
    detailLength: number,
    detailHash: number,
  ): boolean {
    const values = this.#values;
    const startMs = (values[layout.start] as number) * 1000;
    const endMs = (values[layout.end] as number) * 1000;
    const source = values[layout.sourceIp] as number;
    const destination = values[layout.destinationIp] as number;
    if (endMs < startMs || source < 0 || destination < 0) return false;
    let context = this.#contexts.find(bytes, this.#contextParts, contextLength, contextHash);
    if (context < 0) {
      context = this.#addContext(layout, bytes, from, end, contextLength, contextHash);
      if (context < 0) return false;
    }
    let detail = NO_VALUE;
    if (detailLength > 0) {
      const known = this.#details.find(bytes, this.#detailParts, detailLength, detailHash);
      const key = known < 0 ? this.#addDetail(layout, bytes, from, end, detailLength, detailHash) : known;
      if (key < 0) return false;
      detail = this.#detailOf[key] as number;
    }
    const block = this.#block;
    const at = block.count++;
    block.record[at] = this.#sink.accept();
    block.context[at] = context;
    block.detail[at] = detail;
    block.startMs[at] = startMs;
    block.endMs[at] = endMs;
    block.sourceIp[at] = source;
    block.destinationIp[at] = destination;
    const packetSource = layout.packetSourceIp < 0 ? NO_VALUE : (values[layout.packetSourceIp] as number);
    const packetDestination =
      layout.packetDestinationIp < 0 ? NO_VALUE : (values[layout.packetDestinationIp] as number);
    block.packet[at] =
      (packetSource < 0 ? 0 : HAS_PACKET.source) | (packetDestination < 0 ? 0 : HAS_PACKET.destination);
    block.packetSourceIp[at] = packetSource < 0 ? 0 : packetSource;
    block.packetDestinationIp[at] = packetDestination < 0 ? 0 : packetDestination;
    block.sourcePort[at] = layout.sourcePort < 0 ? NO_VALUE : (values[layout.sourcePort] as number);
    block.destinationPort[at] = layout.destinationPort < 0 ? NO_VALUE : (values[layout.destinationPort] as number);
    block.protocol[at] = layout.protocol < 0 ? NO_VALUE : (values[layout.protocol] as number);
    block.tcpFlags[at] = layout.tcpFlags < 0 ? NO_VALUE : (values[layout.tcpFlags] as number);
    block.packets[at] = layout.packets < 0 ? NO_VALUE : (values[layout.packets] as number);
    block.bytes[at] = layout.bytes < 0 ? NO_VALUE : (values[layout.bytes] as number);
    block.action[at] = layout.action < 0 ? 0 : (values[layout.action] as number);
    block.direction[at] = layout.direction < 0 ? 0 : (values[layout.direction] as number);
    this.#sink.happened(startMs);
    return true;
  }

  #addContext(layout: FlowLayout, bytes: Uint8Array, from: number, end: number, length: number, hash: number): number {
    // Other lines of this block may still point into the arrays that are full.
    if (this.#contexts.count >= MOST_CONTEXTS && this.#block.count > 0) return -1;
    if (this.#contexts.count >= MOST_CONTEXTS) this.#begin();
    const context = readContext(layout, tokensOf(bytes, from, end), null);
    if (context === null) return -1;
    const number = this.#contexts.add(bytes, this.#contextParts, length, hash);
    if (number >= 0) this.#block.contexts[number] = context;
    return number;
  }

  #addDetail(layout: FlowLayout, bytes: Uint8Array, from: number, end: number, length: number, hash: number): number {
    if (this.#details.count >= MOST_CONTEXTS) return -1;
    const detail = readDetail(layout, tokensOf(bytes, from, end));
    const key = this.#details.add(bytes, this.#detailParts, length, hash);
    if (key < 0) return -1;
    this.#detailOf[key] = detail === null ? NO_VALUE : this.#block.details.push(detail) - 1;
    return key;
  }

  /** Lets go of everything that was seen, so that memory stays bounded. */
  #begin(): void {
    this.#contexts = new ByteKeys(MOST_CONTEXTS);
    this.#details = new ByteKeys(MOST_CONTEXTS);
    this.#detailOf = [];
    this.#block.contexts = [];
    this.#block.details = [];
  }
}

const parsers = new WeakMap<FlowBlock, FlowByteParser>();

/** The parser that fills a block, ready for a file: one for all files that the block is used for. */
export function byteParserOf(block: FlowBlock, sink: LogSink): FlowByteParser {
  const parser = parsers.get(block) ?? new FlowByteParser(sink, block);
  parsers.set(block, parser);
  parser.begin(sink);
  return parser;
}

/** Mixes the last bytes of a stretch and its length into a hash: the ends of names are where they differ. */
function hashEnd(seed: number, bytes: Uint8Array, from: number, to: number): number {
  let hash = Math.imul(seed ^ (to - from), 0x01000193);
  for (let at = to - from > HASHED_BYTES ? to - HASHED_BYTES : from; at < to; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

/** The number that stands for a word of a column, -1 for any other word. */
function wordAt(as: number, bytes: Uint8Array, from: number, to: number): number {
  if (as === AS.status) return is("OK", bytes, from, to) ? 1 : -1;
  if (to - from === 1) return bytes[from] === DASH ? 0 : -1;
  if (as === AS.action) {
    return is("ACCEPT", bytes, from, to)
      ? BLOCK_ACTION.ACCEPT
      : is("REJECT", bytes, from, to)
        ? BLOCK_ACTION.REJECT
        : -1;
  }
  if (is("ingress", bytes, from, to)) return BLOCK_DIRECTION.ingress;
  return is("egress", bytes, from, to) ? BLOCK_DIRECTION.egress : -1;
}

function is(word: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== word.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[from + at] !== word.charCodeAt(at)) return false;
  return true;
}

function tokensOf(bytes: Uint8Array, from: number, end: number): string[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from)
    .toString("latin1")
    .split(" ");
}

function partOf(layout: FlowLayout, at: number): number {
  return layout.context.includes(at) ? PART.context : layout.detail.includes(at) ? PART.detail : PART.none;
}

function mostOf(layout: FlowLayout, at: number): number {
  if (at === layout.sourcePort || at === layout.destinationPort) return 65_535;
  if (at === layout.protocol) return 255;
  return at === layout.tcpFlags ? MOST_TCP_FLAGS : Number.MAX_SAFE_INTEGER;
}

function readAs(layout: FlowLayout, at: number): number {
  switch (at) {
    case layout.start:
    case layout.end:
      return AS.seconds;
    case layout.sourcePort:
    case layout.destinationPort:
    case layout.protocol:
    case layout.tcpFlags:
    case layout.packets:
    case layout.bytes:
      return AS.number;
    case layout.sourceIp:
    case layout.destinationIp:
    case layout.packetSourceIp:
    case layout.packetDestinationIp:
      return AS.address;
    case layout.action:
      return AS.action;
    case layout.direction:
      return AS.direction;
    case layout.status:
      return AS.status;
    default:
      return AS.any;
  }
}
