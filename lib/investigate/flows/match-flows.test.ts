import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Hit, HitSweep } from "@/lib/investigate/flows/hit-sweep";
import { type CandidateRecord, matchRecord } from "@/lib/investigate/flows/match-record";
import { serviceOf } from "@/lib/investigate/flows/service-port";
import { buildLedger } from "@/lib/ledger/build-ledger";
import type { Ledger, StoredObservation } from "@/lib/ledger/ledger.types";

const X = "198.51.100.77";
const S = 1000;
const T = Date.UTC(2026, 0, 10, 12, 0, 0);
const VPC = "vpc-0aaaa1111";
const [I1, I2] = ["i-0aaaaaaaaaaaaaaa1", "i-0bbbbbbbbbbbbbbb2"];
const [E1, E2, NAT, TGW, LB] = ["eni-1", "eni-2", "eni-nat", "eni-tgw", "eni-lb"];

const blank = {
  record: 1,
  evidence: { fileId: 1, record: 1 },
  event: "seen" as const,
  proof: "description" as const,
  atMs: T,
  beganAtMs: null,
  accountId: null,
  region: null,
  vpcId: VPC,
  subnetId: null,
  interfaceId: null,
  instanceId: null,
  natGatewayId: null,
  attachmentId: null,
  deviceIndex: null,
  privateIps: [],
  publicIps: [],
  elasticIps: [],
  power: null,
  allocationId: null,
  associationId: null,
  interfaceType: null,
  description: null,
  roleArn: null,
};

function ledgerOf(...observations: Partial<StoredObservation>[]): Ledger {
  return buildLedger({ observations: observations.map((o) => ({ ...blank, ...o })), flows: [], askers: [] });
}

const world = ledgerOf(
  { interfaceId: E1, instanceId: I1, privateIps: ["10.0.1.5"] },
  { interfaceId: E2, instanceId: I2, privateIps: ["10.0.2.6"] },
  { interfaceId: NAT, interfaceType: "natGateway", privateIps: ["10.0.0.220"], natGatewayId: "nat-0123456789abcdef0" },
  { interfaceId: TGW, interfaceType: "transit_gateway", privateIps: ["10.0.0.9"] },
  { interfaceId: LB, interfaceType: "network_load_balancer", privateIps: ["10.0.0.30"] },
);

let number = 0;
function flow(interfaceKey: string, from: string, to: string, rest: Partial<CandidateRecord> = {}): CandidateRecord {
  number += 1;
  // IPv4 or IPv6, and after a stroke the port.
  const [sourceIp, sourcePort] = from.split("/");
  const [destinationIp, destinationPort] = to.split("/");
  return {
    fileId: 1,
    record: number,
    interfaceNo: 1,
    interfaceKey,
    source: "vpc-flow",
    instanceId: null,
    vpcIds: { source: VPC, destination: VPC },
    startMs: T,
    endMs: T + 60 * S,
    sourceIp: sourceIp ?? "",
    destinationIp: destinationIp ?? "",
    packetSourceIp: null,
    packetDestinationIp: null,
    sourcePort: Number(sourcePort ?? 40000),
    destinationPort: Number(destinationPort ?? 443),
    protocol: 6,
    packets: 1,
    bytes: 100,
    action: "ACCEPT",
    direction: null,
    ...rest,
  };
}

/** Role, instance, direction and bytes of what counts, in a fixed order. */
function counted(records: CandidateRecord[], ledger = world, indicator = X): string[] {
  const hits: Hit[] = [];
  const inner = new Set(
    records.filter((r) => r.sourceIp !== indicator && r.destinationIp !== indicator).map((r) => r.interfaceKey),
  );
  const sweep = new HitSweep((hit) => hits.push(hit), {
    logsInnerLegs: (key) => inner.has(key),
    isNatGateway: (key) => ledger.gatewayKind(key) === "nat-gateway",
    isGateway: (key) => ledger.gatewayKind(key) !== null,
  });
  for (const record of [...records].sort((a, b) => a.startMs - b.startMs || a.record - b.record)) {
    const match = matchRecord(record, indicator, ledger);
    if (match) sweep.push(record, match);
  }
  sweep.finish();
  return hits
    .map(({ record, match, role }) =>
      [role, match.instanceId ?? record.interfaceKey, match.outbound ? "out" : "in", record.bytes].join(" "),
    )
    .sort();
}

