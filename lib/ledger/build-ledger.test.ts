import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildLedger } from "@/lib/ledger/build-ledger";
import type { DnsSighting, FlowSighting, StoredObservation } from "@/lib/ledger/ledger.types";

const MINUTE = 60_000;
const T = Date.UTC(2026, 0, 10, 12, 0, 0);
const [I1, I2] = ["i-0aaaaaaaaaaaaaaa1", "i-0bbbbbbbbbbbbbbb2"];
const [VPC1, VPC2] = ["vpc-0aaaa1111", "vpc-0bbbb2222"];
const ENI = "eni-0aaaaaaaaaaaaaaa1";
const ENI2 = "eni-0bbbbbbbbbbbbbbb2";

let number = 0;
function observed(partial: Partial<StoredObservation>): StoredObservation {
  number += 1;
  return {
    record: number,
    evidence: { fileId: 1, record: number },
    event: "seen",
    proof: "call",
    atMs: T,
    beganAtMs: null,
    accountId: null,
    region: null,
    vpcId: null,
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
    ...partial,
  };
}

function flow(
  partial: Partial<Omit<FlowSighting, "context">> & { context?: Partial<FlowSighting["context"]> },
): FlowSighting {
  number += 1;
  const { context, ...rest } = partial;
  return {
    evidence: { fileId: 2, record: number },
    firstStartMs: T,
    lastStartMs: T + MINUTE,
    lastEndMs: T + 2 * MINUTE,
    ownIps: [],
    commonIps: [],
    ...rest,
    context: {
      source: "vpc-flow",
      interfaceId: ENI,
      interfaceKey: context?.interfaceId ?? ENI,
      accountId: null,
      vpcId: null,
      subnetId: null,
      instanceId: null,
      region: null,
      azId: null,
      resourceId: null,
      interfaceType: null,
      ...context,
    },
  };
}

const none = { observations: [], flows: [], askers: [] };

