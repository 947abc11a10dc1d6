import { describe, expect, it } from "vitest";
import { addressCuts, offInstanceUse, type UseRow } from "@/lib/investigate/off-instance-use";
import type { OwnAddress } from "@/lib/ledger/ledger.types";

function use(sourceIp: string | null, more: Partial<UseRow> = {}): UseRow {
  return {
    roleArn: "arn:aws:iam::012345678901:role/web",
    sessionName: "i-0aaaaaaaaaaaaaaa1",
    accessKeyId: "ASIA1",
    sourceIp,
    viaEndpoint: false,
    onBehalf: false,
    stretch: 0,
    calls: 1,
    firstMs: 1_000,
    lastMs: 2_000,
    callsEver: more.calls ?? 1,
    firstEverMs: 1_000,
    ...more,
  };
}
const own = (ip: string, fromMs: number | null = null, toMs: number | null = null): OwnAddress => ({
  ...{ ip, via: "own", fromMs, toMs },
});
const judged = (rows: UseRow[], addresses: OwnAddress[] = []) =>
  offInstanceUse(rows, addresses).map(({ sourceIp, calls, basis }) => `${sourceIp} ${calls} ${basis}`);

describe("offInstanceUse", () => {
  it("judges a call by the known addresses of its own kind", () => {
    const rows = [use("203.0.113.1"), use("198.51.100.7", { calls: 2 }), use("2001:db8::7", { calls: 3 })];
    expect(judged(rows, [own("203.0.113.1"), own("2001:db8::1"), own("10.0.0.5")])).toEqual([
      "2001:db8::7 3 known",
      "198.51.100.7 2 known",
    ]);
  });

  it("counts the NAT gateway's address among the own ones", () => {
    expect(judged([use("203.0.113.200")], [{ ...own("203.0.113.200"), via: "nat" }])).toEqual([]);
  });

  it("lets the busiest address of all evidence stand in where none of that kind is known", () => {
    const rows = [use("203.0.113.1", { calls: 1, callsEver: 9 }), use("198.51.100.7", { calls: 5, callsEver: 5 })];
    expect(judged(rows, [own("10.0.0.5")])).toEqual(["198.51.100.7 5 assumed"]);
  });

  it("takes the earliest as stand-in at a tie, over all keys of the session", () => {
    const rows = [
      use("198.51.100.7", { accessKeyId: "ASIA2", callsEver: 4, firstEverMs: 500 }),
      use("203.0.113.1", { callsEver: 2, firstEverMs: 900 }),
      use("203.0.113.1", { accessKeyId: "ASIA2", callsEver: 2, firstEverMs: 900 }),
    ];
    expect(judged(rows)).toEqual(["203.0.113.1 2 assumed"]);
  });

  it("takes a private address as an own one only through an endpoint", () => {
    const rows = [
      use("10.0.0.5", { viaEndpoint: true }),
      use("10.0.0.5", { calls: 2 }),
      use("10.0.0.6", { viaEndpoint: true, calls: 3 }),
    ];
    expect(judged(rows, [own("10.0.0.5")])).toEqual(["10.0.0.6 3 known", "10.0.0.5 2 known"]);
  });

  it("leaves out what AWS did on the role's behalf", () => {
    expect(judged([use("198.51.100.7", { onBehalf: true }), use(null)], [own("203.0.113.1")])).toEqual([]);
  });

  it("knows an address only for its time", () => {
    const addresses = [own("203.0.113.1", 1_000, 2_000), own("203.0.113.2", 2_000)];
    expect(addressCuts(addresses)).toEqual([1_000, 2_000]);
    const rows = [1, 2].map((stretch) => use("203.0.113.1", { stretch }));
    expect(judged(rows, addresses)).toEqual(["203.0.113.1 1 known"]);
    expect(judged([use("203.0.113.1", { stretch: 0 })], addresses)).toEqual([]);
  });

  it("keeps the keys and the time of the use", () => {
    const rows = [
      use("198.51.100.7", { accessKeyId: "ASIA2", firstMs: 5_000, lastMs: 6_000 }),
      use("198.51.100.7", { firstMs: 4_000, lastMs: 5_000 }),
    ];
    expect(offInstanceUse(rows, [own("203.0.113.1")])).toEqual([
      {
        sourceIp: "198.51.100.7",
        accessKeyIds: ["ASIA1", "ASIA2"],
        calls: 2,
        firstSeen: "1970-01-01T00:00:04.000Z",
        lastSeen: "1970-01-01T00:00:06.000Z",
        basis: "known",
      },
    ]);
  });

  it("says nothing of use outside the window, though it learns from it", () => {
    expect(judged([use("198.51.100.7", { calls: 0, callsEver: 9 }), use("203.0.113.1")])).toEqual([
      "203.0.113.1 1 assumed",
    ]);
  });
});
