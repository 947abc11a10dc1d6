import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PeerRow } from "@/lib/timeline/network/network.types";
import { GRAPH_PEERS, prepareGraph } from "@/lib/timeline/network/prepare-graph";

function peer(n: number, bytesOut: number, name: string | null): PeerRow {
  return {
    ip: `198.51.100.${n}`,
    name: name === null ? { grade: "never" } : { grade: "instance", name, answeredMs: 0 },
    ...{ namedAtMs: 0, namedLater: false, holder: null, listedName: [], services: [], serviceCount: 0 },
    label: { aws: null, country: null, owner: null, listed: [] },
    ...{ bytesOut, bytesIn: 0, accepted: 1, rejected: 0, connections: 1, firstMs: 0, lastMs: 0 },
  };
}

const peers = fc
  .array(fc.tuple(fc.nat(1e9), fc.option(fc.constantFrom("a.example", "b.example"))), { maxLength: 60 })
  .map((rows) => rows.map(([bytes, name], n) => peer(n, bytes, name)));

describe("prepareGraph", () => {
  it("draws the largest, gives the rest one box, and loses no byte", () => {
    fc.assert(
      fc.property(peers, (rows) => {
        const bytes = rows.reduce((sum, row) => sum + row.bytesOut, 0);
        const { columns, edges, height } = prepareGraph("i-1", rows, { total: rows.length, bytes });
        const [[instance], addresses] = columns;
        expect(addresses.reduce((sum, node) => sum + node.bytes, 0)).toBe(bytes);
        expect(instance?.bytes).toBe(bytes);
        expect(addresses.length).toBe(Math.min(rows.length, GRAPH_PEERS) + (rows.length > GRAPH_PEERS ? 1 : 0));
        const smallest = Math.min(...addresses.filter(({ kind }) => kind === "address").map((node) => node.bytes));
        const left = rows.filter(({ ip }) => !addresses.some(({ text }) => text === ip));
        for (const row of left) expect(row.bytesOut).toBeLessThanOrEqual(smallest);
        const ids = new Set(columns.flat().map(({ id }) => id));
        expect(ids.size).toBe(columns.flat().length);
        for (const edge of edges) expect(ids.has(edge.from) && ids.has(edge.to)).toBe(true);
        for (const node of columns.flat()) expect(node.y + node.height).toBeLessThanOrEqual(height);
      }),
    );
  });

  it("is the same for the same rows in another order", () => {
    const rows = [peer(1, 5, "a.example"), peer(2, 9, "a.example"), peer(3, 7, null)];
    const all = { total: 3, bytes: 21 };
    expect(prepareGraph("i-1", [...rows].reverse(), all)).toEqual(prepareGraph("i-1", rows, all));
    expect(prepareGraph("i-1", rows, all).columns[2]).toMatchObject([{ text: "a.example", bytes: 14 }]);
  });

  it("says how many are not drawn", () => {
    const rows = Array.from({ length: 40 }, (_, n) => peer(n, n, null));
    const graph = prepareGraph("i-1", rows, { total: 3228, bytes: 1e6 });
    expect(graph.columns[1].at(-1)).toMatchObject({ kind: "rest", text: "and 3,214 more" });
  });
});
