import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import {
  flowLog,
  INDICATOR,
  INSTANCE,
  investigateFiles,
  OTHER_INSTANCE,
  OTHER_VPC,
  VPC,
} from "@/lib/investigate/test-evidence";

const [NEAR, FAR] = ["tgw-attach-0a1b2c3d4e5f60001", "tgw-attach-0a1b2c3d4e5f60002"];
const START = Date.UTC(2025, 2, 4) / 1000;
const LOST = "0 0 0 0";

/** A record of a transit gateway's flow log in its default format: one direction, at one of the two attachments. */
function gatewayLine(given: {
  at: string;
  second: number;
  inbound?: boolean;
  port?: number;
  bytes?: number;
  ip?: string;
  lost?: string;
}): string {
  const { at, second, inbound = false, port = 40_000, bytes = 100, ip = "10.0.0.5", lost = LOST } = given;
  const vpcs = inbound ? `${OTHER_VPC} ${VPC}` : `${VPC} ${OTHER_VPC}`;
  const ends = inbound ? `${INDICATOR} ${ip} 443 ${port}` : `${ip} ${INDICATOR} ${port} 443`;
  const direction = (at === NEAR) === inbound ? "egress" : "ingress";
  return `6 TransitGateway 012345678901 tgw-0a1b2c3d4e5f60001 ${at} 012345678901 012345678901 ${vpcs} subnet-0a subnet-0b eni-0a eni-0b euc1-az1 euc1-az2 ${at === NEAR ? FAR : NEAR} ${ends} 6 2 ${bytes} ${START + second} ${START + second + 30} OK IPv4 ${lost} 19 eu-central-1 ${direction} - -`;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Both directions, at both attachments of the gateway. */
const seenAtGateway = (second: number, more: { bytes?: number; port?: number; ip?: string } = {}) =>
  [NEAR, FAR].flatMap((at) => [false, true].map((inbound) => gatewayLine({ ...more, at, second, inbound })));
const own = [
  { second: 0, bytes: 100 },
  { second: 0, bytes: 100, inbound: true },
];

describe("a connection seen at a transit gateway", () => {
  it("counts once, at the instance's own interface, where that was logged too", async () => {
    const alone = await investigateFiles({ "vpc.log": flowLog(own) });
    const both = await investigateFiles({ "vpc.log": flowLog(own), "tgw.log": seenAtGateway(5).join("\n") });
    expect(both.instances.map(({ traffic }) => traffic)).toEqual(alone.instances.map(({ traffic }) => traffic));
    expect(both.instances[0]?.traffic).toMatchObject({ bytesOut: 100, bytesIn: 100, flows: 2 });
    expect(both.unattributed).toEqual([]);
  });

  it("counts once at the gateway where the instance's own interface was not logged", async () => {
    const quiet = flowLog([{ second: 0, peer: "203.0.113.9" }]);
    const document = await investigateFiles({ "vpc.log": quiet, "tgw.log": seenAtGateway(5).join("\n") });
    expect(document.instances[0]).toMatchObject({ instanceId: INSTANCE });
    expect(document.instances[0]?.traffic).toMatchObject({ bytesOut: 100, bytesIn: 100, flows: 2, unknownAction: 2 });
    expect(document.unattributed).toEqual([]);
  });

  it("belongs to the instance of its own VPC where another VPC has the same address", async () => {
    const twin = flowLog([
      { second: 0, peer: "203.0.113.9" },
      {
        second: 0,
        peer: "203.0.113.9",
        instanceId: OTHER_INSTANCE,
        interfaceId: "eni-0a1b2c3d4e5f60002",
        vpcId: OTHER_VPC,
      },
    ]);
    const document = await investigateFiles({ "vpc.log": twin, "tgw.log": seenAtGateway(5).join("\n") });
    expect(
      document.instances.map(({ instanceId, traffic }) => [instanceId, traffic.bytesOut, traffic.bytesIn]),
    ).toEqual([[INSTANCE, 100, 100]]);
    expect(document.unattributed).toEqual([]);
  });
});
