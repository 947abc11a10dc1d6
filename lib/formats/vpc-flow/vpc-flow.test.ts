import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const HEADER =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
const ROW =
  "2 123456789012 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 49152 443 6 12 3456 1700000000 1700000058 ACCEPT OK";

/** One line of the default layout with some columns set. */
function row(columns: Record<string, string>): string {
  const values = ROW.split(" ");
  HEADER.split(" ").forEach((name, index) => {
    values[index] = columns[name] ?? values[index] ?? "";
  });
  return values.join(" ");
}

describe("VPC flow logs", () => {
  it("reads the default layout without a header", async () => {
    const { summary, content, kinds } = await readWhole(`${ROW}\n${row({ action: "REJECT" })}\n`);
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 0, blank: 0, headers: 0, reason: null });
    expect(summary).toMatchObject({ firstEventMs: 1_700_000_000_000, lastEventMs: 1_700_000_000_000 });
    expect(kinds).toEqual(new Set(["vpc-flow"]));
    expect(content.flows[0]).toEqual({
      kind: "flow",
      record: 1,
      context: {
        source: "vpc-flow",
        interfaceId: "eni-0123456789abcdef0",
        interfaceKey: "eni-0123456789abcdef0",
        accountId: "123456789012",
        vpcId: null,
        subnetId: null,
        instanceId: null,
        region: null,
        azId: null,
        resourceId: null,
        interfaceType: null,
      },
      startMs: 1_700_000_000_000,
      endMs: 1_700_000_058_000,
      approximateTime: false,
      sourceIp: "10.0.1.5",
      destinationIp: "198.51.100.7",
      packetSourceIp: null,
      packetDestinationIp: null,
      sourcePort: 49152,
      destinationPort: 443,
      protocol: 6,
      packets: 12,
      bytes: 3456,
      action: "ACCEPT",
      tcpFlags: null,
      direction: null,
      detail: null,
    });
    expect(content.flows[1]?.action).toBe("REJECT");
    expect(content.flows[1]?.context).toBe(content.flows[0]?.context);
  });

  it.each([
    [
      "an unknown column, kept under its own name",
      "version srcaddr dstaddr start end interface-id new-column",
      "9 10.0.0.1 10.0.0.2 5 6 eni-1a2b3c4d x",
      { detail: { "new-column": "x" } },
    ],
    [
      "only a start",
      "interface-id srcaddr dstaddr start",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 100",
      { startMs: 100_000, endMs: 100_000, approximateTime: true },
    ],
    [
      "only an end, and no start in its column",
      "interface-id srcaddr dstaddr start end",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 - 100",
      { startMs: 100_000, endMs: 100_000, approximateTime: true },
    ],
    [
      "doubled spaces and a tab",
      "interface-id srcaddr dstaddr start end",
      "eni-1a2b3c4d  10.0.0.1\t10.0.0.2   1 2 ",
      { startMs: 1000, endMs: 2000 },
    ],
    [
      "milliseconds",
      "interface-id srcaddr dstaddr start end",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 1700000000123 1700000001000",
      { startMs: 1_700_000_000_123, endMs: 1_700_000_001_000 },
    ],
    [
      "no action and no bytes",
      "interface-id srcaddr dstaddr start end action bytes packets",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 1 2 - - -",
      { action: null, bytes: null, packets: null },
    ],
    [
      "mapped IPv6 addresses",
      "interface-id srcaddr dstaddr start end",
      "eni-1a2b3c4d ::ffff:10.0.0.1 2001:DB8:0::1 1 2",
      { sourceIp: "10.0.0.1", destinationIp: "2001:db8::1" },
    ],
    [
      "the packet's addresses",
      "interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr start end",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 - 203.0.113.5 1 2",
      { packetSourceIp: null, packetDestinationIp: "203.0.113.5" },
    ],
    [
      "no addresses but the packet's",
      "interface-id pkt-srcaddr pkt-dstaddr start end",
      "eni-1a2b3c4d 10.0.0.1 203.0.113.5 1 2",
      { sourceIp: "10.0.0.1", destinationIp: "203.0.113.5" },
    ],
    [
      "names of Parquet",
      "interface_id srcaddr dstaddr start end flow_direction tcp_flags",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 1 2 egress 19",
      { direction: "egress", tcpFlags: 19 },
    ],
    [
      "the form DescribeFlowLogs prints",
      ["interface-id", "srcaddr", "dstaddr", "start", "end"].map((name) => `$\{${name}}`).join(" "),
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 1 2",
      { startMs: 1000 },
    ],
    [
      "fields of versions 5 to 11",
      "interface-id srcaddr dstaddr start end traffic-path reject-reason ecs-task-id encryption-status instance-tag",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 1 2 8 BPA - 3 a%20b",
      { detail: { "traffic-path": "8", "reject-reason": "BPA", "encryption-status": "3", "instance-tag": "a%20b" } },
    ],
    [
      "the largest count",
      "interface-id srcaddr dstaddr start end bytes",
      "eni-1a2b3c4d 10.0.0.1 10.0.0.2 1 2 9007199254740991",
      { bytes: Number.MAX_SAFE_INTEGER },
    ],
  ])("reads a custom format with %s", async (_name, header, line, expected) => {
    const { summary, content } = await readWhole(`${header}\n${line}\n`);
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 0, headers: 1 });
    expect(content.flows[0]).toMatchObject(expected);
  });

  it.each([
    ["a port over 65535", { srcport: "70000" }, 'srcport "70000" is not a port from 0 to 65535'],
    ["a negative port", { dstport: "-1" }, 'dstport "-1" is not a port from 0 to 65535'],
    ["a protocol over 255", { protocol: "256" }, 'protocol "256" is not a protocol number from 0 to 255'],
    ["negative bytes", { bytes: "-5" }, 'bytes "-5" is not a whole number of at most 2^53 - 1'],
    [
      "bytes past what counts exactly",
      { bytes: "9007199254740992" },
      'bytes "9007199254740992" is not a whole number of at most 2^53 - 1',
    ],
    ["a fraction", { packets: "1.5" }, 'packets "1.5" is not a whole number of at most 2^53 - 1'],
    ["no source address", { srcaddr: "-" }, 'srcaddr "-" is not an address'],
    ["an address that is none", { dstaddr: "10.0.0.256" }, 'dstaddr "10.0.0.256" is not an address'],
    ["an unknown action", { action: "MAYBE" }, 'action "MAYBE" is not ACCEPT or REJECT'],
    ["an unknown status", { "log-status": "FINE" }, 'log-status "FINE" is not OK, NODATA or SKIPDATA'],
    ["no time", { start: "-", end: "-" }, "no time"],
    ["a time that is none", { start: "yesterday" }, 'start "yesterday" is not a time in seconds since 1970'],
    ["an end before its start", { end: "1600000000" }, 'end "1600000000" is before start "1700000000"'],
    ["no interface", { "interface-id": "-" }, "interface-id is missing, and nothing stands for it"],
    [
      "an endless value, shown by its start",
      { action: "x".repeat(500) },
      `action "${"x".repeat(60)}…" is not ACCEPT or REJECT`,
    ],
  ])("rejects a row with %s, naming the field", async (_name, columns, reason) => {
    const { summary, content } = await readWhole(`${ROW}\n${row(columns)}\n${ROW}\n`);
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 1 });
    expect(content.rejections).toEqual([{ kind: "rejection", record: 2, reason, text: row(columns) }]);
    expect(content.flows.map((flow) => flow.record)).toEqual([1, 3]);
  });

  it("counts NODATA and SKIPDATA as records, with or without addresses, and never as traffic", async () => {
    const empty = (status: string) =>
      row({
        srcaddr: "-",
        dstaddr: "-",
        srcport: "-",
        dstport: "-",
        protocol: "-",
        packets: "-",
        bytes: "-",
        action: "-",
        "log-status": status,
      });
    const { summary, content } = await readWhole(
      [empty("NODATA"), empty("SKIPDATA"), row({ "log-status": "NODATA" })].join("\n"),
    );
    expect(summary).toMatchObject({ records: 3, rejected: 0 });
    expect(content.flows).toEqual([]);
    expect(content.statuses.map(({ status, record }) => [status, record])).toEqual([
      ["NODATA", 1],
      ["SKIPDATA", 2],
      ["NODATA", 3],
    ]);
  });

  it("takes header lines anywhere, numbers neither them nor blank lines, and follows a new layout", async () => {
    const other = "interface-id dstaddr srcaddr end start";
    const text = [HEADER, ROW, "", HEADER, ROW, other, "eni-1a2b3c4d 10.0.0.2 10.0.0.1 2 1", "  ", "short row"].join(
      "\r\n",
    );
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ records: 3, rejected: 1, headers: 3, blank: 2 });
    expect(content.flows.map((flow) => flow.record)).toEqual([1, 2, 3]);
    expect(content.flows[2]).toMatchObject({ sourceIp: "10.0.0.1", startMs: 1000, endMs: 2000 });
    expect(content.rejections[0]).toMatchObject({ record: 4, reason: "2 values for 5 columns" });
    expect(content.flows[1]?.context).toBe(content.flows[0]?.context);
  });

  it("lets the resource stand for a regional NAT gateway's interface", async () => {
    const text = "interface-id resource-id srcaddr dstaddr start end\n- nat-0123456789abcdef0 10.0.0.1 203.0.113.5 1 2";
    const { content } = await readWhole(text);
    expect(content.flows[0]?.context).toMatchObject({
      interfaceId: null,
      interfaceKey: "nat-0123456789abcdef0",
      resourceId: "nat-0123456789abcdef0",
    });
  });

  it("takes an instance id only in its exact form", async () => {
    const text = [
      "instance-id interface-id srcaddr dstaddr start end",
      "i-0123456789abcdef0 eni-1 10.0.0.1 10.0.0.2 1 2",
      "i-12345 eni-1 10.0.0.1 10.0.0.2 1 2",
    ].join("\n");
    const { content } = await readWhole(text);
    expect(content.flows.map((flow) => flow.context.instanceId)).toEqual(["i-0123456789abcdef0", null]);
  });

  it("never judges a layout by the number of its values alone", async () => {
    const custom = ROW.split(" ").reverse().join(" ");
    expect(custom.split(" ")).toHaveLength(14);
    const { summary } = await readWhole(`${custom}\n`);
    expect(summary).toMatchObject({
      kind: "unknown",
      records: 0,
      reason: "flow log without a header; needs its format",
    });
  });

  it("reads a file that is broken at its start, and one that holds a header alone", async () => {
    expect((await readWhole(`garbage\n${ROW}\n`)).summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 1 });
    expect((await readWhole(`${HEADER}\n`)).summary).toMatchObject({ kind: "vpc-flow", records: 0, headers: 1 });
  });

  it("rejects a line over 1 MiB and skips it", async () => {
    const { summary, content } = await readWhole(`${ROW}\n${"x".repeat(3 * 1024 * 1024)}\n${ROW}\n`);
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.rejections[0]).toMatchObject({
      record: 2,
      reason: "line longer than 1 MiB",
      text: "x".repeat(2048),
    });
  });

  it.each(["utf-8 with a mark", "utf-16le", "utf-16be"])("reads %s", async (encoding) => {
    const text = `\uFEFF${HEADER}\n${ROW}\n`;
    const little = Buffer.from(text, "utf16le");
    const bytes =
      encoding === "utf-16le" ? little : encoding === "utf-16be" ? Buffer.from(little).swap16() : Buffer.from(text);
    for (const cuts of [[], [1], [2], [3, 4, 5]]) {
      expect((await readWhole(bytes, { cuts })).summary).toMatchObject({
        kind: "vpc-flow",
        records: 1,
        headers: 1,
        rejected: 0,
      });
    }
  });

  it("names the log by the id in the file's name, else by its columns", async () => {
    const named = await readWhole(ROW, {
      name: "x/123456789012_vpcflowlogs_eu-west-2_fl-0dcbf7c4c2483c6b6_20220221T1955Z_7fe2e5f7.log",
    });
    expect(named.summary.logKey).toBe("fl-0dcbf7c4c2483c6b6");
    const plain = await readWhole(ROW);
    expect(plain.summary.logKey).toMatch(/^fields:/);
    expect((await readWhole(`${HEADER}\n${ROW}`)).summary.logKey).toBe(plain.summary.logKey);
  });
});
