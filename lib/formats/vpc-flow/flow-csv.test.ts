import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const HEADER =
  "version,account_id,interface_id,srcaddr,dstaddr,srcport,dstport,protocol,packets,bytes,start,end,action,log_status";
const ROW =
  "2,123456789012,eni-0123456789abcdef0,10.0.1.5,198.51.100.7,49152,443,6,12,3456,1700000000,1700000058,ACCEPT,OK";
const quoted = (line: string) =>
  line
    .split(",")
    .map((cell) => `"${cell}"`)
    .join(",");

describe("flow logs saved as CSV", () => {
  it("gives the very records of the text log", async () => {
    const text = await readWhole(`${HEADER}\n${ROW}`.replaceAll(",", " "));
    for (const csv of [
      `${HEADER}\n${ROW}\n`,
      `${quoted(HEADER)}\r\n${quoted(ROW)}\r\n`,
      `${HEADER}\n${ROW}`.replaceAll(",", "\t"),
    ]) {
      const { summary, content } = await readWhole(csv);
      expect(summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 0, headers: 1 });
      expect(content.flows).toEqual(text.content.flows);
    }
  });

  it.each([
    [
      "of the first Athena table",
      "version,account,interfaceid,sourceaddress,destinationaddress,sourceport,destinationport,protocol,numpackets,numbytes,starttime,endtime,action,logstatus",
    ],
    [
      "of Logs Insights",
      "version,accountId,interfaceId,srcAddr,dstAddr,srcPort,dstPort,protocol,packets,bytes,start,end,action,logStatus",
    ],
    ["of AWS with hyphens", HEADER.replaceAll("_", "-")],
    ["in capitals", HEADER.toUpperCase()],
  ])("reads the columns under the names %s", async (_name, header) => {
    const { content } = await readWhole(`${header}\n${ROW}\n`);
    expect(content.flows[0]).toMatchObject({
      sourceIp: "10.0.1.5",
      destinationPort: 443,
      bytes: 3456,
      action: "ACCEPT",
    });
    expect(content.flows[0]?.context).toMatchObject({
      accountId: "123456789012",
      interfaceKey: "eni-0123456789abcdef0",
    });
    expect(content.flows[0]).toMatchObject({ startMs: 1_700_000_000_000, endMs: 1_700_000_058_000, detail: null });
  });

  it("takes an empty cell as missing, leaves a table's partitions out and keeps a column nobody knows", async () => {
    const { content, summary } = await readWhole(
      `interface_id,srcaddr,dstaddr,bytes,start,end,action,new_column,day,aws-service\neni-1a2b3c4d,10.0.0.1,10.0.0.2,,1,2,,"a b",2026/01/01,vpcflowlogs\n`,
    );
    expect(summary).toMatchObject({ records: 1, rejected: 0 });
    expect(content.flows[0]).toMatchObject({ bytes: null, action: null, detail: { "new-column": "a b" } });
  });

  it("reads NODATA, and rejects a damaged row with its number and field", async () => {
    const none = "2,123456789012,eni-0123456789abcdef0,-,-,-,-,-,-,-,1700000000,1700000058,-,NODATA";
    const { content, summary } = await readWhole([HEADER, ROW, ROW.replace("49152", "70000"), none].join("\n"));
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.statuses).toMatchObject([{ record: 3, status: "NODATA" }]);
    expect(content.rejections).toMatchObject([{ record: 2, reason: 'srcport "70000" is not a port from 0 to 65535' }]);
  });

  it("takes time and interface of a Logs Insights row from CloudWatch where the query left them out", async () => {
    const { content } = await readWhole(
      '@timestamp,@logStream,srcAddr,dstAddr,bytes,@ptr\n"2023-11-14 22:13:20.000",eni-0123456789abcdef0-all,10.0.0.1,10.0.0.2,5,xyz\n',
    );
    expect(content.flows[0]).toMatchObject({
      startMs: 1_700_000_000_000,
      approximateTime: true,
      bytes: 5,
      detail: null,
    });
    expect(content.flows[0]?.context.interfaceKey).toBe("eni-0123456789abcdef0");
  });

  it.each(["constructor", "__proto__", "toString"])("is not taken in by a column named %s", async (name) => {
    expect((await readWhole(`${name};a\n1;2\n`)).summary.kind).toBe("unknown");
    const { content } = await readWhole(
      `srcaddr,dstaddr,interface_id,start,${name}\n10.0.0.1,10.0.0.2,eni-1a2b3c4d,1,x\n`,
    );
    expect(content.flows).toHaveLength(1);
  });

  it.each([
    ["2023-11-14 22:13:20.000", "2023-11-14 22:14:18.500"],
    ["2023-11-14 22:13:20.000 UTC", "2023-11-14 22:14:18.500 UTC"],
    ["2023-11-14T23:13:20+01:00", "2023-11-14T22:14:18.500Z"],
  ])("reads times that the query printed as such: %s", async (start, end) => {
    const { content, summary } = await readWhole(
      `interface_id,srcaddr,dstaddr,start,end\neni-1a2b3c4d,10.0.0.1,10.0.0.2,${start},${end}\neni-1a2b3c4d,10.0.0.1,10.0.0.2,2023-02-30 00:00:00.000,1\n`,
    );
    expect(content.flows).toMatchObject([{ startMs: 1_700_000_000_000, endMs: 1_700_000_058_500 }]);
    expect(summary).toMatchObject({ records: 1, rejected: 1 });
    expect(content.rejections[0]?.reason).toMatch(/^start "2023-02-30 00:00:00.000" is not a time/);
  });

  it("reads transit gateway rows with what was lost", async () => {
    const { summary, content } = await readWhole(
      "tgw_attachment_id,srcaddr,dstaddr,start,end,packets_lost_blackhole\ntgw-attach-0123456789abcdef0,10.0.0.1,10.1.0.1,1,2,7\n",
    );
    expect(summary).toMatchObject({ kind: "tgw-flow", records: 1 });
    expect(content.flows[0]?.detail).toEqual({ "packets-lost-blackhole": "7" });
  });
});
