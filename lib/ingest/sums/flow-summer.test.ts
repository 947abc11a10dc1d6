import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BINARY_HEADER, BINARY_TRAILER, BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import { FlowRowReader, HEADER_BYTES, MOST_ROW_BYTES } from "@/lib/ingest/sums/flow-row";
import { FlowSummer, type Room } from "@/lib/ingest/sums/flow-summer";
import { couldMatterOf } from "@/lib/ingest/sums/kept-contacts";
import { readMoments } from "@/lib/ingest/sums/moments";
import { isPlain, PLAIN_BYTES, traitsOf, writePlain } from "@/lib/ingest/sums/plain-flow";
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
      fields.push(bytes.subarray(at + 4, at + 4 + Math.max(length, 0)));
      at += 4 + Math.max(length, 0);
    }
    rows.push(fields);
  }
  return rows;
}

const CASE = "00000000-0000-4000-8000-000000000001";

/** The fields of all rows that are handed over, by table. */
function handedOver(records: readonly Made[], options: { room?: Room; wholly: boolean }): Record<SumTable, Buffer[][]> {
  const kept: Record<SumTable, Buffer[]> = {
    ...{ peers: [], refusals: [], moments: [], partPeers: [], partRefusals: [], partMoments: [] },
  };
  const summer = new FlowSummer(CASE, INTERFACES, (table, block) => kept[table].push(block), options);
  const bytes = rowsOf(records);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = HEADER_BYTES; at !== -1; ) at = summer.add(view, at);
  summer.end();
  const rows = (table: SumTable) => fieldsOf(Buffer.concat(kept[table]));
  return {
    ...{ peers: rows("peers"), refusals: rows("refusals"), moments: rows("moments") },
    ...{ partPeers: rows("partPeers"), partRefusals: rows("partRefusals"), partMoments: rows("partMoments") },
  };
}

const int4 = (field?: Buffer) => field?.readInt32BE() ?? 0;
const time = (field?: Buffer) => (field && field.length > 0 ? field.readBigInt64BE() : null);
const hex = (field?: Buffer) => field?.toString("hex") ?? "";
/** Interface, far address, protocol and port. */
const contactOf = (fields: readonly Buffer[]) => fields.map(hex).join(" ");

interface Sums {
  peers: string[];
  refusals: string[];
  moments: string[];
}

/** Values of rows by key, added up, and of times the earliest or the last. */
function addedUp<Row>(rows: readonly Row[], key: (row: Row) => string, add: (held: Row | undefined, row: Row) => Row) {
  const groups = new Map<string, Row>();
  for (const row of rows) groups.set(key(row), add(groups.get(key(row)), row));
  return groups;
}

/** Partial sums as what is kept of them, as sorted text. */
function sumsOfParts(parts: Record<SumTable, Buffer[][]>): Sums {
  const contacts = addedUp(
    parts.partPeers.map((f) => ({
      key: contactOf(f.slice(0, 5)),
      sizes: f.slice(5, 9).map((field) => field.readDoubleBE()),
      counts: f.slice(9, 15).map(int4),
      times: f.slice(15, 19).map(time),
    })),
    ({ key }) => key,
    (held, row) => ({
      key: row.key,
      sizes: row.sizes.map((value, at) => value + (held?.sizes[at] ?? 0)),
      counts: row.counts.map((value, at) => value + (held?.counts[at] ?? 0)),
      times: row.times.map((at, which) => {
        const other = held?.times[which] ?? null;
        if (at === null || other === null) return at ?? other;
        // The first and the last of the four are the earliest.
        return (which === 0 || which === 3) === at < other ? at : other;
      }),
    }),
  );
  const refusals = addedUp(
    parts.partRefusals.map((f) => ({ key: contactOf(f.slice(0, 6)), records: int4(f[6]) })),
    ({ key }) => key,
    (held, { key, records }) => ({ key, records: records + (held?.records ?? 0) }),
  );
  const matters = (contact: string) => {
    const one = contacts.get(`${contact} 0002`);
    if (one === undefined) throw new Error("moments of no contact");
    const [accepted = 0, , connections = 0] = one.counts;
    const [firstStart, , lastEnd] = one.times.map((at) => Number(at ?? 0n) / 1000);
    return couldMatterOf({ accepted, connections, firstStartMs: firstStart ?? 0, lastEndMs: lastEnd ?? 0 });
  };
  return {
    peers: [...contacts.values()]
      .map(({ key, sizes, counts: [accepted, rejected, connections, synOnly, answered = 0, long], times }) => {
        const unanswered = answered > 0 ? 0 : synOnly;
        return `${key}: ${[...sizes, accepted, rejected, connections, unanswered, long]} ${times}`;
      })
      .sort(),
    refusals: [...refusals.values()].map(({ key, records }) => `${key}: ${records}`).sort(),
    moments: parts.partMoments
      .filter((f) => matters(contactOf(f.slice(0, 4))))
      .flatMap((f) => momentTexts(f.slice(0, 4), f[4]))
      .sort(),
  };
}

/** What is handed over as it is kept, as the same text. */
function sumsOfWhole(whole: Record<SumTable, Buffer[][]>): Sums {
  return {
    peers: whole.peers
      .map((f) => {
        const sizes = f.slice(6, 10).map((field) => Number(field.readBigInt64BE()));
        return `${contactOf(f.slice(1, 6))}: ${[...sizes, ...f.slice(10, 15).map(int4)]} ${f.slice(15, 19).map(time)}`;
      })
      .sort(),
    refusals: whole.refusals.map((f) => `${contactOf(f.slice(1, 7))}: ${int4(f[7])}`).sort(),
    moments: whole.moments.flatMap((f) => momentTexts([f[1], ...f.slice(3, 6)] as Buffer[], f[6])).sort(),
  };
}

