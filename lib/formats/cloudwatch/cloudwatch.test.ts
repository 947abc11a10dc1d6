import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { findRecordText } from "@/lib/formats/find-record-text";
import { readWhole } from "@/lib/formats/test-log";

const ROW =
  "2 123456789012 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 49152 443 6 12 3456 1700000000 1700000058 ACCEPT OK";

describe("flow logs out of CloudWatch", () => {
  const stream = "eni-0123456789abcdef0-all";

  it("reads GetLogEvents and FilterLogEvents output, with the event's time where the row has none", async () => {
    const bare = "- 10.0.0.1 10.0.0.2 - - OK";
    const events = [
      {
        timestamp: 1_700_000_000_000,
        logStreamName: stream,
        message: "interface-id srcaddr dstaddr start end log-status",
      },
      { timestamp: 1_700_000_000_000, logStreamName: stream, message: bare },
      { timestamp: 1e300, logStreamName: stream, message: bare },
    ];
    const { summary, content } = await readWhole(JSON.stringify({ nextToken: "x", events }, null, 1));
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 1, headers: 1, logKey: ":eni-all" });
    expect(content.flows[0]).toMatchObject({
      startMs: 1_700_000_000_000,
      endMs: 1_700_000_000_000,
      approximateTime: true,
    });
    expect(content.flows[0]?.context.interfaceKey).toBe("eni-0123456789abcdef0");
    expect(content.rejections[0]?.reason).toBe("no time");
  });

  it("reads subscription documents one after another without a line end", async () => {
    const document = (id: number) =>
      JSON.stringify({
        messageType: "DATA_MESSAGE",
        logGroup: "flows",
        logStream: stream,
        logEvents: [
          { id, timestamp: 1, message: ROW },
          { id: id + 1, timestamp: 1, message: ROW },
        ],
      });
    const { summary } = await readWhole(
      `${document(1)}${JSON.stringify({ messageType: "CONTROL_MESSAGE", logEvents: [] })}${document(3)}`,
    );
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 4, headers: 1, logKey: "flows:eni-all" });
  });

  it("is told by its messages also where a probe of the delivery or a broken message comes first", async () => {
    const probe = JSON.stringify({
      ...{ messageType: "CONTROL_MESSAGE", owner: "CloudwatchLogs", logGroup: "", logStream: "" },
      logEvents: [{ id: "", timestamp: 1, message: "CWL CONTROL MESSAGE: Checking health of destination Firehose." }],
    });
    const events = { messageType: "DATA_MESSAGE", logGroup: "g", logStream: stream };
    const text = `${probe}${JSON.stringify({ ...events, logEvents: [{ message: "??" }, { message: ROW }] })}`;
    const { summary } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 1, headers: 1 });
    const delivered = await readWhole(`${JSON.stringify({ message: "??" })}${JSON.stringify({ message: ROW })}`);
    expect(delivered.summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 1 });
  });

  const lambda = (document: unknown) =>
    JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(document)).toString("base64") } });

  it("reads what a Lambda function was given, small or longer than a file's head", async () => {
    const document = (rows: number) => ({
      ...{ messageType: "DATA_MESSAGE", logGroup: "flows", logStream: stream },
      logEvents: Array.from({ length: rows }, (_, n) => ({ timestamp: 1, message: ROW.replace("49152", `${n}`) })),
    });
    const small = await readWhole(lambda(document(2)));
    expect(small.summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 0, logKey: "flows:eni-all" });
    const large = lambda({ ...document(60_000), padding: randomBytes(90_000).toString("base64") });
    expect(large.length).toBeGreaterThan(100_000);
    expect((await readWhole(`${large}\n${lambda(document(1))}`)).summary).toMatchObject({
      records: 60_001,
      rejected: 0,
    });
    const texts = await findRecordText(Readable.from([Buffer.from(lambda(document(3)))]), 2, 2);
    expect(texts.get(2)).toEqual({ text: ROW.replace("49152", "1"), asWritten: false });
  });

  it("rejects what a Lambda function was given where it cannot be unpacked, or is made to fill the memory", async () => {
    const bomb = { awslogs: { data: gzipSync(Buffer.alloc(40_000_000, 0x20)).toString("base64") } };
    const good = lambda({ messageType: "DATA_MESSAGE", logEvents: [{ timestamp: 1, message: ROW }] });
    const broken = JSON.stringify({ awslogs: { data: "H4sIAAAA" } });
    const text = [good, JSON.stringify(bomb), broken, lambda("no object")].join("\n");
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 3 });
    for (const { reason } of content.rejections) expect(reason).toMatch(/^awslogs.data /);
    expect((await readWhole(broken)).summary).toMatchObject({ kind: "unknown", records: 0 });
  });

  it("reads the lines of an export task and Firehose's messages", async () => {
    const exported = await readWhole(`2023-11-14T22:13:20.000Z ${ROW}\n2023-11-14T22:13:20.000Z ${ROW}\n`);
    expect(exported.summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 0 });
    const delivered = await readWhole(`${JSON.stringify({ message: ROW })}\n${JSON.stringify({ message: ROW })}\n`);
    expect(delivered.summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 0 });
  });
});
