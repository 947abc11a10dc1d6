import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INSIDE_NETWORKS, isInside, isIpv4Inside } from "@/lib/core/inside-networks";

const number = (text: string) => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
const text = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");

describe("networks that are never outside", () => {
  it("are the same by an address's number as by its text", () => {
    // The ends of each network, and their neighbours, beside addresses anywhere.
    const edges = INSIDE_NETWORKS.filter((network) => !network.includes(":")).flatMap((network) => {
      const [address = "", length] = network.split("/");
      const first = number(address);
      const last = first + 2 ** (32 - Number(length)) - 1;
      return [first - 1, first, last, last + 1].filter((edge) => edge >= 0 && edge < 2 ** 32);
    });
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...edges), fc.nat(0xffffffff)), (address) => {
        expect(isIpv4Inside(address | 0)).toBe(isInside(text(address)));
        expect(isIpv4Inside(address)).toBe(isInside(text(address)));
      }),
      { numRuns: 500 },
    );
  });
});
