import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlowRecord } from "@/lib/core/records";
import { BLOCK_ACTION, BLOCK_DIRECTION, FlowBlock, HAS_PACKET } from "@/lib/formats/vpc-flow/flow-block";
import { AddressCache, ipv4Number } from "@/lib/ingest/address-cache";
import { BlockPool } from "@/lib/ingest/copy/binary-writer";
import type { TableWriter } from "@/lib/ingest/copy/table-writer";
import { FlowPacks, PACK_KIND, PLAIN_HEAD_BYTES } from "@/lib/ingest/sums/flow-packs";
import { FlowRowReader } from "@/lib/ingest/sums/flow-row";

const START = Date.UTC(2026, 1, 16);
const YEAR = 365 * 86_400_000;

interface Pack {
  interfaceNo: number;
  records: number;
  kind: number;
  bytes: Buffer;
}

/** The rows that are written of what `add` adds. */
function packsOf(add: (packs: FlowPacks) => void): Pack[] {
  const blocks: Buffer[] = [];
  const writer = {
    blocks: new BlockPool(),
    declareBinary: () => undefined,
    addBlock: (_table: string, block: Buffer) => void blocks.push(block),
  };
  const packs = new FlowPacks(writer as unknown as TableWriter, "flow_packs_l1");
  add(packs);
  packs.finish();
  const found: Pack[] = [];
  for (const block of blocks)
    for (let at = 0; at < block.length; ) {
      const end = at + 28 + block.readInt32BE(at + 24);
      const [interfaceNo, records] = [block.readInt32BE(at + 6), block.readInt32BE(at + 14)];
      found.push({ interfaceNo, records, kind: block.readInt16BE(at + 22), bytes: block.subarray(at + 28, end) });
      at = end;
    }
  return found;
}

/** Interface, times, counts, ports, protocol, what happened, and the four addresses, of every record of a pack. */
function recordsIn({ interfaceNo, records, kind, bytes }: Pack): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const row = new FlowRowReader();
  const found: string[] = [];
  const address = (at: number, plain: number) =>
    row.isPlain ? (plain >>> 0).toString(16) : bytes.subarray(at + 8, at + 4 + view.getInt32(at)).toString("hex");
  for (let at = kind === PACK_KIND.plain ? PLAIN_HEAD_BYTES : 0; at < bytes.length; ) {
    if (kind === PACK_KIND.plain) at = row.readPlain(view, at, view.getFloat64(0, true));
    else at = row.read(view, at);
    const of = kind === PACK_KIND.plain ? interfaceNo : row.interfaceNo;
    const addresses = [
      ...[address(row.sourceAt, row.source), address(row.destinationAt, row.destination)],
      ...[address(row.packetSourceAt, row.source), address(row.packetDestinationAt, row.destination)],
    ].map((text) => text.padStart(8, "0"));
    const { startMs, endMs, packets, sourcePort, destinationPort, protocol, isRefused, direction, tcpFlags } = row;
    const ports = sourcePort < 0 || destinationPort < 0 ? [-1, -1] : [sourcePort, destinationPort];
    found.push(
      [of, startMs, endMs, row.bytes, packets, ...ports, protocol, isRefused, direction, tcpFlags, ...addresses].join(
        " ",
      ),
    );
  }
  expect(found.length).toBe(records);
  return found;
}

