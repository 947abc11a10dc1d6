/** Writes a small database of the MaxMind DB format 2.0 (IPv4, records of 24 bits) for tests. */

type Value = string | number | { [name: string]: Value };

function encode(value: Value): Buffer {
  const control = (type: number, size: number) => {
    if (size > 28 + 255) throw new Error("too long for a test");
    const [length, more] = size < 29 ? [size, []] : [29, [size - 29]];
    return Buffer.from(type < 8 ? [(type << 5) | length, ...more] : [length, type - 7, ...more]);
  };
  if (typeof value === "string") return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  const pairs = Object.entries(value).flatMap(([name, inner]) => [encode(name), encode(inner)]);
  return Buffer.concat([control(7, pairs.length / 2), ...pairs]);
}

interface Node {
  left: Node | number | null;
  right: Node | number | null;
}

/** `data` by network; a raw Buffer stands as it is in the data section. */
export function writePlaces(type: string, data: [network: string, value: Value | Buffer][]): Buffer {
  const root: Node = { left: null, right: null };
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [network, value] of data) {
    const [base = "", bits = "32"] = network.split("/");
    const number = base.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
    let node = root;
    for (let at = 0; at < Number(bits); at++) {
      const side = Math.floor(number / 2 ** (31 - at)) % 2 === 0 ? "left" : "right";
      if (at === Number(bits) - 1) node[side] = offset;
      else {
        const next = node[side];
        const inner: Node = typeof next === "object" && next !== null ? next : { left: null, right: null };
        node[side] = inner;
        node = inner;
      }
    }
    const bytes = Buffer.isBuffer(value) ? value : encode(value);
    parts.push(bytes);
    offset += bytes.length;
  }
  const nodes: Node[] = [];
  const walk = (node: Node) => {
    nodes.push(node);
    for (const side of [node.left, node.right]) if (typeof side === "object" && side !== null) walk(side);
  };
  walk(root);
  const tree = Buffer.alloc(nodes.length * 6);
  const pointer = (side: Node | number | null) =>
    side === null ? nodes.length : typeof side === "number" ? nodes.length + 16 + side : nodes.indexOf(side);
  for (const [at, node] of nodes.entries()) {
    tree.writeUIntBE(pointer(node.left), at * 6, 3);
    tree.writeUIntBE(pointer(node.right), at * 6 + 3, 3);
  }
  const metadata = encode({
    ...{ node_count: nodes.length, record_size: 24, ip_version: 4, database_type: type },
    ...{ binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1_780_000_000 },
  });
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);
  return Buffer.concat([tree, Buffer.alloc(16), ...parts, marker, metadata]);
}
