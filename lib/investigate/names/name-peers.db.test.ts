import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool, withTransaction } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { createLoadTables } from "@/lib/ingest/load-tables";
import { rebuildAddressNames } from "@/lib/ingest/seal/rebuild-address-names";
import { namePeers } from "@/lib/investigate/names/name-peers";
import type { PeerName } from "@/lib/investigate/names/peer-name";

const MIDNIGHT = Date.UTC(2026, 1, 17);
const SECOND = 1000;
const [OWN, OTHER, FAR] = ["own", "other", "far"] as const;

let database: TestDatabase;
let caseId: string;
const askers = new Map<string, number>();
const loads: number[] = [];

interface Told {
  asker: typeof OWN | typeof OTHER | typeof FAR;
  name: string;
  /** Seconds from midnight. */
  at: number;
  ips: string[];
}

const TOLD: Told[] = [
  { asker: OWN, name: "early.example", at: -7200, ips: ["198.51.100.1", "2001:db8::1"] },
  { asker: OWN, name: "late.example", at: 60, ips: ["198.51.100.1"] },
  { asker: OWN, name: "late.example", at: 120, ips: ["198.51.100.1"] },
  { asker: OWN, name: "zz.example", at: 120, ips: ["198.51.100.1"] },
  { asker: OTHER, name: "shared.example", at: 30, ips: ["198.51.100.2", "198.51.100.1"] },
  { asker: FAR, name: "elsewhere.example", at: 10, ips: ["198.51.100.3"] },
];

async function tell(told: readonly Told[]): Promise<number> {
  const { rows } = await pool().query<{ id: number }>(
    "INSERT INTO loads (case_id, state) VALUES ($1, 'done') RETURNING id",
    [caseId],
  );
  const loadId = Number(rows[0]?.id);
  loads.push(loadId);
  await withTransaction((client) => createLoadTables(client, loadId));
  for (const [record, { asker, name, at, ips }] of told.entries()) {
    await pool().query(
      `WITH named AS (INSERT INTO dns_names (case_id, name) VALUES ($1, $2)
                      ON CONFLICT (case_id, name) DO UPDATE SET name = excluded.name RETURNING id)
       INSERT INTO dns_queries_l${loadId} (load_id, file_id, record_no, at, asker_no, name_no, type, rcode, resolved_ips, record_hash)
       SELECT $3, 1, $4, $5, $6, id, 'A', 'NOERROR', $7::inet[], '' FROM named`,
      [caseId, name, loadId, record + 1, new Date(MIDNIGHT + at * SECOND), askers.get(asker), ips],
    );
  }
  await rebuildAddressNames(caseId, loadId);
  return loadId;
}

beforeAll(async () => {
  database = await createTestDatabase();
  caseId = (await createCase({ title: "Names" })).id;
  for (const [key, vpc] of [
    [OWN, "vpc-1"],
    [OTHER, "vpc-1"],
    [FAR, "vpc-2"],
  ] as const) {
    const { rows } = await pool().query<{ id: number }>(
      "INSERT INTO dns_askers (case_id, key, vpc_id) VALUES ($1, $2, $3) RETURNING id",
      [caseId, key, vpc],
    );
    askers.set(key, Number(rows[0]?.id));
  }
  await tell(TOLD);
});
afterAll(() => database.drop());

/** Of the instance behind the first asker, optionally only for a stretch of time (seconds from midnight). */
function nameAt(ip: string, at: number, stretch?: { from: number | null; to: number | null }): Promise<PeerName[]> {
  const ms = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? null : MIDNIGHT + seconds * SECOND;
  const own = { askerNo: askers.get(OWN) ?? 0, instanceId: "i-1", fromMs: ms(stretch?.from), toMs: ms(stretch?.to) };
  return namePeers({ caseId, askers: [own], vpcIds: ["vpc-1"] }, [{ ip, atMs: MIDNIGHT + at * SECOND }]);
}

const answered = (grade: "instance" | "vpc", name: string, at: number) => [
  { grade, name, answeredMs: MIDNIGHT + at * SECOND },
];

describe("the name of a far end", () => {
  it.each([
    ["the nearest answer before", "198.51.100.1", 90, answered("instance", "late.example", 60)],
    ["the first by name of two at one moment", "198.51.100.1", 500, answered("instance", "late.example", 120)],
    [
      "an answer within the second that the flow began in",
      "198.51.100.1",
      60,
      answered("instance", "late.example", 60),
    ],
    ["an answer of the day before", "198.51.100.1", 20, answered("instance", "early.example", -7200)],
    ["an IPv6 answer, however written", "2001:DB8:0::1", 0, answered("instance", "early.example", -7200)],
    ["another's in the VPC, where the instance has none", "198.51.100.2", 40, answered("vpc", "shared.example", 30)],
    ["none before the first answer", "198.51.100.2", 29, [{ grade: "never" }]],
    ["none of another VPC", "198.51.100.3", 100, [{ grade: "never" }]],
  ])("is %s", async (_, ip, at, expected) => {
    expect(await nameAt(ip, at)).toEqual(expected);
  });

  it("is the instance's own only while the asking address was its own", async () => {
    expect(await nameAt("198.51.100.1", 300, { from: null, to: 100 })).toEqual(
      answered("instance", "late.example", 60),
    );
    expect(await nameAt("198.51.100.1", 90, { from: 70, to: null })).toEqual(answered("vpc", "late.example", 60));
  });

  it("is not known without resolver logs of the VPC", async () => {
    expect(
      await namePeers({ caseId, askers: [], vpcIds: ["vpc-9"] }, [{ ip: "198.51.100.1", atMs: MIDNIGHT }]),
    ).toEqual([{ grade: "unknown" }]);
  });

  it("is the same whichever load an answer came with, and however often it is sealed", async () => {
    const before = await nameAt("198.51.100.1", 90);
    await tell(TOLD.slice(1, 2));
    for (const load of loads) await rebuildAddressNames(caseId, load);
    expect(await nameAt("198.51.100.1", 90)).toEqual(before);
  });

  it("names each of many, in the order asked", async () => {
    const own = { askerNo: askers.get(OWN) ?? 0, instanceId: "i-1", fromMs: null, toMs: null };
    const peers = [
      { ip: "198.51.100.9", atMs: MIDNIGHT },
      { ip: "198.51.100.1", atMs: MIDNIGHT + 61_000 },
      { ip: "198.51.100.1", atMs: MIDNIGHT - 7_300_000 },
    ];
    const names = await namePeers({ caseId, askers: [own], vpcIds: ["vpc-1"] }, peers);
    expect(names.map(({ grade }) => grade)).toEqual(["never", "instance", "never"]);
  });
});