function momentTexts(contact: readonly Buffer[], packed: Buffer = Buffer.alloc(0)): string[] {
  const { startSeconds, endSeconds, nearPorts, bytes, begins } = readMoments(packed);
  return [...startSeconds].map(
    (start, at) => `${contactOf(contact)} ${start} ${endSeconds[at]} ${nearPorts[at]} ${bytes[at]} ${begins[at]}`,
  );
}

const summed = (records: readonly Made[], room?: Room) => sumsOfParts(handedOver(records, { room, wholly: false }));

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

  it("are the same where they are whole as where they are added up", () => {
    fc.assert(
      fc.property(fc.array(made, { maxLength: 60 }), (list) => {
        const whole = handedOver(list, { wholly: true });
        expect([whole.partPeers, whole.partRefusals, whole.partMoments]).toEqual([[], [], []]);
        expect(sumsOfWhole(whole)).toEqual(summed(list));
      }),
    );
  });

  it("that do not fit are all left to be added up, and moments alone where only these do not", () => {
    fc.assert(
      fc.property(fc.array(made, { maxLength: 60 }), (list) => {
        const tight = handedOver(list, { wholly: true, room: { groups: 2, moments: 100, addresses: 100 } });
        const parts = tight.partPeers.length > 0 || tight.partRefusals.length > 0;
        if (parts) expect(sumsOfParts(tight)).toEqual(summed(list));
        else expect(sumsOfWhole(tight)).toEqual(summed(list));
        const few = handedOver(list, { wholly: true, room: { groups: 100, moments: 3, addresses: 100 } });
        expect(few.partPeers).toEqual([]);
        const [peers, all] = [sumsOfWhole(few), summed(list)];
        expect([peers.peers, peers.refusals]).toEqual([all.peers, all.refusals]);
        // What was handed over early may be of contacts that turn out not to matter: the database leaves them out.
        const early = few.partMoments.flatMap((f) => momentTexts(f.slice(0, 4), f[4]));
        expect([...peers.moments, ...early]).toEqual(expect.arrayContaining(all.moments));
      }),
    );
  });

  it("count every record of their interfaces whose side is told, once", () => {
    fc.assert(
      fc.property(fc.array(made, { maxLength: 40 }), (list) => {
        const counted = summed(list)
          .peers.map((line) => (line.split(": ")[1] ?? "").split(",").slice(4, 6).map(Number))
          .reduce((sum, [accepted = 0, rejected = 0]) => sum + accepted + rejected, 0);
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

  it("read a plain record as it was written", () => {
    const count = fc.constantFrom(-1, 0, 1, 40, 2 ** 32 - 2);
    const port = fc.constantFrom(0, 443, 65_535);
    const flow = fc.record({
      startMs: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((ms) => Date.UTC(2026, 1, 16) + ms),
      lasted: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      ...{ bytes: count, packets: count, ports: fc.option(fc.tuple(port, port)) },
      ...{ protocol: fc.integer({ min: -1, max: 255 }), action: fc.nat(2), direction: fc.nat(2) },
      ...{ tcpFlags: fc.constantFrom(-1, 0, 2, 18), source: fc.nat(0xffffffff), destination: fc.nat(0xffffffff) },
    });
    fc.assert(
      fc.property(flow, ({ startMs, lasted, bytes, packets, ports, source, destination, ...traits }) => {
        const { protocol, action, direction, tcpFlags } = traits;
        const [sourcePort, destinationPort] = ports ?? [-1, -1];
        const plain = {
          ...{ startMs, endMs: startMs + lasted, bytes, packets, sourcePort, destinationPort, source, destination },
          traits: traitsOf(protocol, action, direction, tcpFlags),
        };
        expect(isPlain(lasted, bytes, packets, plain.traits)).toBe(true);
        const view = new DataView(new ArrayBuffer(PLAIN_BYTES + 5));
        const since = startMs - Date.UTC(2026, 1, 16);
        const numbers = [lasted, bytes, packets, sourcePort, destinationPort, plain.traits] as const;
        writePlain(view, 5, since, ...numbers, source, destination);
        const row = new FlowRowReader();
        expect(row.readPlain(view, 5, Date.UTC(2026, 1, 16))).toBe(5 + PLAIN_BYTES);
        expect(row).toMatchObject({ startMs, endMs: startMs + lasted, bytes, packets, sourcePort, destinationPort });
        expect(row).toMatchObject({ protocol, isRefused: action === 2, direction, tcpFlags, isPlain: true });
        expect([row.source >>> 0, row.destination >>> 0]).toEqual([source, destination]);
      }),
    );
  });

  it.each([
    ["bytes", [0, 2 ** 32 - 1, 1, 0]],
    ["packets", [0, 1, 2 ** 40, 0]],
    ["a length", [2 ** 31, 1, 1, 0]],
    ["a length backwards", [-(2 ** 31) - 1, 1, 1, 0]],
    ["a protocol", [0, 1, 1, traitsOf(1023, 0, 0, 0)]],
  ] as const)("take no record for plain whose number is too large: %s", (_, [lasted, bytes, packets, traits]) => {
    expect(isPlain(lasted, bytes, packets, traits)).toBe(false);
    expect(isPlain(0, 1, 1, 0)).toBe(true);
  });
});
