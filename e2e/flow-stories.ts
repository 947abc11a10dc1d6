import { writeFileSync } from "node:fs";
import { join } from "node:path";

const START = Date.parse("2026-03-01T10:00:00Z") / 1000;
const ACCOUNT = "123456789012";

/** One interface, seen from which a log shows something that is easily read wrongly. */
interface Story {
  instanceId: string;
  peer: string;
  columns: string;
  lines: readonly (readonly (string | number)[])[];
}

const PLAIN = "version account-id instance-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes";
const TIMES = "start end action tcp-flags log-status";
const ends = (from: number, to: number, action: string, flags: number) => [
  START + from,
  START + to,
  action,
  flags,
  "OK",
];

function story(instanceId: string, peer: string, more: string, lines: Story["lines"]): Story {
  return { instanceId, peer, columns: `${PLAIN} ${TIMES}${more}`, lines };
}

const interfaceOf = (instanceId: string) => instanceId.replace("i-", "eni-");
const owned = (instanceId: string) => [5, ACCOUNT, instanceId, interfaceOf(instanceId)];

const PINGED = "i-0a1b2c3d4e5f61001";
const SERVER = "i-0a1b2c3d4e5f61002";
const BEHIND_NAT = "i-0a1b2c3d4e5f61003";
const BEHIND_GATEWAY = "i-0a1b2c3d4e5f61004";
const READER = "i-0a1b2c3d4e5f61005";

const client = (port: number) => ["198.51.100.62", "10.30.0.20", port, 5001, 6];
const server = (port: number) => ["10.30.0.20", "198.51.100.62", 5001, port, 6];
const at =
  (place: readonly (string | number)[], packet: readonly string[], ports: readonly number[]) => (ip: string[]) => [
    ...[...place, ...ip, ...ports, 6, 10, 1000, ...ends(0, 60, "ACCEPT", ports[0] === 40_000 ? 3 : 19), ...packet],
  ];
const [out, back] = [
  [40_000, 443],
  [443, 40_000],
];
const nat = [5, ACCOUNT, "-", "eni-0a1b2c3d4e5f62201"];
const transit = (n: number) => [5, ACCOUNT, "-", `eni-0a1b2c3d4e5f6240${n}`];

/**
 * The situations by which AWS's guide explains flow records, with records of our own: an answer that the network ACL refuses,
 * connections by their flags, one connection at a NAT gateway, through a transit gateway, and a way through the internet gateway.
 */
export const STORIES = {
  refused: story(PINGED, "198.51.100.61", "", [
    [...owned(PINGED), "198.51.100.61", "10.30.0.10", 0, 0, 1, 4, 336, ...ends(0, 115, "ACCEPT", 0)],
    [...owned(PINGED), "10.30.0.10", "198.51.100.61", 0, 0, 1, 4, 336, ...ends(67, 115, "REJECT", 0)],
  ]),
  opened: story(SERVER, "198.51.100.62", "", [
    [...owned(SERVER), ...client(50_101), 8, 568, ...ends(0, 58, "ACCEPT", 2)],
    [...owned(SERVER), ...server(50_101), 7, 376, ...ends(0, 58, "ACCEPT", 18)],
    [...owned(SERVER), ...client(50_102), 70, 100_701, ...ends(0, 58, "ACCEPT", 2)],
    [...owned(SERVER), ...server(50_102), 12, 632, ...ends(0, 58, "ACCEPT", 18)],
    [...owned(SERVER), ...server(50_102), 1219, 63_388, ...ends(58, 238, "ACCEPT", 1)],
    [...owned(SERVER), ...client(50_102), 15_774, 23_294_588, ...ends(58, 238, "ACCEPT", 1)],
    [...owned(SERVER), ...client(50_103), 17, 1260, ...ends(84_000, 84_060, "ACCEPT", 3)],
    [...owned(SERVER), ...server(50_103), 14, 967, ...ends(84_000, 84_060, "ACCEPT", 19)],
  ]),
  translated: story(BEHIND_NAT, "203.0.113.63", " pkt-srcaddr pkt-dstaddr", [
    at(nat, ["10.30.1.5", "203.0.113.63"], out)(["10.30.1.5", "10.30.0.220"]),
    at(nat, ["10.30.0.220", "203.0.113.63"], out)(["10.30.0.220", "203.0.113.63"]),
    at(nat, ["203.0.113.63", "10.30.0.220"], back)(["203.0.113.63", "10.30.0.220"]),
    at(nat, ["203.0.113.63", "10.30.1.5"], back)(["10.30.0.220", "10.30.1.5"]),
    at(owned(BEHIND_NAT), ["10.30.1.5", "203.0.113.63"], out)(["10.30.1.5", "203.0.113.63"]),
    at(owned(BEHIND_NAT), ["203.0.113.63", "10.30.1.5"], back)(["203.0.113.63", "10.30.1.5"]),
  ]),
  forwarded: story(BEHIND_GATEWAY, "10.40.2.236", " pkt-srcaddr pkt-dstaddr", [
    at(owned(BEHIND_GATEWAY), ["10.30.33.164", "10.40.2.236"], out)(["10.30.33.164", "10.40.2.236"]),
    at(owned(BEHIND_GATEWAY), ["10.40.2.236", "10.30.33.164"], back)(["10.40.2.236", "10.30.33.164"]),
    at(transit(1), ["10.30.33.164", "10.40.2.236"], out)(["10.40.1.175", "10.40.2.236"]),
    at(transit(2), ["10.40.2.236", "10.30.33.164"], back)(["10.40.2.236", "10.40.2.31"]),
  ]),
  throughGateway: story(READER, "192.0.2.64", " traffic-path flow-direction", [
    [
      ...owned(READER),
      "192.0.2.64",
      "10.30.0.71",
      80,
      34_210,
      6,
      14,
      15_044,
      ...ends(0, 57, "ACCEPT", 19),
      "-",
      "ingress",
    ],
    [...owned(READER), "10.30.0.71", "192.0.2.64", 34_210, 80, 6, 7, 471, ...ends(0, 57, "ACCEPT", 3), 8, "egress"],
  ]),
} as const satisfies Record<string, Story>;

/** Writes a flow log a story into a folder. */
export function writeFlowStories(folder: string): void {
  for (const [name, { columns, lines }] of Object.entries<Story>(STORIES)) {
    writeFileSync(join(folder, `${name}.log`), `${[columns, ...lines.map((line) => line.join(" "))].join("\n")}\n`);
  }
}
