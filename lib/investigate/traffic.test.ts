import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addUp, divideTraffic, type HitGroup, noTraffic } from "@/lib/investigate/traffic";

function hits(more: Partial<HitGroup> = {}): HitGroup {
  return {
    ...{ instanceId: "i-0a1b2c3d4e5f60001", interfaceKey: null, interfaceId: null, outbound: true, verdict: 1 },
    ...{ unknownAction: false, protocol: 6, servicePort: 443, servedBy: "indicator", records: 1, withoutBytes: 0 },
    ...{ bytes: 100, packets: 1, firstMs: 1000, lastMs: 2000, ...more },
  };
}

describe("addUp", () => {
  it("adds bytes of accepted records alone, each to its side", () => {
    const sum = addUp([
      hits(),
      hits({ outbound: false, bytes: 40 }),
      hits({ verdict: 2, bytes: 900, records: 3, firstMs: 500, lastMs: 9000 }),
      hits({ verdict: 0, bytes: 900, unknownAction: true, firstMs: 1, lastMs: 99_000 }),
    ]);
    expect(sum).toMatchObject({ bytesOut: 100, bytesIn: 40, flows: 2, rejected: 3, unknownAction: 1 });
    expect(sum).toMatchObject({ firstSeen: "1970-01-01T00:00:00.500Z", lastSeen: "1970-01-01T00:00:09.000Z" });
    expect(sum.ports).toEqual([
      { protocol: 6, port: 443, servedBy: "indicator", bytesOut: 100, bytesIn: 40, flows: 2 },
    ]);
  });

  it("has no ports and no times without records", () => {
    expect(noTraffic()).toMatchObject({ flows: 0, firstSeen: null, lastSeen: null, ports: [] });
  });

  it("orders ports by bytes, then flows, then protocol and port", () => {
    const { ports } = addUp([
      hits({ servicePort: 53, protocol: 17, bytes: 10, records: 2 }),
      hits({ servicePort: 53, bytes: 10, records: 2 }),
      hits({ servicePort: 22, bytes: 10, records: 2 }),
      hits({ servicePort: 80, bytes: 10, records: 5 }),
      hits({ servicePort: 443, bytes: 5 }),
      hits({ servicePort: 443, bytes: 6, outbound: false }),
    ]);
    expect(ports.map(({ protocol, port }) => `${protocol}/${port}`)).toEqual([
      "6/443",
      "6/80",
      "6/22",
      "6/53",
      "17/53",
    ]);
  });

  it("sums to its ports, whatever the order and split of the rows", () => {
    const group = fc
      .record({
        outbound: fc.boolean(),
        verdict: fc.constantFrom<HitGroup["verdict"]>(0, 1, 2),
        servicePort: fc.constantFrom(22, 53, 443),
        protocol: fc.constantFrom(6, 17, null),
        records: fc.integer({ min: 1, max: 50 }),
        bytes: fc.nat(10_000),
        firstMs: fc.nat(1000),
      })
      .map((more) => hits(more));
    fc.assert(
      fc.property(fc.array(group), (groups) => {
        const sum = addUp(groups);
        expect(addUp([...groups].reverse())).toEqual(sum);
        expect(sum.ports.reduce((total, port) => total + port.bytesOut, 0)).toBe(sum.bytesOut);
        expect(sum.ports.reduce((total, port) => total + port.bytesIn, 0)).toBe(sum.bytesIn);
        expect(sum.ports.reduce((total, port) => total + port.flows, 0)).toBe(sum.flows);
      }),
    );
  });
});

describe("divideTraffic", () => {
  it("lists interfaces of nobody apart, most bytes out first, and keeps two without an id apart", () => {
    const nobody = (interfaceKey: string, bytes: number) => hits({ instanceId: null, interfaceKey, bytes });
    const { instances, unattributed } = divideTraffic([
      hits(),
      nobody("nat-1", 5),
      nobody("nat-2", 7),
      { ...nobody("eni-1", 5), interfaceId: "eni-1" },
    ]);
    expect([...instances.keys()]).toEqual(["i-0a1b2c3d4e5f60001"]);
    expect(unattributed.map(({ interfaceId, traffic }) => [interfaceId, traffic.bytesOut])).toEqual([
      [null, 7],
      ["eni-1", 5],
      [null, 5],
    ]);
  });
});