describe("who held an interface", () => {
  it("is nobody where nothing tells", () => {
    expect(buildLedger({ ...none, flows: [flow({})] }).holderOfInterface(ENI, T)).toBeNull();
  });

  it("changes with attach and detach, and the last holder keeps it ten minutes unless another takes it", () => {
    const ledger = buildLedger({
      ...none,
      observations: [
        observed({ event: "begins", interfaceId: ENI, instanceId: I1, attachmentId: "eni-attach-1", atMs: T }),
        observed({ event: "ends", attachmentId: "eni-attach-1", atMs: T + 60 * MINUTE }),
        observed({ event: "begins", interfaceId: ENI, instanceId: I2, atMs: T + 120 * MINUTE }),
      ],
    });
    expect(ledger.holderOfInterface(ENI, T - 1)).toBeNull();
    expect(ledger.holderOfInterface(ENI, T)).toBe(I1);
    expect(ledger.holderOfInterface(ENI, T + 69 * MINUTE)).toBe(I1);
    expect(ledger.holderOfInterface(ENI, T + 70 * MINUTE)).toBeNull();
    expect(ledger.holderOfInterface(ENI, T + 120 * MINUTE)).toBe(I2);
    const taken = buildLedger({
      ...none,
      observations: [
        observed({ event: "begins", interfaceId: ENI, instanceId: I1, attachmentId: "eni-attach-1", atMs: T }),
        observed({ event: "ends", attachmentId: "eni-attach-1", atMs: T + 60 * MINUTE }),
        observed({ event: "begins", interfaceId: ENI, instanceId: I2, atMs: T + 62 * MINUTE }),
      ],
    });
    expect(taken.holderOfInterface(ENI, T + 61 * MINUTE)).toBe(I1);
    expect(taken.holderOfInterface(ENI, T + 62 * MINUTE)).toBe(I2);
    expect(taken.facts(I1).interfaces).toEqual([
      expect.objectContaining({ interfaceId: ENI, attachedFromMs: T, attachedToMs: T + 60 * MINUTE }),
    ]);
  });

  it("ends with the instance, once: a termination after a detach does not bring the hold back", () => {
    const ledger = buildLedger({
      ...none,
      observations: [
        observed({ event: "begins", interfaceId: ENI, instanceId: I1, attachmentId: "eni-attach-1", atMs: T }),
        observed({ event: "ends", attachmentId: "eni-attach-1", atMs: T + 60 * MINUTE }),
        observed({ event: "ends", instanceId: I1, atMs: T + 300 * MINUTE }),
      ],
    });
    expect(ledger.holderOfInterface(ENI, T + 200 * MINUTE)).toBeNull();
    expect(ledger.holderOfInterface(ENI, T + 305 * MINUTE)).toBeNull();
  });

  it("reaches back and forth from a single sighting, until another contradicts it", () => {
    const ledger = buildLedger({
      ...none,
      flows: [
        flow({ context: { instanceId: I1 } }),
        flow({ context: { instanceId: I2 }, firstStartMs: T + 60 * MINUTE, lastStartMs: T + 70 * MINUTE }),
      ],
    });
    expect(ledger.holderOfInterface(ENI, T - 1e9)).toBe(I1);
    expect(ledger.holderOfInterface(ENI, T + 59 * MINUTE)).toBe(I1);
    expect(ledger.holderOfInterface(ENI, T + 60 * MINUTE)).toBe(I2);
    expect(ledger.holderOfInterface(ENI, T + 1e9)).toBe(I2);
  });

  it("is proved by a description only from the attach time on", () => {
    const ledger = buildLedger({
      ...none,
      observations: [observed({ proof: "description", interfaceId: ENI, instanceId: I1, atMs: T, beganAtMs: T })],
    });
    expect(ledger.holderOfInterface(ENI, T - 1)).toBeNull();
    expect(ledger.holderOfInterface(ENI, T + 1e10)).toBe(I1);
  });

  it("is known through its address where only resolver logs name the instance", () => {
    const asker: DnsSighting = {
      evidence: { fileId: 3, record: 1 },
      instanceId: I1,
      accountId: "111122223333",
      region: "eu-west-1",
      vpcId: VPC1,
      sourceIp: "10.0.1.5",
      firstMs: T,
      lastMs: T,
    };
    const ledger = buildLedger({ ...none, flows: [flow({ commonIps: ["10.0.1.5"] })], askers: [asker] });
    expect(ledger.holderOfInterface(ENI, T)).toBe(I1);
    expect(ledger.facts(I1)).toMatchObject({ accountId: "111122223333", region: "eu-west-1", vpcId: VPC1 });
    const elsewhere = flow({ commonIps: ["10.0.1.5"], context: { vpcId: VPC2 } });
    expect(buildLedger({ ...none, flows: [elsewhere], askers: [asker] }).holderOfInterface(ENI, T)).toBeNull();
  });

  it("is never an instance where it is a gateway's", () => {
    const ledger = buildLedger({
      ...none,
      observations: [observed({ proof: "description", interfaceId: ENI, interfaceType: "natGateway" })],
      flows: [flow({ context: { instanceId: I1 } })],
    });
    expect(ledger.gatewayKind(ENI)).toBe("nat-gateway");
    expect(ledger.holderOfInterface(ENI, T)).toBeNull();
  });
});

