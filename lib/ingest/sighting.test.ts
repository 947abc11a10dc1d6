import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Sighting } from "@/lib/ingest/sighting";

const OWN = "10.0.0.5";

describe("Sighting", () => {
  it("keeps the span of starts, the last end and the first record's number", () => {
    const seen = new Sighting();
    seen.add(7, 5000, 9000, OWN, "198.51.100.1", null);
    seen.add(8, 1000, 2000, "198.51.100.2", OWN, null);
    expect(seen).toMatchObject({ firstStartMs: 1000, lastStartMs: 5000, lastEndMs: 9000, records: 2, firstRecord: 7 });
  });

  it("names the one address that stands in every record, or both while one peer was seen", () => {
    const seen = new Sighting();
    seen.add(1, 0, 0, OWN, "198.51.100.1", null);
    expect(seen.commonIps).toEqual([OWN, "198.51.100.1"]);
    seen.add(2, 0, 0, "198.51.100.2", OWN, null);
    expect(seen.commonIps).toEqual([OWN]);
    seen.add(3, 0, 0, "198.51.100.2", "198.51.100.1", null);
    expect(seen.commonIps).toEqual([]);
    seen.add(4, 0, 0, OWN, "198.51.100.1", null);
    expect(seen.commonIps).toEqual([]);
  });

  it("takes the own side from the direction, sixteen addresses at most", () => {
    const seen = new Sighting();
    seen.add(1, 0, 0, OWN, "198.51.100.1", "egress");
    seen.add(2, 0, 0, "198.51.100.1", OWN, "ingress");
    expect([...seen.ownIps]).toEqual([OWN]);
    for (let i = 0; i < 40; i++) seen.add(3, 0, 0, `10.0.1.${i}`, "198.51.100.1", "egress");
    expect(seen.ownIps.size).toBe(16);
  });

  it("comes to the same from addresses as numbers, in any mixture", () => {
    const address = fc.integer({ min: 1, max: 4 });
    const record = fc.tuple(address, address, fc.constantFrom("ingress", "egress", null), fc.boolean(), fc.nat(9));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), (records) => {
        const [byText, byNumber] = [new Sighting(), new Sighting()];
        records.forEach(([source, destination, direction, asText, ms], at) => {
          const [from, to] = [`10.0.0.${source}`, `10.0.0.${destination}`];
          byText.add(at + 1, ms, ms + 1, from, to, direction);
          const number = direction === null ? 0 : direction === "ingress" ? 1 : 2;
          const base = 10 * 2 ** 24;
          if (asText) byNumber.add(at + 1, ms, ms + 1, from, to, direction);
          else byNumber.addIpv4(at + 1, ms, ms + 1, base + source, base + destination, number);
        });
        const said = ({
          firstStartMs,
          lastStartMs,
          lastEndMs,
          records: count,
          firstRecord,
          ownIps,
          commonIps,
        }: Sighting) => ({
          ...{ firstStartMs, lastStartMs, lastEndMs, count, firstRecord, ownIps: [...ownIps], commonIps },
        });
        expect(said(byNumber)).toEqual(said(byText));
      }),
    );
  });
});
