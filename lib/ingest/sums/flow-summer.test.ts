import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BINARY_HEADER, BINARY_TRAILER, BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import { FlowRowReader, HEADER_BYTES, MOST_ROW_BYTES } from "@/lib/ingest/sums/flow-row";
import { FlowSummer, type Room } from "@/lib/ingest/sums/flow-summer";
import { readMoments } from "@/lib/ingest/sums/moments";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

const OWN = 0x0a000105;
const OWN_IPV6 = Uint8Array.from([0x20, 0x01, 0x0d, 0xb8, ...new Array(11).fill(0), 5]);
const INTERFACES = [
  { interfaceNo: 7, own: ["10.0.1.5", "2001:db8::5"] },
  { interfaceNo: 9, own: ["10.0.1.5"] },
];

interface Made {
  interfaceNo: number;
  startMs: number;
  seconds: number;
  bytes: number;
  packets: number;
  ports: [number, number] | null;
  protocol: number;
  action: number;
  direction: number;
  flags: number;
  left: boolean;
  peer: number;
  isIpv6: boolean;
  hidden: boolean;
}

const made: fc.Arbitrary<Made> = fc.record({
  interfaceNo: fc.constantFrom(7, 7, 9, 11),
  startMs: fc.integer({ min: 0, max: 400 }).map((second) => Date.UTC(2026, 1, 16) + second * 1000),
  seconds: fc.constantFrom(0, 59, 60, 120),
  bytes: fc.constantFrom(-1, 0, 40, 2 ** 40),
  packets: fc.constantFrom(-1, 1, 9),
  ports: fc.option(
    fc.constantFrom<[number, number]>([443, 40_000], [40_000, 443], [22, 22], [50_000, 50_001], [65_535, 0]),
  ),
  protocol: fc.constantFrom(-1, 1, 6, 6, 17),
  action: fc.constantFrom(0, 1, 2),
  direction: fc.constantFrom(0, 1, 2),
  flags: fc.constantFrom(-1, 0, 2, 18, 19),
  left: fc.boolean(),
  peer: fc.constantFrom(0xcb007163, 0x0a000209, 0xc0a80101),
  isIpv6: fc.boolean(),
  hidden: fc.boolean(),
});

function writeAddress(to: BinaryWriter, isIpv6: boolean, address: number | Uint8Array): void {
  if (!isIpv6) to.ipv4(address as number);
  else to.ipv6(address as Uint8Array);
}

/** As the database answers `SCANNED`. */
function rowsOf(records: readonly Made[]): Buffer {
  const to = new BinaryWriter((records.length + 1) * MOST_ROW_BYTES);
  for (const one of records) {
    const own = one.isIpv6 ? OWN_IPV6 : OWN;
    const peer = one.isIpv6
      ? Uint8Array.from([0x20, 0x01, 0x0d, 0xb9, ...new Array(12).fill(one.peer & 255)])
      : one.peer;
    to.begin(11);
    to.int4(one.interfaceNo);
    to.time(one.startMs);
    to.time(one.startMs + one.seconds * 1000);
    for (const value of [one.bytes, one.packets]) value < 0 ? to.null() : to.int8(value);
    if (one.ports === null) to.null();
    else to.int4((one.ports[0] << 16) | one.ports[1]);
    to.int4(((one.protocol + 1) << 20) | (one.action << 18) | (one.direction << 16) | (one.flags & 65_535));
    writeAddress(to, one.isIpv6, one.left ? own : peer);
    writeAddress(to, one.isIpv6, one.left ? peer : own);
    if (one.hidden) writeAddress(to, one.isIpv6, one.left ? own : peer);
    else to.null();
    to.null();
  }
  return Buffer.concat([BINARY_HEADER, to.take(), BINARY_TRAILER, Buffer.alloc(MOST_ROW_BYTES)]);
}

