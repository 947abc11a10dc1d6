import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const DETAIL = {
  ...{ "account-id": "123456789012", "last-observed-at": "2023-11-14T22:13:20.900Z", "query-name": "Bad.Example." },
  ...{ "query-type": "A", "query-class": "IN", transport: "UDP", "src-addr": "10.0.1.5", "src-port": "5353" },
  ...{ "vpc-id": "vpc-0a1b2c3d", "firewall-rule-action": "BLOCK", "firewall-rule-group-id": "rslvr-frg-1" },
  resources: [{ "resource-type": "instance", "instance-details": { id: "i-0123456789abcdef0" } }],
};
const EVENT = {
  ...{ version: "0", id: "1", "detail-type": "DNS Firewall Block", source: "aws.route53resolver" },
  ...{ account: "123456789012", time: "2023-11-14T22:20:00Z", region: "eu-west-1", resources: [], detail: DETAIL },
};

describe("events of DNS Firewall", () => {
  it.each([
    ["as EventBridge delivers them", `${JSON.stringify(EVENT)}\n${JSON.stringify(EVENT)}\n`, "eu-west-1"],
    ["in a list", JSON.stringify([EVENT, EVENT], null, 2), "eu-west-1"],
    ["by their detail alone", JSON.stringify(DETAIL).repeat(2), null],
  ])("are read as queries %s", async (_name, text, region) => {
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "dns", records: 2, rejected: 0 });
    expect(content.queries[0]).toMatchObject({
      ...{ name: "bad.example", atMs: Date.UTC(2023, 10, 14, 22, 13, 20, 900), type: "A", sourcePort: 5353, rcode: "" },
      asker: {
        accountId: "123456789012",
        region,
        vpcId: "vpc-0a1b2c3d",
        sourceIp: "10.0.1.5",
        instanceId: "i-0123456789abcdef0",
      },
      detail: { reported_by: "EventBridge", firewall_rule_action: "BLOCK", firewall_rule_group_id: "rslvr-frg-1" },
    });
  });

  it("have the event's time where the detail has none, and are rejected with a reason where there is neither", async () => {
    const { "last-observed-at": _, ...detail } = DETAIL;
    const { content } = await readWhole(JSON.stringify({ ...EVENT, detail }));
    expect(content.queries[0]?.atMs).toBe(Date.UTC(2023, 10, 14, 22, 20));
    const without = await readWhole(JSON.stringify([EVENT, { ...EVENT, detail, time: undefined }]));
    expect(without.content.rejections).toMatchObject([{ record: 2, reason: "query_timestamp is missing" }]);
  });
});