describe("whose traffic a record shows", () => {
  it("is the interface's holder's, in the direction of the indicator", () => {
    expect(counted([flow(E1, "10.0.1.5", X), flow(E1, `${X}/443`, "10.0.1.5/40000", { bytes: 900 })])).toEqual([
      `own ${I1} in 900`,
      `own ${I1} out 100`,
    ]);
  });

  it("is the instance that the record itself names, whatever the ledger thinks", () => {
    expect(counted([flow(E1, "10.0.1.5", X, { instanceId: I2 })])).toEqual([`own ${I2} out 100`]);
  });

  it("is the instance's for a pod behind its interface, and another instance's where that one held the address", () => {
    const pod = flow(E1, "10.0.1.5", X, { packetSourceIp: "10.0.9.9", packetDestinationIp: X });
    expect(counted([pod])).toEqual([`own ${I1} out 100`]);
    const routed = flow(E1, "10.0.1.5", X, { packetSourceIp: "10.0.2.6", packetDestinationIp: X });
    expect(counted([routed])).toEqual([`hop ${I2} out 100`]);
  });

  it("counts passing traffic on its other leg only", () => {
    const arrives = flow(E1, X, "10.0.1.5", { packetDestinationIp: "10.0.9.9", direction: "ingress" });
    const leaves = flow(E1, "10.0.1.5", "10.0.9.9", { packetSourceIp: X, direction: "egress" });
    expect(counted([arrives, leaves])).toEqual([`own ${I1} in 100`]);
  });

  it("never lists the indicator as having met itself; its interface's records tell of the other end", () => {
    const records = [flow(E2, "10.0.1.5", "10.0.2.6", { bytes: 70 }), flow(E1, "10.0.1.5", "10.0.2.6", { bytes: 71 })];
    expect(counted(records, world, "10.0.2.6")).toEqual([`own ${I1} out 71`]);
    expect(counted(records.slice(0, 1), world, "10.0.2.6")).toEqual([`hop ${I1} out 70`]);
  });
});

describe("IPv6", () => {
  it("is matched as IPv4 is: at the instance's own interface, and at a gateway's", () => {
    const six = "2001:db8:bad::77";
    const ledger = ledgerOf(
      { interfaceId: E1, instanceId: I1, privateIps: ["10.0.1.5"], publicIps: ["2001:db8:20::5"] },
      { interfaceId: TGW, interfaceType: "transit_gateway" },
    );
    const own = flow(E1, "2001:db8:20::5", six, { bytes: 6 });
    const hop = flow(TGW, "2001:db8:20::5", six, { bytes: 7 });
    expect(counted([own, hop], ledger, six)).toEqual([`own ${I1} out 6`]);
    expect(counted([hop], ledger, six)).toEqual([`hop ${I1} out 7`]);
  });
});

describe("a hop", () => {
  const own = flow(E1, "10.0.1.5/40000", `${X}/443`, { bytes: 500 });
  const atNat = flow(NAT, "10.0.1.5/40000", "10.0.0.220/443", {
    packetDestinationIp: X,
    bytes: 501,
    startMs: T + 30 * S,
    endMs: T + 90 * S,
  });
  const farSide = flow(NAT, "10.0.0.220/1024", `${X}/443`, { bytes: 502, startMs: T + 30 * S, endMs: T + 90 * S });

  it("repeats what the instance's own interface logged", () => {
    expect(counted([own, atNat, farSide])).toEqual([`own ${I1} out 500`]);
    expect(counted([{ ...own, action: "REJECT" }, atNat, farSide])).toEqual([`own ${I1} out 500`]);
  });

  it("counts where the own interface was not, or not then, logged", () => {
    expect(counted([atNat, farSide])).toEqual([`hop ${I1} out 501`]);
    const hourLater = { ...atNat, startMs: T + 3600 * S, endMs: T + 3660 * S };
    expect(counted([own, hourLater])).toEqual([`hop ${I1} out 501`, `own ${I1} out 500`]);
  });

  it("is no repeat in the other direction or on other ports", () => {
    const reply = flow(NAT, "10.0.0.220/443", "10.0.1.5/40000", { packetSourceIp: X, bytes: 7 });
    const otherPort = flow(NAT, "10.0.1.5/40001", "10.0.0.220/443", { packetDestinationIp: X, bytes: 8 });
    expect(counted([own, reply, otherPort])).toEqual([`hop ${I1} in 7`, `hop ${I1} out 8`, `own ${I1} out 500`]);
  });

  it("counts at one interface of several: the one with the most bytes", () => {
    const atTgw = flow(TGW, "10.0.1.5/40000", `${X}/443`, { bytes: 300 });
    const atTgwLater = { ...atTgw, record: 999, startMs: T + 60 * S, endMs: T + 120 * S };
    expect(counted([atNat, atTgw, atTgwLater])).toEqual([`hop ${I1} out 300`, `hop ${I1} out 300`]);
    expect(counted([atNat, atTgw])).toEqual([`hop ${I1} out 501`]);
  });
});