const ADDRESSES = ["10.0.1.5", "203.0.113.9", "255.255.255.255", "0.0.0.1"];
const address = fc.constantFrom(...ADDRESSES);
/** Most records are plain: what is not comes now and then. */
const mostly = <Value>(usual: Value[], ...odd: Value[]) =>
  fc.oneof({ weight: 15, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
const count = mostly<number | null>([null, 0, 40, 2 ** 32 - 2], 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1);
const port = mostly<number | null>([0, 443, 65_535], null);
const flow = fc.record({
  interfaceNo: fc.constantFrom(1, 2, 2 ** 31 - 1),
  startMs: mostly([START, START + 1000, START - 86_400_000], START - YEAR, START + 60 * YEAR, Date.UTC(1, 0, 1)),
  lasted: mostly([0, 59_000, -1000, 2 ** 31 - 1, -(2 ** 31)], YEAR, 2 ** 31),
  ...{ bytes: count, packets: count, sourcePort: port, destinationPort: port },
  protocol: mostly<number | null>([null, 0, 6, 255, 1021], 1022, 1023, 32_767),
  action: fc.constantFrom(null, "ACCEPT" as const, "REJECT" as const),
  direction: fc.constantFrom(null, "ingress" as const, "egress" as const),
  tcpFlags: fc.constantFrom(null, 0, 2, 32_767),
  ...{ source: address, destination: address },
  ...{
    packetSource: mostly<string | null>([null], ...ADDRESSES),
    packetDestination: mostly<string | null>([null], ...ADDRESSES),
  },
});
type Flow = typeof flow extends fc.Arbitrary<infer One> ? One : never;

const known = new AddressCache();
function addressOf(text: string) {
  const found = known.get(text);
  if (found === null) throw new Error(`no address: ${text}`);
  return found;
}

function addRecord(packs: FlowPacks, { interfaceNo, ...one }: Flow): void {
  const record = { ...one, endMs: one.startMs + one.lasted } as unknown as FlowRecord;
  const seen = { source: addressOf(one.source), destination: addressOf(one.destination) };
  const packetSource = one.packetSource === null ? null : addressOf(one.packetSource);
  const packetDestination = one.packetDestination === null ? null : addressOf(one.packetDestination);
  packs.addRecord(record, { ...seen, packetSource, packetDestination }, interfaceNo);
}

const block = new FlowBlock();
function addFromBlock(packs: FlowPacks, one: Flow): void {
  block.startMs[0] = one.startMs;
  block.endMs[0] = one.startMs + one.lasted;
  for (const name of ["bytes", "packets", "sourcePort", "destinationPort", "protocol", "tcpFlags"] as const)
    block[name][0] = one[name] ?? -1;
  block.action[0] = one.action === null ? 0 : BLOCK_ACTION[one.action];
  block.direction[0] = one.direction === null ? 0 : BLOCK_DIRECTION[one.direction];
  block.sourceIp[0] = ipv4Number(one.source);
  block.destinationIp[0] = ipv4Number(one.destination);
  block.packetSourceIp[0] = ipv4Number(one.packetSource ?? "192.0.2.1");
  block.packetDestinationIp[0] = ipv4Number(one.packetDestination ?? "192.0.2.1");
  block.packet[0] =
    (one.packetSource === null ? 0 : HAS_PACKET.source) | (one.packetDestination === null ? 0 : HAS_PACKET.destination);
  packs.addFromBlock(block, 0, one.interfaceNo);
}

/** What a scan of the record's row would read; protocols from 4095 on share their bits with others, there as here. */
function textOf(one: Flow): string {
  const bits = (text: string) => ipv4Number(text).toString(16).padStart(8, "0");
  const { interfaceNo, startMs, lasted, protocol, tcpFlags, source, destination } = one;
  const direction = one.direction === null ? 0 : BLOCK_DIRECTION[one.direction];
  const ports =
    one.sourcePort === null || one.destinationPort === null ? [-1, -1] : [one.sourcePort, one.destinationPort];
  const stored = ((((protocol ?? -1) + 1) << 20) >> 20) - 1;
  return [
    ...[interfaceNo, startMs, startMs + lasted, one.bytes ?? -1, one.packets ?? -1, ...ports],
    ...[stored, one.action === "REJECT", direction, tcpFlags ?? -1, bits(source), bits(destination)],
    ...[bits(one.packetSource ?? source), bits(one.packetDestination ?? destination)],
  ].join(" ");
}

describe("packs of flow records", () => {
  it.each([
    ["one by one", addRecord],
    ["out of a block", addFromBlock],
  ] as const)("hold what a scan of the records would read, whatever their numbers, added %s", (_, add) => {
    fc.assert(
      fc.property(fc.array(flow, { minLength: 1, maxLength: 300, size: "max" }), (list) => {
        const packs = packsOf((to) => {
          for (const one of list) add(to, one);
        });
        expect(packs.flatMap(recordsIn).sort()).toEqual(list.map(textOf).sort());
      }),
      { numRuns: 50 },
    );
  });

  it("hold IPv6 addresses and those of packets", () => {
    const [near, far, hidden] = [addressOf("2001:db8::5"), addressOf("::ffff:203.0.113.9"), addressOf("2600:1f14::7")];
    const record = {
      startMs: START,
      endMs: START,
      bytes: 1,
      packets: 1,
      sourcePort: 1,
      destinationPort: 2,
      protocol: 6,
    };
    const whole = { ...record, action: "ACCEPT", direction: null, tcpFlags: 2 } as unknown as FlowRecord;
    const packs = packsOf((to) => {
      to.addRecord(whole, { source: near, destination: far, packetSource: near, packetDestination: hidden }, 3);
      to.addRecord(whole, { source: far, destination: near, packetSource: null, packetDestination: null }, 3);
    });
    expect(packs.map(({ kind }) => kind)).toEqual([PACK_KIND.rows]);
    const texts = packs.flatMap(recordsIn).map((text) => text.split(" ").slice(-4));
    const hex = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString("hex");
    expect(texts).toEqual([
      [hex(near.ipv6), "cb007109", hex(near.ipv6), hex(hidden.ipv6)],
      ["cb007109", hex(near.ipv6), "cb007109", hex(near.ipv6)],
    ]);
  });

  it("lose no record of interfaces by the ten thousand, in turn", () => {
    const one = { startMs: START, lasted: 0, bytes: 40, packets: 40, sourcePort: 0, destinationPort: 443 } as const;
    const rest = {
      protocol: 6,
      action: null,
      direction: null,
      tcpFlags: null,
      source: "10.0.1.5",
      destination: "203.0.113.9",
    } as const;
    const made = (interfaceNo: number, far: string | null): Flow => ({
      ...{ interfaceNo, ...one, ...rest, packetSource: null, packetDestination: far },
    });
    const packs = packsOf((to) => {
      for (let round = 0; round < 2; round++)
        for (let interfaceNo = 1; interfaceNo <= 10_000; interfaceNo++) {
          addFromBlock(to, made(interfaceNo, null));
          addFromBlock(to, made(interfaceNo, "255.255.255.255"));
        }
    });
    const counts = new Map<number, number>();
    for (const pack of packs) {
      recordsIn(pack);
      counts.set(pack.interfaceNo, (counts.get(pack.interfaceNo) ?? 0) + pack.records);
    }
    expect(counts.size).toBe(10_000);
    expect(new Set(counts.values())).toEqual(new Set([4]));
  });
});