describe("who held an address", () => {
  const held = (interfaceId: string, instanceId: string, vpcId: string | null, atMs = T) =>
    observed({ event: "begins", interfaceId, instanceId, vpcId, privateIps: ["10.0.1.5"], atMs });

  it("is told by VPC and address, not by address alone", () => {
    const ledger = buildLedger({ ...none, observations: [held(ENI, I1, VPC1), held(ENI2, I2, VPC2)] });
    expect(ledger.holderOfAddress(VPC1, "10.0.1.5", T)).toBe(I1);
    expect(ledger.holderOfAddress(VPC2, "10.0.1.5", T)).toBe(I2);
    expect(ledger.holderOfAddress(null, "10.0.1.5", T)).toBeNull();
    expect(ledger.holderOfAddress("vpc-0cccc3333", "10.0.1.5", T)).toBeNull();
  });

  it("is taken from another VPC only where exactly one instance held it then", () => {
    const ledger = buildLedger({ ...none, observations: [held(ENI, I1, VPC1)] });
    expect(ledger.holderOfAddress(VPC2, "10.0.1.5", T)).toBe(I1);
  });

  it("ends where a description says that the interface hangs on nothing, and begins again with the next attachment", () => {
    const ledger = buildLedger({
      observations: [
        observed({ interfaceId: ENI, instanceId: I1, proof: "description", atMs: T, beganAtMs: T - MINUTE }),
        observed({ interfaceId: ENI, event: "ends", proof: "description", atMs: T + 60 * MINUTE }),
        observed({
          interfaceId: ENI,
          instanceId: I2,
          proof: "description",
          atMs: T + 150 * MINUTE,
          beganAtMs: T + 120 * MINUTE,
        }),
      ],
      flows: [],
      askers: [],
    });
    const holders = [0, 59, 90, 121].map((minutes) => ledger.holderOfInterface(ENI, T + minutes * MINUTE));
    expect(holders).toEqual([I1, I1, null, I2]);
  });

  it("passes to the next instance when a private address is used again", () => {
    const ledger = buildLedger({
      ...none,
      observations: [
        held(ENI, I1, VPC1),
        observed({ event: "ends", instanceId: I1, atMs: T + 60 * MINUTE }),
        held(ENI2, I2, VPC1, T + 90 * MINUTE),
      ],
    });
    expect(ledger.holderOfAddress(VPC1, "10.0.1.5", T + 50 * MINUTE)).toBe(I1);
    expect(ledger.holderOfAddress(VPC1, "10.0.1.5", T + 80 * MINUTE)).toBeNull();
    expect(ledger.holderOfAddress(VPC1, "10.0.1.5", T + 90 * MINUTE)).toBe(I2);
    expect(ledger.addressSegments(VPC1, "10.0.1.5").map((s) => s.instanceId)).toEqual([I1, I2]);
  });

  it("ends where a history of addresses says so, and passes to whom it names next", () => {
    const had = { proof: "description" as const, vpcId: VPC1, privateIps: ["10.0.1.5"] };
    const ledger = buildLedger({
      ...none,
      observations: [
        observed({ ...had, interfaceId: ENI, atMs: T }),
        observed({ ...had, interfaceId: ENI, event: "ends", atMs: T + 60 * MINUTE }),
        observed({ ...had, interfaceId: ENI2, atMs: T + 90 * MINUTE }),
      ],
    });
    const at = (minutes: number) => ledger.interfaceOfAddress(VPC1, "10.0.1.5", T + minutes * MINUTE);
    expect([at(30), at(59), at(91)]).toEqual([ENI, ENI, ENI2]);
  });

  it("moves with an Elastic IP, by association id where the call names no address", () => {
    const ledger = buildLedger({
      ...none,
      observations: [
        held(ENI, I1, VPC1),
        held(ENI2, I2, VPC1),
        observed({
          event: "begins",
          interfaceId: ENI,
          associationId: "eipassoc-1",
          publicIps: ["203.0.113.9"],
          atMs: T,
        }),
        observed({ event: "ends", associationId: "eipassoc-1", atMs: T + 30 * MINUTE }),
        observed({ event: "begins", instanceId: I2, publicIps: ["203.0.113.9"], atMs: T + 31 * MINUTE }),
      ].map((o, i) => (i === 1 ? { ...o, privateIps: ["10.0.1.6"] } : o)),
    });
    expect(ledger.holderOfAddress(VPC1, "203.0.113.9", T + 5 * MINUTE)).toBe(I1);
    expect(ledger.holderOfAddress(null, "203.0.113.9", T + 40 * MINUTE)).toBe(I2);
    expect(ledger.ownAddresses(I1)).toContainEqual(
      expect.objectContaining({ ip: "203.0.113.9", via: "own", fromMs: T }),
    );
  });

  it("includes the NAT gateway's public address of the instance's VPC among its own", () => {
    const ledger = buildLedger({
      ...none,
      observations: [
        held(ENI, I1, VPC1),
        observed({ natGatewayId: "nat-0123456789abcdef0", vpcId: VPC1, interfaceId: ENI2, publicIps: ["203.0.113.7"] }),
      ],
    });
    expect(ledger.ownAddresses(I1)).toContainEqual({ ip: "203.0.113.7", via: "nat", fromMs: null, toMs: null });
  });
});

