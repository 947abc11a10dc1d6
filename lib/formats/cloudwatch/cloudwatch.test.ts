import { describe, expect, it } from "vitest";
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

  it("reads the lines of an export task and Firehose's messages", async () => {
    const exported = await readWhole(`2023-11-14T22:13:20.000Z ${ROW}\n2023-11-14T22:13:20.000Z ${ROW}\n`);
    expect(exported.summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 0 });
    const delivered = await readWhole(`${JSON.stringify({ message: ROW })}\n${JSON.stringify({ message: ROW })}\n`);
    expect(delivered.summary).toMatchObject({ kind: "vpc-flow", records: 2, rejected: 0 });
  });
});