describe("what belongs to nobody", () => {
  it("stands under its interface: load balancers, unknown interfaces, inner legs to unknown addresses", () => {
    expect(counted([flow(LB, X, "10.0.0.30")])).toEqual([`unattributed ${LB} in 100`]);
    expect(counted([flow("eni-unknown", "10.0.7.7", X)])).toEqual(["unattributed eni-unknown out 100"]);
    const inner = flow(NAT, "10.0.7.7", "10.0.0.220", { packetDestinationIp: X, bytes: 9 });
    const outer = flow(NAT, "10.0.0.220", X, { bytes: 10 });
    expect(counted([inner, outer])).toEqual([`unattributed ${NAT} out 9`]);
  });

  it("counts once when an unknown interface and a gateway both saw it", () => {
    const inner = flow(NAT, "10.0.7.7/40000", "10.0.0.220/443", { packetDestinationIp: X, bytes: 9 });
    expect(counted([flow("eni-unknown", "10.0.7.7/40000", `${X}/443`, { bytes: 5 }), inner])).toEqual([
      "unattributed eni-unknown out 5",
    ]);
  });

  it("leaves out a NAT gateway's far side that an instance's record explains", () => {
    const farSide = flow(NAT, "10.0.0.220/1024", `${X}/443`, { bytes: 10 });
    const own = flow(E1, "10.0.1.5/40000", `${X}/443`);
    expect(counted([farSide])).toEqual([`unattributed ${NAT} out 10`]);
    expect(counted([farSide, own])).toEqual([`own ${I1} out 100`]);
    expect(counted([farSide, { ...own, startMs: T + 3600 * S, endMs: T + 3601 * S }])).toEqual([
      `own ${I1} out 100`,
      `unattributed ${NAT} out 10`,
    ]);
  });
});

describe("the sweep", () => {
  it("gives the same however far a record reaches and however many lie between", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 86_400 }), (between, length) => {
        const long = flow(NAT, "10.0.1.5/50000", "10.0.0.220/443", {
          packetDestinationIp: X,
          endMs: T + length * S,
          bytes: 1,
        });
        const noise = Array.from({ length: between }, (_, i) =>
          flow(E1, "10.0.1.5/40000", `${X}/80`, { startMs: T + i * 20 * S, endMs: T + i * 20 * S + S, bytes: 2 }),
        );
        const own = flow(E1, "10.0.1.5/50000", `${X}/443`, {
          startMs: T + length * S,
          endMs: T + length * S,
          bytes: 3,
        });
        const result = counted([long, ...noise, own]);
        expect(result.filter((line) => !line.endsWith(" 2"))).toEqual([`own ${I1} out 3`]);
        expect(result).toHaveLength(between + 1);
      }),
      { numRuns: 30 },
    );
  });
});

describe("the service's port", () => {
  it.each([
    ["the opener's other side", 6, 51000, 8443, { indicatorOpened: true, nearOpened: false }, 8443, "instance"],
    [
      "the opener's other side, even with the higher port",
      6,
      51000,
      443,
      { indicatorOpened: false, nearOpened: true },
      51000,
      "indicator",
    ],
    ["the lower port without openers", 6, 443, 51000, undefined, 443, "indicator"],
    [
      "the lower port with openers on both sides",
      6,
      51000,
      22,
      { indicatorOpened: true, nearOpened: true },
      22,
      "instance",
    ],
    ["unknown for equal ports", 17, 123, 123, undefined, 123, "unknown"],
    ["port 0 for ICMP", 1, 0, 0, undefined, 0, "unknown"],
  ] as const)("is %s", (_name, protocol, indicatorPort, nearPort, openers, port, servedBy) => {
    expect(serviceOf(protocol, indicatorPort, nearPort, openers)).toEqual({ port, servedBy });
  });
});
