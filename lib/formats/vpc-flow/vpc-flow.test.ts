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
});
