/** A log with all fields by which a record's sides, server and beginning are told, each of them left out now and then. */
export const SUMMED_HEADER =
  "version account-id vpc-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags pkt-srcaddr pkt-dstaddr flow-direction log-status";

const START = Date.UTC(2026, 1, 16) / 1000;
const OWN = {
  "eni-0000000000000000a": ["10.0.1.5", "2001:db8::5"],
  "eni-0000000000000000b": ["10.0.1.6", "2001:db8::6"],
};
const PEERS = [
  ["203.0.113.9", "10.0.2.9", "198.51.100.7", "192.168.1.1", "203.0.113.200"],
  ["2001:db8:ffff::9", "fe80::1", "2600:1f14::7"],
];

/** Numbers from 0 up to 1 that are the same each time (mulberry32, public domain). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One line of such a log. */
export function flowRecord(chance: () => number, interfaceId?: keyof typeof OWN): string {
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(chance() * list.length)] as Value;
  const key = interfaceId ?? pick(Object.keys(OWN) as (keyof typeof OWN)[]);
  const family = chance() < 0.2 ? 1 : 0;
  const [own, peer] = [OWN[key][family] ?? "", pick(PEERS[family] ?? [])];
  const left = chance() < 0.6;
  const ports = pick([`${40_000 + Math.floor(chance() * 5)} 443`, "443 40001", "22 22", "50000 50001", "- -"]);
  const protocol = ports === "- -" ? pick(["1", "-"]) : pick(["6", "6", "6", "17", "50"]);
  const start = START + Math.floor(chance() * 7200);
  const [source, destination] = left ? [own, peer] : [peer, own];
  const packet = chance() < 0.2 ? pick(PEERS[family] ?? []) : null;
  return [
    ...["5", "012345678901", "vpc-0a1b2c3d4e5f60001", key, source, destination, ...ports.split(" "), protocol],
    ...(chance() < 0.1 ? ["-", "-"] : [Math.floor(chance() * 20), Math.floor(chance() * 5000)]),
    ...[start, start + pick([0, 30, 59, 60, 300]), pick(["ACCEPT", "ACCEPT", "ACCEPT", "REJECT"])],
    ...[
      pick(["2", "18", "19", "0", "-"]),
      packet !== null && !left ? packet : source,
      packet !== null && left ? packet : destination,
    ],
    ...[chance() < 0.3 ? "-" : left ? "egress" : "ingress", "OK"],
  ].join(" ");
}
