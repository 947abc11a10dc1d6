import { describe, expect, it } from "vitest";
import { observation } from "@/lib/formats/observation";
import { buildLedger } from "@/lib/ledger/build-ledger";
import type { StoredObservation } from "@/lib/ledger/ledger.types";

const HOUR = 3_600_000;
const T = Date.UTC(2026, 0, 10);
const I1 = "i-0aaaaaaaaaaaaaaa1";
const [FIRST, SECOND] = ["203.0.113.10", "203.0.113.99"];

let record = 0;
function said(part: Partial<StoredObservation>): StoredObservation {
  record += 1;
  return {
    ...observation({ record, event: "seen", proof: "call", atMs: T, ...part }),
    evidence: { fileId: 1, record },
  };
}
const seen = (ip: string, atMs: number, more: Partial<StoredObservation> = {}) =>
  said({ proof: "finding", interfaceId: "eni-1", instanceId: I1, publicIps: [ip], atMs, ...more });
const power = (which: "stopped" | "started", atMs: number) => said({ instanceId: I1, power: which, atMs });
const ledgerOf = (observations: StoredObservation[]) => buildLedger({ observations, flows: [], askers: [] });

describe("a public address that EC2 assigned by itself", () => {
  const rest = [seen(FIRST, T + HOUR), power("stopped", T + 5 * HOUR), power("started", T + 8 * HOUR)];

  it("is given back when the instance stops, and another begins when it starts", () => {
    const ledger = ledgerOf([...rest, seen(SECOND, T + 10 * HOUR)]);
    const holder = (ip: string, hour: number) => ledger.holderOfAddress(null, ip, T + hour * HOUR);
    expect([holder(FIRST, 4), holder(FIRST, 6), holder(FIRST, 9)]).toEqual([I1, null, null]);
    expect([holder(SECOND, 4), holder(SECOND, 7), holder(SECOND, 8), holder(SECOND, 20)]).toEqual([null, null, I1, I1]);
    const spans = ledger
      .spans()
      .filter(({ subjectKind, holderKind }) => subjectKind === "public-address" && holderKind === "instance");
    expect(spans.map(({ subject, fromMs, toMs, proof }) => [subject, fromMs, toMs, proof])).toEqual([
      [FIRST, null, T + 5 * HOUR, expect.anything()],
      [SECOND, T + 8 * HOUR, null, expect.anything()],
    ]);
  });

  it.each([
    ["an Elastic one", { elasticIps: [FIRST] }],
    ["one that is associated", { associationId: "eipassoc-1" }],
  ])("is not given back where it is %s", (_, more) => {
    const ledger = ledgerOf([...rest, seen(FIRST, T + 2 * HOUR, more)]);
    expect(ledger.holderOfAddress(null, FIRST, T + 6 * HOUR)).toBe(I1);
  });

  it("takes private addresses and IPv6 nowhere", () => {
    const ips = { privateIps: ["10.0.0.5"], publicIps: ["2001:db8::5"] };
    const ledger = ledgerOf([...rest, said({ ...ips, interfaceId: "eni-1", instanceId: I1, vpcId: "vpc-1", atMs: T })]);
    expect(ledger.holderOfAddress("vpc-1", "10.0.0.5", T + 6 * HOUR)).toBe(I1);
    expect(ledger.holderOfAddress(null, "2001:db8::5", T + 6 * HOUR)).toBe(I1);
  });

  it("does not come back by what was seen before the stop, nor was held before a start that it was first seen after", () => {
    const ledger = ledgerOf([power("started", T), seen(FIRST, T + HOUR), power("stopped", T + 2 * HOUR)]);
    expect(ledger.holderOfAddress(null, FIRST, T - HOUR)).toBeNull();
    expect(ledger.holderOfAddress(null, FIRST, T + 3 * HOUR)).toBeNull();
  });
});

describe("an end that a call tells", () => {
  it("lets go of the addresses of an interface that is deleted", () => {
    const ledger = ledgerOf([
      said({ event: "begins", interfaceId: "eni-1", instanceId: I1, vpcId: "vpc-1", privateIps: ["10.0.0.5"] }),
      said({ event: "ends", interfaceId: "eni-1", atMs: T + HOUR }),
    ]);
    expect(ledger.interfaceOfAddress("vpc-1", "10.0.0.5", T + HOUR / 2)).toBe("eni-1");
    expect(ledger.interfaceOfAddress("vpc-1", "10.0.0.5", T + 2 * HOUR)).toBeNull();
  });

  it("bounds a NAT gateway's addresses by its making and its deletion", () => {
    const nat = { natGatewayId: "nat-0c1d2e3f", vpcId: "vpc-1" };
    const ledger = ledgerOf([
      said({ interfaceId: "eni-2", instanceId: I1, vpcId: "vpc-1", proof: "description" }),
      said({ ...nat, event: "begins", interfaceId: "eni-1", publicIps: [FIRST] }),
      said({ event: "ends", natGatewayId: nat.natGatewayId, atMs: T + HOUR }),
    ]);
    expect(ledger.ownAddresses(I1)).toEqual([{ ip: FIRST, via: "nat", fromMs: T, toMs: T + HOUR }]);
    const spans = ledger.spans().filter(({ holderKind }) => holderKind === "nat-gateway");
    expect(spans.map(({ subject, holder, fromMs, toMs }) => [subject, holder, fromMs, toMs])).toEqual([
      [FIRST, nat.natGatewayId, T, T + HOUR],
      ["eni-1", nat.natGatewayId, T, T + HOUR],
    ]);
  });
});

describe("what contradicts a holding", () => {
  const flow = (instanceId: string, fromMs: number, toMs: number, fileId: number) => ({
    ...{
      evidence: { fileId, record: 1 },
      firstStartMs: fromMs,
      lastStartMs: toMs,
      lastEndMs: toMs,
      ownIps: [],
      commonIps: [],
    },
    context: {
      ...{ source: "vpc-flow" as const, interfaceId: "eni-1", interfaceKey: "eni-1", accountId: null, vpcId: null },
      ...{ subnetId: null, instanceId, region: null, azId: null, resourceId: null, interfaceType: null },
    },
  });

  it("stands beside it, for as long as records show both", () => {
    const flows = [flow(I1, T, T + 4 * HOUR, 1), flow("i-0bbbbbbbbbbbbbbb2", T + 2 * HOUR, T + 6 * HOUR, 2)];
    const spans = buildLedger({ observations: [], flows, askers: [] }).spans();
    expect(spans.filter(({ contested }) => contested)).toHaveLength(1);
    const [rival] = spans.filter(({ contested }) => contested);
    expect([rival?.holder, rival?.fromMs, rival?.toMs]).toEqual([I1, T + 2 * HOUR, T + 4 * HOUR]);
    expect(spans.find(({ contested, holder }) => !contested && holder === I1)).toMatchObject({ seenFromMs: T });
  });

  it("is not what still shows the last holder while its end takes effect", () => {
    const observations = [
      said({ event: "begins", interfaceId: "eni-1", instanceId: I1, attachmentId: "a-1" }),
      said({ event: "ends", attachmentId: "a-1", atMs: T + HOUR }),
      said({ event: "begins", interfaceId: "eni-1", instanceId: "i-0bbbbbbbbbbbbbbb2", atMs: T + HOUR + 60_000 }),
    ];
    const flows = [flow(I1, T, T + HOUR + 120_000, 1)];
    expect(
      buildLedger({ observations, flows, askers: [] })
        .spans()
        .filter(({ contested }) => contested),
    ).toEqual([]);
  });
});