describe("the own side of an interface", () => {
  it("is what flow-direction names, else the one address of every record, else the private of one pair", () => {
    const own = (sightings: FlowSighting[]) =>
      [...buildLedger({ ...none, flows: sightings }).ownIpsOfInterface(ENI, T)].sort();
    expect(own([flow({ ownIps: ["10.0.0.1"], commonIps: ["10.0.0.1", "10.0.0.2"] })])).toEqual(["10.0.0.1"]);
    expect(own([flow({ commonIps: ["10.0.0.1", "10.0.0.2"] }), flow({ commonIps: ["10.0.0.1"] })])).toEqual([
      "10.0.0.1",
    ]);
    expect(own([flow({ commonIps: ["10.0.0.1", "198.51.100.7"] })])).toEqual(["10.0.0.1"]);
    expect(own([flow({ commonIps: ["10.0.0.1", "10.0.0.2"] })])).toEqual([]);
    expect(own([flow({ context: { source: "tgw-flow" }, commonIps: ["10.0.0.1"] })])).toEqual([]);
  });
});

describe("the order of the evidence", () => {
  it("makes no difference to any answer", () => {
    const pool = [
      observed({ event: "begins", interfaceId: ENI, instanceId: I1, vpcId: VPC1, privateIps: ["10.0.1.5"], atMs: T }),
      observed({ event: "ends", instanceId: I1, atMs: T + 50 * MINUTE }),
      observed({
        event: "begins",
        interfaceId: ENI2,
        instanceId: I2,
        vpcId: VPC1,
        privateIps: ["10.0.1.5"],
        atMs: T + 70 * MINUTE,
      }),
      observed({ proof: "finding", interfaceId: ENI, instanceId: I2, atMs: T + 20 * MINUTE }),
      observed({
        proof: "description",
        interfaceId: ENI2,
        instanceId: I2,
        beganAtMs: T + 70 * MINUTE,
        atMs: T + 70 * MINUTE,
      }),
    ];
    const flows = [
      flow({ context: { instanceId: I1 }, commonIps: ["10.0.1.5", "198.51.100.7"] }),
      flow({
        context: { interfaceId: ENI2, interfaceKey: ENI2 },
        firstStartMs: T + 75 * MINUTE,
        commonIps: ["10.0.1.5"],
      }),
    ];
    const answers = (observations: StoredObservation[], sightings: FlowSighting[]) => {
      const ledger = buildLedger({ observations, flows: sightings, askers: [] });
      return [-10, 0, 10, 30, 55, 65, 80, 200].map((minutes) => [
        ledger.holderOfInterface(ENI, T + minutes * MINUTE),
        ledger.holderOfInterface(ENI2, T + minutes * MINUTE),
        ledger.holderOfAddress(VPC1, "10.0.1.5", T + minutes * MINUTE),
      ]);
    };
    const expected = answers(pool, flows);
    expect(new Set(expected.flat()).size).toBeGreaterThan(2);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(pool, { minLength: pool.length }),
        fc.shuffledSubarray(flows, { minLength: flows.length }),
        (observations, sightings) => {
          expect(answers(observations, sightings)).toEqual(expected);
        },
      ),
    );
  });
});
