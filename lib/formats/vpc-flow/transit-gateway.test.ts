import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

describe("transit gateway flow logs", () => {
  const attachment = "tgw-attach-0123456789abcdef0";
  const rowOf = (direction: string) =>
    `6 TransitGateway 123456789012 tgw-0123456789abcdef0 ${attachment} 123456789012 210987654321 vpc-0aaa vpc-0bbb subnet-0aaa subnet-0bbb eni-0aaa eni-0bbb use1-az1 use1-az2 tgw-attach-0bbb 10.0.0.1 10.1.0.1 40000 443 6 3 400 100 160 OK IPv4 0 0 0 0 19 us-east-1 ${direction} - -`;

  it("reads the default layout without a header: no action, the attachment for interface, the rest kept", async () => {
    const { summary, content } = await readWhole(`${rowOf("ingress")}\n${rowOf("egress")}\n`);
    expect(summary).toMatchObject({ kind: "tgw-flow", records: 2, rejected: 0 });
    const [into, out] = content.flows;
    expect(into).toMatchObject({ action: null, bytes: 400, direction: "ingress", tcpFlags: 19, sourceIp: "10.0.0.1" });
    expect(into?.context).toMatchObject({
      source: "tgw-flow",
      interfaceId: null,
      interfaceKey: attachment,
      vpcId: "vpc-0aaa",
      subnetId: "subnet-0aaa",
      region: "us-east-1",
    });
    expect(out?.context).toMatchObject({ vpcId: "vpc-0bbb", azId: "use1-az2" });
    expect(into?.detail).toMatchObject({ "tgw-dst-vpc-id": "vpc-0bbb", "packets-lost-no-route": "0" });
  });

  it("reads columns named by a header", async () => {
    const text = `tgw-attachment-id srcaddr dstaddr start end log-status\n${attachment} 10.0.0.1 10.1.0.1 1 2 OK\n${attachment} - - 1 2 NODATA`;
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "tgw-flow", records: 2, headers: 1 });
    expect(content.statuses[0]?.context).toBe(content.flows[0]?.context);
  });
});
