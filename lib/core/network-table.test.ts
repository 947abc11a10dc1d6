import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithinNetwork } from "@/lib/core/address";
import { canonicalNetwork, NetworkTable } from "@/lib/core/network-table";

describe("canonicalNetwork", () => {
  it.each([
    ["198.51.100.77", "198.51.100.77"],
    ["198.51.100.77/32", "198.51.100.77"],
    ["198.51.100.77/24", "198.51.100.0/24"],
    ["2001:DB8:0::1/64", "2001:db8::/64"],
    ["::ffff:198.51.100.7", "198.51.100.7"],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ])("%s is %s", (text, network) => expect(canonicalNetwork(text)?.network).toBe(network));

  it.each([
    "",
    "198.51.100",
    "198.51.100.0/33",
    "198.51.100.0/-1",
    "198.51.100.0/24/8",
    "0x7f.1",
    "1",
    "2001:db8::/129",
    "a.example",
  ])("%j is none", (text) => expect(canonicalNetwork(text)).toBeNull());
});

const ipv4 = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join("."));

describe("NetworkTable", () => {
  it("finds every network that holds an address and no other, the narrowest first", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(ipv4, fc.nat(32)), { maxLength: 40 }), ipv4, (networks, ip) => {
        const table = new NetworkTable<string>();
        for (const [base, bits] of networks) table.add(`${base}/${bits}`, `${base}/${bits}`);
        const found = table.holding(ip);
        const expected = networks.map(([base, bits]) => `${base}/${bits}`).filter((net) => isWithinNetwork(ip, net));
        expect(found.map(({ value }) => value).sort()).toEqual(expected.sort());
        const bits = found.map((row) => row.bits);
        expect(bits).toEqual([...bits].sort((a, b) => b - a));
      }),
    );
  });

  it("keeps the families apart", () => {
    const table = new NetworkTable<string>();
    table.add("::/0", "six");
    table.add("2001:db8::/32", "narrow");
    expect(table.holding("198.51.100.1")).toEqual([]);
    expect(table.holding("2001:db8::1").map(({ value }) => value)).toEqual(["narrow", "six"]);
    expect(table.holding("nothing")).toEqual([]);
  });
});
