import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AddressCache } from "@/lib/ingest/address-cache";
import { BlockPool } from "@/lib/ingest/copy/binary-writer";
import type { TableWriter } from "@/lib/ingest/copy/table-writer";
import { FlowMinutes } from "@/lib/ingest/minutes/flow-minutes";
import type { SeenIp } from "@/lib/ingest/sighting";

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 1, 16);
const [A, B, C, D] = [0x0a000005, 0x0a000006, 0xc6120001, "2001:db8::1"] as const;

interface Flow {
  interfaceNo: number;
  startMs: number;
  lasted: number;
  bytes: number;
  packets: number;
  source: SeenIp;
  destination: SeenIp;
  direction: number;
  action: number;
}

interface Row {
  interfaceNo: number;
  minute: number;
  own: SeenIp | null;
  other: SeenIp | null;
  out: number[];
  into: number[];
  records: number[];
  lastEnd: number;
}

/** The rows that are written of records. */
function rowsOf(flows: readonly Flow[], mostMinutes?: number): Row[] {
  const blocks: Buffer[] = [];
  const writer = {
    declareBinary: () => undefined,
    addBlock: (_table: string, block: Buffer) => void blocks.push(block),
  };
  const minutes = new FlowMinutes(writer as unknown as TableWriter, "flow_minutes_l1", new AddressCache(), mostMinutes);
  for (const { interfaceNo, startMs, lasted, bytes, packets, source, destination, direction, action } of flows)
    minutes.add(interfaceNo, startMs, startMs + lasted, bytes, packets, source, destination, direction, action);
  minutes.finish();
  const bytes = Buffer.concat(blocks);
  const rows: Row[] = [];
  let at = 0;
  const value = (read: (from: number) => number) => {
    const length = bytes.readInt32BE(at);
    const found = read(at + 4);
    at += 4 + length;
    return found;
  };
  const ip = (): SeenIp | null => {
    const length = bytes.readInt32BE(at);
    const from = at + 4;
    at = from + Math.max(0, length);
    if (length < 0) return null;
    return length === 8 ? bytes.readUInt32BE(from + 4) : D;
  };
  const time = () => value((from) => Number(bytes.readBigInt64BE(from) / 1000n) + Date.UTC(2000, 0, 1));
  const double = () => value((from) => bytes.readDoubleBE(from));
  const int = () => value((from) => bytes.readInt32BE(from));
  while (at < bytes.length) {
    expect(bytes.readInt16BE(at)).toBe(11);
    at += 2;
    const [interfaceNo, minute, own, other] = [int(), time(), ip(), ip()];
    const [bytesOut, bytesIn, packetsOut, packetsIn] = [double(), double(), double(), double()];
    const records = [int(), int()];
    const out = [bytesOut, packetsOut];
    rows.push({ interfaceNo, minute, own, other, out, into: [bytesIn, packetsIn], records, lastEnd: time() });
  }
  return rows;
}

type Sums = Record<string, number[]>;

function addTo(sums: Sums, key: string, numbers: readonly number[], end: number): void {
  const known = sums[key] ?? [0, 0, 0, 0, 0, 0, Number.NEGATIVE_INFINITY];
  sums[key] = [...numbers.map((number, at) => number + (known[at] as number)), Math.max(end, known[6] as number)];
}

/** What stands in rows once the interfaces' own address is known; null where they do not tell. */
function addedUp(rows: readonly Row[], ownIp: SeenIp): Sums | null {
  const sums: Sums = {};
  for (const { interfaceNo, minute, own, other, out, into, records, lastEnd } of rows) {
    if (own !== null && own !== ownIp && other !== ownIp) return null;
    const [went, came] = own === null || own === ownIp ? [out, into] : [into, out];
    addTo(sums, `${interfaceNo} ${minute}`, [...went, ...came, ...records], lastEnd);
  }
  return sums;
}

/** The same one record after the other. */
function sumsOf(flows: readonly Flow[], ownIp: SeenIp): Sums {
  const sums: Sums = {};
  for (const { interfaceNo, startMs, lasted, bytes, packets, source, destination, direction, action } of flows) {
    const [isSource, isDestination] = [source === ownIp, destination === ownIp];
    const told = isSource === isDestination ? 0 : isSource ? 2 : 1;
    const side = direction === 0 ? told : direction;
    const counted = action === 2 ? [0, 0] : [Math.max(0, bytes), Math.max(0, packets)];
    const [out, into] = [side === 2 ? counted : [0, 0], side === 1 ? counted : [0, 0]];
    const minute = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
    const records = action === 2 ? [0, 1] : [1, 0];
    addTo(sums, `${interfaceNo} ${minute}`, [...out, ...into, ...records], startMs + lasted);
  }
  return sums;
}

