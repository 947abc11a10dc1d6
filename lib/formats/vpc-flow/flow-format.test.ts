import { describe, expect, it } from "vitest";
import { findRecordText } from "@/lib/formats/find-record-text";
import { readWhole } from "@/lib/formats/test-log";
import { findFlowFormats } from "@/lib/formats/vpc-flow/find-flow-formats";
import { flowLogIdOf, parseFlowFormat } from "@/lib/formats/vpc-flow/flow-format";

const NAMES = ["dstaddr", "srcaddr", "interface-id", "bytes", "start", "end", "action", "new-field"];
const FORMAT = NAMES.map((name) => `$\{${name}}`).join(" ");
const ROW = "10.0.0.2 10.0.0.1 eni-0123456789abcdef0 500 1700000000 1700000058 ACCEPT x";
const DEFAULT_ROW =
  "2 123456789012 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 49152 443 6 12 3456 1700000000 1700000058 ACCEPT OK";

async function* chunksOf(...texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe("a flow log without a header", () => {
  it.each([
    ["as AWS prints it", FORMAT],
    ["by bare names", NAMES.join(" ")],
    ["with commas, over lines", NAMES.join(",\n")],
    ["with Parquet's names", FORMAT.replaceAll("-", "_")],
  ])("is read by a format %s", async (_name, format) => {
    const flowColumns = parseFlowFormat(format);
    expect(flowColumns).toEqual(NAMES);
    const { summary, content } = await readWhole(`${ROW}\n${ROW}\nbroken line\n`, { flowColumns });
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 1, headers: 0, reason: null });
    expect(content.flows[0]).toMatchObject({ sourceIp: "10.0.0.1", destinationIp: "10.0.0.2", bytes: 500 });
    expect(content.flows[0]?.detail).toEqual({ "new-field": "x" });
  });

  it.each([
    ["nothing", ""],
    ["prose", "all the fields please"],
    ["names of no flow log", "a b c"],
    ["one name", "srcaddr"],
  ])("is not read by %s", (_name, format) => expect(parseFlowFormat(format)).toBeNull());

  it("is read inside any envelope", async () => {
    const events = [{ timestamp: 1_700_000_000_000, message: ROW }];
    const texts = [
      JSON.stringify({ message: ROW }),
      JSON.stringify({ events }),
      JSON.stringify({ messageType: "DATA_MESSAGE", logGroup: "g", logStream: "s", logEvents: events }),
      `2023-11-14T22:13:20.000Z ${ROW}`,
      `@timestamp,@message\n2023-11-14 22:13:20.000,${ROW}\n`,
      JSON.stringify({
        results: [
          [
            { field: "@timestamp", value: "2023-11-14 22:13:20.000" },
            { field: "@message", value: ROW },
          ],
        ],
      }),
    ];
    for (const text of texts) {
      expect((await readWhole(text)).summary).toMatchObject({
        kind: "unknown",
        reason: "flow log without a header; needs its format",
      });
      const { summary, content } = await readWhole(text, { flowColumns: NAMES });
      expect(summary, text).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 0 });
      expect(content.flows[0]).toMatchObject({ sourceIp: "10.0.0.1", bytes: 500 });
    }
  });

  it("says where the format given does not fit", async () => {
    const fewer = await readWhole(`${ROW}\n`, { flowColumns: NAMES.slice(0, 4) });
    expect(fewer.summary.reason).toBe("flow log without a header; its lines have 8 values, the format given 4 columns");
    const other = await readWhole(`${ROW}\n`, { flowColumns: [...NAMES].reverse() });
    expect(other.summary.reason).toBe("flow log without a header; its values are not those of the format given");
  });

  it("goes by its own header, and by the default layout, before a format that does not fit", async () => {
    const named = await readWhole(`srcaddr dstaddr interface-id start end\n10.0.0.1 10.0.0.2 eni-1a2b3c4d 1 2\n`, {
      flowColumns: NAMES,
    });
    expect(named.summary).toMatchObject({ records: 1, rejected: 0, headers: 1 });
    expect((await readWhole(DEFAULT_ROW, { flowColumns: NAMES })).summary).toMatchObject({ records: 1, rejected: 0 });
    const swapped =
      "version account-id interface-id dstaddr srcaddr dstport srcport protocol packets bytes start end action log-status";
    const { content } = await readWhole(DEFAULT_ROW, { flowColumns: swapped.split(" ") });
    expect(content.flows[0]).toMatchObject({ sourceIp: "198.51.100.7", sourcePort: 443 });
  });

  it("gives the text of its records back", async () => {
    const texts = await findRecordText(chunksOf(`${ROW}\nbroken\n${ROW}\n`), 1, 9, { flowColumns: NAMES });
    expect([...texts]).toEqual([
      [1, { text: ROW, asWritten: true }],
      [3, { text: ROW, asWritten: true }],
    ]);
  });
});

describe("formats out of DescribeFlowLogs", () => {
  it("are known by the ids of the flow logs, whatever else stands there", async () => {
    const described = JSON.stringify(
      {
        FlowLogs: [
          { FlowLogId: "fl-0123456789abcdef0", LogFormat: FORMAT, TrafficType: "ALL" },
          { FlowLogId: "fl-1a2b3c4d", LogFormat: "no format" },
          { LogFormat: FORMAT },
          3,
        ],
        NextToken: "x",
      },
      null,
      2,
    );
    for (const at of [1, 40, 200]) {
      expect(await findFlowFormats(chunksOf(described.slice(0, at), described.slice(at)))).toEqual(
        new Map([["fl-0123456789abcdef0", NAMES]]),
      );
    }
  });

  it("are none in anything else, broken or not", async () => {
    for (const text of [
      "",
      "no JSON",
      '{"FlowLogs":[{"FlowLogId":"fl-1',
      '{"Reservations":[]}',
      ROW,
      "[[[[",
      '{"FlowLogs":{}}',
    ])
      expect((await findFlowFormats(chunksOf(text))).size).toBe(0);
  });

  it("go with the id in a file's name", () => {
    expect(
      flowLogIdOf(
        "AWSLogs/1/vpcflowlogs/123_vpcflowlogs_eu-west-2_fl-0dcbf7c4c2483c6b6_20220221T1955Z_7fe2e5f7.log.gz",
      ),
    ).toBe("fl-0dcbf7c4c2483c6b6");
    expect(flowLogIdOf("selfl-0dcbf7c4.log")).toBeNull();
  });
});
