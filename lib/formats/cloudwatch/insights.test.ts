import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const FLOW =
  "2 123456789012 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 49152 443 6 12 3456 1700000000 1700000058 ACCEPT OK";
const QUERY = {
  ...{ version: "1.100000", account_id: "123456789012", region: "eu-west-1", vpc_id: "vpc-0a1b2c3d" },
  ...{ query_timestamp: "2023-11-14T22:13:20Z", query_name: "n.example.", query_type: "A", query_class: "IN" },
  ...{ rcode: "NOERROR", answers: [{ Rdata: "192.0.2.1", Type: "A", Class: "IN" }], srcaddr: "10.0.1.5" },
  ...{ srcport: "5353", transport: "UDP", srcids: { instance: "i-0123456789abcdef0" } },
};
const CALL = {
  ...{ eventVersion: "1.11", userIdentity: { type: "Root" }, eventTime: "2023-11-14T22:13:20Z", eventID: "id-1" },
  ...{ eventSource: "sts.amazonaws.com", eventName: "GetCallerIdentity", awsRegion: "eu-west-1" },
};
const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
/** What the API, the console's CSV and the console's JSON make of rows with these fields. */
const SHAPES: [string, (rows: Record<string, string>[]) => string][] = [
  [
    "of the API",
    (rows) => {
      const pairs = rows.map((row) =>
        [...Object.entries(row), ["@ptr", "Cm…"]].map(([field, value]) => ({ field, value })),
      );
      return JSON.stringify(
        { queryLanguage: "CWLI", results: pairs, statistics: { recordsMatched: 1 }, status: "Complete" },
        null,
        2,
      );
    },
  ],
  [
    "of the API, on one line",
    (rows) =>
      `${JSON.stringify({ results: rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value }))) })}\n`,
  ],
  [
    "of the console, as CSV",
    (rows) =>
      [Object.keys(rows[0] ?? {}).join(","), ...rows.map((row) => Object.values(row).map(quote).join(","))].join("\n"),
  ],
  ["of the console, as JSON", (rows) => JSON.stringify(rows)],
];
const at = "2023-11-14 22:13:20.000";
const messages = (message: string) => [
  { "@timestamp": at, "@message": message, "@logStream": "eni-0123456789abcdef0-all", "@log": "123456789012:flows" },
  { "@timestamp": at, "@message": message, "@logStream": "eni-0123456789abcdef0-all", "@log": "123456789012:flows" },
];

describe.each(SHAPES)("Logs Insights results %s", (_name, write) => {
  it("give the messages of flow logs, queries and calls as the logs themselves do", async () => {
    for (const message of [FLOW, JSON.stringify(QUERY), JSON.stringify(CALL)]) {
      const own = (await readWhole(`${message}\n${message}\n`)).content;
      const { summary, content } = await readWhole(write(messages(message)));
      expect(summary).toMatchObject({ records: 2, rejected: 0 });
      expect(content).toEqual(own);
      if (summary.kind === "vpc-flow") expect(summary.logKey).toBe("123456789012:flows:eni-all");
    }
  });

  it("give flow records by their discovered fields", async () => {
    const row = {
      ...{ "@timestamp": at, accountId: "123456789012", interfaceId: "eni-0123456789abcdef0", srcAddr: "10.0.1.5" },
      ...{ dstAddr: "198.51.100.7", srcPort: "49152", dstPort: "443", protocol: "6", packets: "12", bytes: "3456" },
      ...{ start: "1700000000", end: "1700000058", action: "ACCEPT", logStatus: "OK" },
    };
    const { summary, content } = await readWhole(write([row]));
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 0 });
    expect(content.flows).toEqual((await readWhole(FLOW)).content.flows);
  });

  it("give a query by its discovered fields as the very query of the log", async () => {
    const { answers, srcids, ...plain } = QUERY;
    const row = {
      ...plain,
      "answers.0.Rdata": "192.0.2.1",
      "answers.0.Type": "A",
      "answers.0.Class": "IN",
      "srcids.instance": srcids.instance,
    };
    const { summary, content } = await readWhole(write([row]));
    expect(summary).toMatchObject({ kind: "dns", records: 1, rejected: 0 });
    expect(content.queries).toEqual((await readWhole(JSON.stringify({ ...plain, srcids, answers }))).content.queries);
  });

  it("reject a row that is none, with its number", async () => {
    const { summary, content } = await readWhole(write([...messages(FLOW), ...messages("2 what is this")]));
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 2 });
    expect(content.rejections.map(({ record }) => record)).toEqual([3, 4]);
    expect(content.rejections[0]?.reason).toBe("4 values for 14 columns");
  });

  it("are the same however their bytes are cut", async () => {
    const text = write([...messages(FLOW), ...messages('x,"\n')]);
    const whole = await readWhole(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 20 }), async (cuts) => {
        expect(await readWhole(text, { cuts })).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});

it("keeps no path longer than a column's name, however many members stand below a long one", async () => {
  const below = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`m${n}`, "x"]));
  const rows = messages(FLOW).map((row, n) => ({ ...row, [`${"p".repeat(600_000)}${n}`]: below }));
  const { summary } = await readWhole(JSON.stringify([...messages(FLOW), ...rows]));
  expect(summary).toMatchObject({ kind: "vpc-flow", records: 4, rejected: 0 });
});

it("reads rows of the API that leave out a field without a value", async () => {
  const row = (fields: object) => Object.entries(fields).map(([field, value]) => ({ field, value }));
  const results = [
    row({
      interfaceId: "eni-1a2b3c4d",
      srcAddr: "10.0.0.1",
      dstAddr: "10.0.0.2",
      start: "1",
      end: "2",
      action: "ACCEPT",
    }),
    row({ interfaceId: "eni-1a2b3c4d", srcAddr: "10.0.0.1", dstAddr: "10.0.0.2", start: "1", end: "2" }),
    row({ count: "3" }),
  ];
  const { summary, content } = await readWhole(JSON.stringify({ results, status: "Complete" }));
  expect(summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 1 });
  expect(content.flows.map(({ action }) => action)).toEqual(["ACCEPT", null]);
  expect(content.rejections[0]).toMatchObject({ record: 3, reason: "fields of no such record" });
});