const address = fc.constantFrom<SeenIp>(A, B, C, D);
const flow: fc.Arbitrary<Flow> = fc.record({
  interfaceNo: fc.constantFrom(7, 8),
  startMs: fc
    .integer({ min: -3, max: 3 })
    .chain((minute) => fc.constantFrom(0, 1, 59_999).map((ms) => START + minute * MINUTE_MS + ms)),
  lasted: fc.integer({ min: -5, max: 90_000 }),
  bytes: fc.integer({ min: -1, max: 1500 }),
  packets: fc.integer({ min: -1, max: 9 }),
  source: address,
  destination: address,
  direction: fc.constantFrom(0, 0, 0, 1, 2),
  action: fc.constantFrom(0, 1, 2),
});
/** So many of each that no minute has few. */
const flows = fc
  .array(flow, { minLength: 1, maxLength: 40 })
  .map((list) => Array.from({ length: 60 }, () => list).flat());

describe("minutes of flow records", () => {
  it("tell the sums of any own address that they let stand", () => {
    fc.assert(
      fc.property(flows, address, (list, own) => {
        const found = addedUp(rowsOf(list), own);
        if (found !== null) expect(found).toEqual(sumsOf(list, own));
      }),
    );
  });

  it("tell them, too, however few minutes are gathered before all are given on", () => {
    const inTurn = fc.array(flow, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(inTurn, fc.integer({ min: 1, max: 5 }), address, (list, most, own) => {
        const many = list.flatMap((one) => Array.from({ length: 5 }, () => one));
        const found = addedUp(rowsOf(many, most), own);
        if (found !== null) expect(found).toEqual(sumsOf(many, own));
      }),
    );
  });

  it("let the address stand that every record has", () => {
    const ofOwn = flow.chain((one) => fc.constantFrom({ ...one, source: A }, { ...one, destination: A }));
    fc.assert(
      fc.property(fc.array(ofOwn, { minLength: 1, maxLength: 40 }), (list) => {
        const many = Array.from({ length: 60 }, () => list).flat();
        expect(addedUp(rowsOf(many), A)).toEqual(sumsOf(many, A));
      }),
    );
  });

  it("are given on before there are too many, and not at all once they are as many as the records", () => {
    const at = (minute: number, interfaceNo: number): Flow => ({
      ...{
        interfaceNo,
        startMs: START + minute * MINUTE_MS,
        lasted: 0,
        bytes: 1,
        packets: 1,
        source: A,
        destination: C,
      },
      ...{ direction: 0, action: 1 },
    });
    const often = Array.from({ length: 700 }, (_, minute) => Array.from({ length: 4 }, () => at(minute, 7))).flat();
    expect(addedUp(rowsOf(often, 600), A)).toEqual(sumsOf(often, A));
    expect(rowsOf([...often, ...often], 600)).toHaveLength(1400);
    const once = Array.from({ length: 700 }, (_, minute) => at(minute, 8));
    expect(rowsOf(once, 600)).toEqual([]);
    // What was dense before stays, and lacks what came later.
    expect(rowsOf([...often, ...once, ...often], 600)).toHaveLength(600);
  });

  it("are forgotten with their interfaces once they are given on: a log may name millions", () => {
    const often = (interfaceNo: number, minute: number, peers: readonly SeenIp[]): Flow[] =>
      peers.map((destination) => ({
        ...{ interfaceNo, startMs: START + minute * MINUTE_MS, lasted: 0, bytes: 1, packets: 1, source: A },
        ...{ destination, direction: 0, action: 1 },
      }));
    const [two, one] = [
      [B, C, B, C],
      [B, B, B, B],
    ];
    const all = [...often(7, 0, two), ...often(8, 0, two), ...often(8, 1, one), ...often(7, 1, one)];
    const rows = rowsOf(all, 2);
    // Of the two addresses of the last records the one that the first ones lacked is none that was ruled out any more.
    const said = rows.map(({ interfaceNo, own, other }) => [interfaceNo, own, other]);
    expect(said).toContainEqual([7, A, null]);
    expect(said).toContainEqual([7, A, B]);
    expect(addedUp(rows, A)).toEqual(sumsOf(all, A));
  });

  it("are written in blocks that the records are written in afterwards", () => {
    const blocks = new BlockPool();
    const addBlock = (_table: string, block: Buffer) => blocks.give(block);
    const writer = { blocks, declareBinary: () => undefined, addBlock } as unknown as TableWriter;
    const minutes = new FlowMinutes(writer, "flow_minutes_l1", new AddressCache());
    for (let at = 0; at < 4; at++) minutes.add(7, START, START, 1, 1, A, C, 0, 1);
    minutes.finish();
    expect(blocks.take(1 << 18)).not.toBeNull();
  });
});
