import type { PeerRow } from "@/lib/timeline/network/network.types";

/** A box of the graph: what it is called, and where it stands. Lengths are px. */
export interface GraphNode {
  id: string;
  kind: "instance" | "address" | "name" | "rest";
  text: string;
  /** Both ways, of what is drawn through it. */
  bytes: number;
  y: number;
  height: number;
  known: "listed" | "plain";
}

export interface GraphEdge {
  from: string;
  to: string;
  bytes: number;
  /** Middles of its two ends, and how thick it is. */
  fromY: number;
  toY: number;
  width: number;
}

/** An instance, the addresses it talked to most, and their names, in three columns. */
export interface NetworkGraph {
  height: number;
  columns: [GraphNode[], GraphNode[], GraphNode[]];
  edges: GraphEdge[];
}

export const GRAPH_PEERS = 14;
const ROW = 30;
const GAP = 6;
const THINNEST = 1;

/**
 * Lays out the graph of an instance: the addresses with the most bytes both ways, what is left as one box. Pure: equal rows
 * give an equal drawing. `total` and `bytes` are of all addresses, the drawn ones among them.
 */
export function prepareGraph(
  instanceId: string,
  rows: readonly PeerRow[],
  { total, bytes }: { total: number; bytes: number },
): NetworkGraph {
  const drawn = [...rows].sort((a, b) => sumOf(b) - sumOf(a) || (a.ip < b.ip ? -1 : 1)).slice(0, GRAPH_PEERS);
  const shown = drawn.reduce((sum, row) => sum + sumOf(row), 0);
  const rest = total - drawn.length;
  const addresses = drawn.map((row, at): GraphNode => box(`a${at}`, "address", row.ip, sumOf(row), at, isListed(row)));
  if (rest > 0) {
    const text = `and ${rest.toLocaleString("en")} more`;
    addresses.push(box("rest", "rest", text, Math.max(0, bytes - shown), addresses.length, false));
  }
  const names = namesOf(drawn).map(({ name, from, listed }, at) => {
    const sum = from.reduce((all, index) => all + (addresses[index]?.bytes ?? 0), 0);
    return { node: box(`n${at}`, "name", name, sum, at, listed), from };
  });
  const height = Math.max(addresses.length, names.length, 1) * (ROW + GAP) - GAP;
  const whole = addresses.reduce((sum, node) => sum + node.bytes, 0);
  const instance: GraphNode = {
    ...{ id: "i", kind: "instance", text: instanceId, bytes: whole, y: 0, height, known: "plain" },
  };
  const thickness = (part: number, of: number, most: number) =>
    of > 0 ? Math.max(THINNEST, (part / of) * most) : THINNEST;
  const largest = Math.max(...addresses.map((node) => node.bytes), 1);
  const edges: GraphEdge[] = addresses.map((node) => {
    const middle = node.y + node.height / 2;
    const width = thickness(node.bytes, largest, ROW - 8);
    return { from: "i", to: node.id, bytes: node.bytes, fromY: middle, toY: middle, width };
  });
  for (const { node, from } of names) {
    for (const index of from) {
      const address = addresses[index];
      if (!address) continue;
      const ends = { fromY: address.y + address.height / 2, toY: node.y + node.height / 2 };
      edges.push({
        from: address.id,
        to: node.id,
        bytes: address.bytes,
        ...ends,
        width: thickness(address.bytes, largest, ROW - 8),
      });
    }
  }
  return { height, columns: [[instance], addresses, names.map(({ node }) => node)], edges };
}

const sumOf = ({ bytesOut, bytesIn }: PeerRow) => bytesOut + bytesIn;
const isListed = ({ label, listedName }: PeerRow) => label.listed.length > 0 || listedName.length > 0;

function box(id: string, kind: GraphNode["kind"], text: string, bytes: number, at: number, listed: boolean): GraphNode {
  return { id, kind, text, bytes, y: at * (ROW + GAP), height: ROW, known: listed ? "listed" : "plain" };
}

/** Each name once, in the order of its first address. */
function namesOf(rows: readonly PeerRow[]): { name: string; from: number[]; listed: boolean }[] {
  const found = new Map<string, { name: string; from: number[]; listed: boolean }>();
  for (const [index, { name, listedName }] of rows.entries()) {
    if (!("name" in name)) continue;
    const known = found.get(name.name);
    if (known) known.from.push(index);
    else found.set(name.name, { name: name.name, from: [index], listed: listedName.length > 0 });
  }
  return [...found.values()];
}