/** Rows of a table in the binary format, each as the bytes of its fields. */
function fieldsOf(bytes: Buffer): Buffer[][] {
  const rows: Buffer[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const fields: Buffer[] = [];
    const count = bytes.readInt16BE(at);
    at += 2;
    for (let field = 0; field < count; field++) {
      const length = bytes.readInt32BE(at);
      fields.push(bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    rows.push(fields);
  }
  return rows;
}

/** All that is kept of some records, partial sums added up again, as sorted text. */
function summed(records: readonly Made[], room?: Room): Record<SumTable, string[]> {
  const kept: Record<SumTable, Buffer[]> = { peers: [], refusals: [], moments: [] };
  const summer = new FlowSummer(INTERFACES, (table, block) => kept[table].push(block), room);
  const bytes = rowsOf(records);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = HEADER_BYTES; at !== -1; ) at = summer.add(view, at);
  summer.flush();
  const rows = (table: SumTable) => fieldsOf(Buffer.concat(kept[table]));
  const time = (field?: Buffer) => String(field?.readBigInt64BE() ?? "");
  const hex = (field?: Buffer) => field?.toString("hex") ?? "";
  const grouped = (all: { key: string; values: number[]; times: bigint[] }[]) => {
    const groups = new Map<string, { values: number[]; times: bigint[] }>();
    for (const { key, values, times } of all) {
      const held = groups.get(key);
      groups.set(key, {
        values: values.map((value, at) => value + (held?.values[at] ?? 0)),
        // The first of three is the least, the others the largest.
        times: times.map((at, which) => {
          const other = held?.times[which] ?? at;
          return times.length === 3 && which === 0 ? (at < other ? at : other) : at > other ? at : other;
        }),
      });
    }
    return [...groups].map(([key, { values, times }]) => `${key}: ${values} ${times}`).sort();
  };
  return {
    peers: grouped(
      rows("peers").map((f) => ({
        key: `${f[0]?.readInt32BE()} ${hex(f[1])} ${f[2]?.readInt32BE()}`,
        values: [3, 4]
          .map((at) => f[at]?.readDoubleBE() ?? 0)
          .concat([5, 6, 7, 8, 9].map((at) => f[at]?.readInt32BE() ?? 0)),
        times: [10, 11, 12].map((at) => f[at]?.readBigInt64BE() ?? 0n),
      })),
    ),
    refusals: grouped(
      rows("refusals").map((f) => ({
        key: `${f[0]?.readInt32BE()} ${hex(f[1])} ${f[2]?.readInt32BE()} ${time(f[3])}`,
        values: [f[4]?.readInt32BE() ?? 0],
        times: [],
      })),
    ),
    moments: rows("moments")
      .flatMap((f) => {
        const { startSeconds, endSeconds, nearPorts, bytes: sizes, begins } = readMoments(f[3] ?? Buffer.alloc(0));
        return [...startSeconds].map(
          (start, at) =>
            `${f[0]?.readInt32BE()} ${hex(f[1])} ${f[2]?.readInt32BE()} ${start} ${endSeconds[at]} ${nearPorts[at]} ${sizes[at]} ${begins[at]}`,
        );
      })
      .sort(),
  };
}

describe("sums of flow records", () => {
  it("are the same however little memory there is, and in whatever order the records come", () => {
    fc.assert(
      fc.property(
        fc
          .array(made, { maxLength: 40 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        fc.constantFrom({ groups: 2, moments: 3, addresses: 4 }, { groups: 5, moments: 1, addresses: 100 }),
        ([list, shuffled], room) => {
          expect(summed(shuffled, room)).toEqual(summed(list));
        },
      ),
    );
  });

  it("count every record of their interfaces whose side is told, once", () => {
    fc.assert(
      fc.property(fc.array(made, { maxLength: 40 }), (list) => {
        const counted = summed(list)
          .peers.map((line) => Number((line.split(": ")[1] ?? "").split(",")[2]))
          .reduce((sum, records) => sum + records, 0);
        // Interface 9 has no address of the other family of its own.
        const isTold = ({ interfaceNo, direction, isIpv6 }: Made) =>
          interfaceNo === 7 || (interfaceNo === 9 && (direction !== 0 || !isIpv6));
        expect(counted).toBe(list.filter(isTold).length);
      }),
    );
  });

  it("read times, numbers and addresses as they are", () => {
    const far = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    const before = Date.UTC(1815, 11, 10, 1, 2, 3, 4);
    const base = { interfaceNo: 7, seconds: 1, packets: 1, action: 1, direction: 2, flags: 19, left: true, peer: 1 };
    const list: Made[] = [
      { ...base, startMs: far, bytes: 2 ** 52 + 1, ports: [65_535, 1], protocol: 255, isIpv6: false, hidden: true },
      { ...base, startMs: before, bytes: -1, ports: null, protocol: -1, isIpv6: true, hidden: false },
    ];
    const bytes = rowsOf(list);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const row = new FlowRowReader();
    const second = row.read(view, HEADER_BYTES);
    expect(row).toMatchObject({ startMs: far, endMs: far + 1000, bytes: 2 ** 52 + 1, packets: 1, sourcePort: 65_535 });
    expect(row).toMatchObject({ destinationPort: 1, protocol: 255, tcpFlags: 19, direction: 2, isRefused: false });
    const end = row.read(view, second);
    expect(row).toMatchObject({ startMs: before, bytes: -1, sourcePort: -1, destinationPort: -1, protocol: -1 });
    expect(row.read(view, end)).toBe(-1);
  });
});
