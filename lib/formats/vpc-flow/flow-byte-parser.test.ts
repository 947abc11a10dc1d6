import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlowRecord } from "@/lib/core/records";
import { readLog, readWholeLog } from "@/lib/formats/read-log";
import type { LogSummary } from "@/lib/formats/read-log.types";
import { FlowBlock, HAS_PACKET } from "@/lib/formats/vpc-flow/flow-block";

const COLUMNS =
  "version interface-id account-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status " +
  "tcp-flags pkt-srcaddr pkt-dstaddr flow-direction traffic-path vpc-id";
const PLAIN =
  "5 eni-1a2b3c4d 123456789012 10.0.0.5 203.0.113.9 40000 443 6 9 4321 1700000000 1700000060 ACCEPT OK 3 10.0.0.5 203.0.113.9 egress 1 vpc-1";

const text = (ip: number) => [24, 16, 8, 0].map((bits) => (ip >>> bits) & 255).join(".");
const known = (value: number) => (value < 0 ? null : value);

/** The records of a block as objects. */
function recordsOf(block: FlowBlock): FlowRecord[] {
  return Array.from({ length: block.count }, (_, at) => {
    const value = <T>(values: ArrayLike<T>) => values[at] as T;
    const packet = value(block.packet);
    return {
      kind: "flow",
      record: value(block.record),
      context: block.contexts[value(block.context)] as FlowRecord["context"],
      startMs: value(block.startMs),
      endMs: value(block.endMs),
      approximateTime: false,
      sourceIp: text(value(block.sourceIp)),
      destinationIp: text(value(block.destinationIp)),
      packetSourceIp: packet & HAS_PACKET.source ? text(value(block.packetSourceIp)) : null,
      packetDestinationIp: packet & HAS_PACKET.destination ? text(value(block.packetDestinationIp)) : null,
      sourcePort: known(value(block.sourcePort)),
      destinationPort: known(value(block.destinationPort)),
      protocol: known(value(block.protocol)),
      packets: known(value(block.packets)),
      bytes: known(value(block.bytes)),
      action: ([null, "ACCEPT", "REJECT"] as const)[value(block.action)] ?? null,
      tcpFlags: known(value(block.tcpFlags)),
      direction: ([null, "ingress", "egress"] as const)[value(block.direction)] ?? null,
      detail: block.details[value(block.detail)] ?? null,
    };
  });
}

interface Reading {
  summary: LogSummary;
  flows: FlowRecord[];
  /** By number: their order in batches depends on how the file was cut. */
  others: { record: number }[];
  inBlocks: number;
}

async function read(content: Uint8Array, cuts: number[], flowBlocks: boolean): Promise<Reading> {
  async function* chunks() {
    let from = 0;
    for (const cut of [...cuts, content.length].sort((a, b) => a - b)) {
      if (cut > content.length || cut < from) continue;
      yield content.subarray(from, cut);
      from = cut;
    }
  }
  const [flows, others]: [FlowRecord[], { record: number }[]] = [[], []];
  let inBlocks = 0;
  const reading = readLog(chunks(), { name: "flow.log", flowBlocks });
  for (;;) {
    const step = await reading.next();
    if (step.done) {
      for (const list of [flows, others]) list.sort((a, b) => a.record - b.record);
      return { summary: step.value, flows, others, inBlocks };
    }
    flows.push(...step.value.flows, ...(step.value.flowBlock ? recordsOf(step.value.flowBlock) : []));
    inBlocks += step.value.flowBlock?.count ?? 0;
    others.push(...step.value.statuses, ...step.value.rejections);
  }
}

const shared = new FlowBlock();

/** The same with all bytes at hand, and a block that other files had before. */
function readWhole(content: Uint8Array): Reading {
  const [flows, others]: [FlowRecord[], { record: number }[]] = [[], []];
  let inBlocks = 0;
  const reading = readWholeLog(content, { name: "flow.log" }, shared);
  for (;;) {
    const step = reading.next();
    if (step.done) {
      for (const list of [flows, others]) list.sort((a, b) => a.record - b.record);
      return { summary: step.value, flows, others, inBlocks };
    }
    flows.push(...step.value.flows, ...(step.value.flowBlock ? recordsOf(step.value.flowBlock) : []));
    inBlocks += step.value.flowBlock?.count ?? 0;
    others.push(...step.value.statuses, ...step.value.rejections);
  }
}

/** Enough plain lines that the log is told before the lines under test come. */
const HEAD = `${COLUMNS}\n${`${PLAIN}\n`.repeat(600)}`;

async function expectSame(lines: string, cuts: number[] = []): Promise<Reading> {
  const content = new TextEncoder().encode(HEAD + lines);
  const ends = [HEAD.length, ...cuts.map((cut) => HEAD.length + cut)];
  const [columns, objects] = await Promise.all([read(content, ends, true), read(content, ends, false)]);
  expect(objects.inBlocks).toBe(0);
  expect({ ...readWhole(content), inBlocks: 0 }).toEqual(objects);
  expect({ ...columns, inBlocks: 0 }).toEqual(objects);
  return columns;
}

