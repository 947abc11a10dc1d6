import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_DIRECTION } from "@/lib/formats/vpc-flow/flow-block";
import { type SeenIp, Sighting } from "@/lib/ingest/sighting";

const { egress, ingress } = BLOCK_DIRECTION;
const NONE = 0;
const OWN = 0x0a000005;
const [PEER, OTHER] = [0xc6336401, 0xc6336402];

describe("Sighting", () => {
  it("keeps the span of starts, the last end and the first record's number", () => {
    const seen = new Sighting();
    seen.add(7, 5000, 9000, OWN, PEER, NONE);
    seen.add(8, 1000, 2000, OTHER, OWN, NONE);
    expect(seen).toMatchObject({ firstStartMs: 1000, lastStartMs: 5000, lastEndMs: 9000, records: 2, firstRecord: 7 });
  });

  it("names the one address that stands in every record, or both while one peer was seen", () => {
    const seen = new Sighting();
    seen.add(1, 0, 0, OWN, PEER, NONE);
    expect(seen.commonIps).toEqual([OWN, PEER]);
    seen.add(2, 0, 0, OTHER, OWN, NONE);
    expect(seen.commonIps).toEqual([OWN]);
    seen.add(3, 0, 0, OTHER, PEER, NONE);
    expect(seen.commonIps).toEqual([]);
    seen.add(4, 0, 0, OWN, PEER, NONE);
    expect(seen.commonIps).toEqual([]);
  });

  it("takes the own side from the direction, sixteen addresses at most", () => {
    const seen = new Sighting();
    seen.add(1, 0, 0, "2001:db8::5", PEER, egress);
    seen.add(2, 0, 0, PEER, "2001:db8::5", ingress);
    expect(seen.ownIps).toEqual(["2001:db8::5"]);
    for (let i = 0; i < 40; i++) seen.add(3, 0, 0, OWN + i, PEER, egress);
    expect(seen.ownIps.length).toBe(16);
  });

  it("says of any records what they say together", () => {
    const address = fc.constantFrom<SeenIp>(OWN, PEER, OTHER, "2001:db8::5", "2001:db8::6");
    const record = fc.tuple(address, address, fc.constantFrom(NONE, ingress, egress), fc.nat(9));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), (records) => {
        const seen = new Sighting();
        records.forEach(([from, to, direction, ms], at) => {
          seen.add(at + 1, ms, ms + 1, from, to, direction);
        });
        const own = records.filter(([, , direction]) => direction !== NONE);
        const named = own.map(([from, to, direction]) => (direction === egress ? from : to));
        expect(seen.ownIps).toEqual([...new Set(named)]);
        const [first] = records as [(typeof records)[number]];
        const everywhere = (ip: SeenIp) => records.every(([from, to]) => from === ip || to === ip);
        expect(seen.commonIps).toEqual([...new Set(first.slice(0, 2) as SeenIp[])].filter(everywhere));
        const starts = records.map(([, , , ms]) => ms);
        expect([seen.firstStartMs, seen.lastStartMs]).toEqual([Math.min(...starts), Math.max(...starts)]);
      }),
    );
  });
});