const values = PLAIN.split(" ");
const odd = fc.constantFrom(
  ...["-", "", "0", "00", "007", "-1", "65535", "65536", "255", "256", "4096", "9007199254740991", "9007199254740992"],
  ...["999999999999999", "1000000000000000", "99999999999", "100000000000", "1700000060000", "10.0.0.256", "010.0.0.1"],
  ...["1.2.3", "1.2.3.4.5", "1.2.3.", "::1", "2001:DB8::1", "::ffff:10.0.0.1", "ACCEPT", "REJECT", "accept", "OK"],
  ...["NODATA", "SKIPDATA", "ingress", "egress", "eni-1", "ü", "\u0000", "a\tb", "x".repeat(257), "y".repeat(2049)],
);
const line = fc.oneof(
  fc.constant(PLAIN),
  fc
    .array(fc.tuple(fc.nat(values.length - 1), odd), { maxLength: 3 })
    .map((changes) => values.map((value, at) => changes.find(([column]) => column === at)?.[1] ?? value).join(" ")),
  fc.constantFrom(
    "",
    "  ",
    COLUMNS,
    "interface-id srcaddr dstaddr start end bytes",
    `${PLAIN} `,
    ` ${PLAIN}`,
    "garbage",
  ),
  fc.constant(PLAIN.replace(" ", "  ")),
);

/** Plain lines of which some bytes are others, left out or put in: as a bad disk or a hostile hand would have them. */
const spoilt = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.array(fc.tuple(fc.nat(4000), fc.constantFrom("put", "drop", "add"), fc.nat(255)), { maxLength: 12 }),
  )
  .map(([lines, changes]) => {
    const bytes = [...new TextEncoder().encode(`${PLAIN}\n`.repeat(lines))];
    for (const [at, act, byte] of changes) {
      if (act === "add") bytes.splice(at % bytes.length, 0, byte);
      else if (act === "drop") bytes.splice(at % bytes.length, 1);
      else bytes[at % bytes.length] = byte;
    }
    return Uint8Array.from(bytes);
  });

describe("flow records read from bytes", () => {
  it("are those that are read from text, whatever the bytes", async () => {
    const any = fc.oneof({ weight: 4, arbitrary: spoilt }, fc.uint8Array({ maxLength: 400 }));
    const header = new TextEncoder().encode(`${COLUMNS}\n${PLAIN}\n`);
    await fc.assert(
      fc.asyncProperty(any, fc.array(fc.nat(1500), { maxLength: 3 }), async (rest, cuts) => {
        const content = Buffer.concat([header, rest]);
        const objects = await read(content, [], false);
        expect(readWhole(content)).toEqual({ ...objects, inBlocks: expect.any(Number) });
        // Long enough that the log is told before the bytes under test come.
        const long = Buffer.concat([new TextEncoder().encode(HEAD), rest]);
        const ends = [HEAD.length, ...cuts.map((cut) => HEAD.length + cut)];
        const [columns, lines] = await Promise.all([read(long, ends, true), read(long, [], false)]);
        expect({ ...columns, inBlocks: 0 }).toEqual(lines);
      }),
      { numRuns: 60 },
    );
  });

  it("are those that are read from text, whatever the lines and however they are cut", async () => {
    const log = fc.tuple(fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { maxLength: 30 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.nat(3000), { maxLength: 4 }), async ([lines, ended], cuts) => {
        const content = lines.map(([one, end]) => one + end).join("");
        await expectSame(ended ? content : content.trimEnd(), cuts);
      }),
      { numRuns: 20 },
    );
  });

  it("are most of a plain log", async () => {
    const { inBlocks } = await expectSame(`${PLAIN}\n`.repeat(100));
    expect(inBlocks).toBe(600 + 100);
  });

  it("begin anew when the columns change, and keep what differs in one column apart", async () => {
    const other = "interface-id dstaddr srcaddr end start traffic-path";
    const row = (eni: string, path: string) => `${eni} 10.0.0.2 10.0.0.1 2 1 ${path}`;
    const { flows } = await expectSame(
      [PLAIN, other, row("eni-1", "11"), row("eni-11", "1"), row("eni-1", "-"), COLUMNS, PLAIN, ""].join("\n"),
    );
    const last = flows.slice(-5);
    expect(last.map(({ context, detail }) => [context.interfaceKey, detail?.["traffic-path"]])).toEqual([
      ["eni-1a2b3c4d", "1"],
      ["eni-1", "11"],
      ["eni-11", "1"],
      ["eni-1", undefined],
      ["eni-1a2b3c4d", "1"],
    ]);
  });

  describe("with more contexts than are remembered", () => {
    const many = Array.from({ length: 66_500 }, (_, at) => PLAIN.replace("1a2b3c4d", at.toString(16).padStart(8, "0")));
    const content = new TextEncoder().encode(`${HEAD}${many.join("\n")}\n`);
    // What contexts that are forgotten may mix up is looked at alone: whole records take long to hold against each other.
    const expected = [...Array.from({ length: 600 }, () => PLAIN), ...many]
      .map((line, at) => `${at + 1} ${line.split(" ")[1]}`)
      .join("\n");
    const told = ({ flows }: Reading) =>
      flows.map(({ record, context }) => `${record} ${context.interfaceKey}`).join("\n");

    it("are those of the lines when they come in stretches", async () => {
      const columns = await read(content, [HEAD.length], true);
      expect(columns.inBlocks).toBeGreaterThan(60_000);
      expect(told(columns) === expected).toBe(true);
    });

    it("are those of the lines when all bytes are at hand", () => {
      expect(told(readWhole(content)) === expected).toBe(true);
    });
  });
});
