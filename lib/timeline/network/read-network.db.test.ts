import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { rebuildAddressNames } from "@/lib/ingest/seal/rebuild-address-names";
import { addReference } from "@/lib/reference/add-reference";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import { listNetworkInstances } from "@/lib/timeline/network/list-network-instances";
import { NetworkSearch } from "@/lib/timeline/network/network-search";
import { hoursOf, readNetwork, readRollUps } from "@/lib/timeline/network/read-network";
import { INDICATOR, INSTANCE, makeTestCase, OTHER_INSTANCE, T0 } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
let scope: InstanceScope;

beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  const { rows } = await pool().query<{ id: number }>("SELECT id FROM loads WHERE case_id = $1", [caseId]);
  for (const { id } of rows) await rebuildAddressNames(caseId, id);
  scope = await readInstanceScope(caseId, INSTANCE, INDICATOR);
});
afterAll(() => database.drop());

const read = (search: object = {}) => readNetwork(scope, NetworkSearch.parse(search), null);

describe("the peers of an instance", () => {
  it("are there after the detectors ran, for that revision", async () => {
    expect(await readRollUps(caseId)).toEqual({ peers: false, hours: null, state: null });
    await runDetections(caseId);
    expect(await readRollUps(caseId)).toEqual({ peers: true, hours: scope.revision, state: "done" });
  });

  it("have the sums of their records, duplicates left out", async () => {
    const page = await read();
    expect(page.total).toBe(4);
    expect(page.peers.map(({ ip }) => ip)).toContain(INDICATOR);
    const { rows } = await pool().query<{ out: number; accepted: number; rejected: number }>(
      `SELECT coalesce(sum(bytes) FILTER (WHERE direction = 2 AND action = 1), 0)::float8 AS out,
              (count(*) FILTER (WHERE action = 1))::float8 AS accepted, (count(*) FILTER (WHERE action = 2))::float8 AS rejected
         FROM flow_records WHERE NOT duplicate AND interface_no = $1 AND $2::inet IN (source_ip, destination_ip)`,
      [scope.holds[0]?.interfaceNo, INDICATOR],
    );
    const [flagged] = page.peers.filter(({ ip }) => ip === INDICATOR);
    expect(flagged).toMatchObject({
      bytesOut: rows[0]?.out,
      accepted: rows[0]?.accepted,
      rejected: rows[0]?.rejected,
    });
    const out = page.peers.map(({ bytesOut }) => bytesOut);
    expect(out).toEqual([...out].sort((a, b) => b - a));
  });

  it("carry the name that the instance was given, and the lists they stand in", async () => {
    await addReference(
      Readable.from([Buffer.from(`${INDICATOR},seen before\nexample,none\napi.example`)]),
      "bad.csv",
      operatorCalled("ada"),
    );
    const { peers, unresolved } = await read({ sort: "peer" });
    const byIp = new Map(peers.map((row) => [row.ip, row]));
    expect(byIp.get(INDICATOR)?.label.listed).toMatchObject([{ list: "bad.csv", note: "seen before" }]);
    expect(byIp.get(INDICATOR)?.name).toMatchObject({ grade: "instance" });
    expect(byIp.get("203.0.113.2")?.name).toEqual({ grade: "never" });
    expect(unresolved).toBeGreaterThanOrEqual(2);
  });

  it.each([
    [{ q: INDICATOR }, 1],
    [{ q: "203.0.113.0/24" }, 3],
    [{ q: "443" }, 4],
    [{ q: "cdn.exam" }, 1],
    [{ q: "100%" }, 0],
    [{ q: "'; DROP TABLE flow_peers; --" }, 0],
    [{ show: "refused" }, 1],
    [{ page: 9 }, 4],
  ])("fit a filter: %j", async (search, total) => expect((await read(search)).total).toBe(total));

  it.each(["bytes", "bytesIn", "connections", "accepted", "rejected", "first", "last", "peer"])(
    "come in either order of %s",
    async (sort) => {
      const [there, back] = [await read({ sort }), await read({ sort, turned: "1" })];
      expect(new Set(back.peers.map(({ ip }) => ip))).toEqual(new Set(there.peers.map(({ ip }) => ip)));
    },
  );

  it("are those without a lookup when that is asked for, in the number that is told", async () => {
    const page = await read({ show: "unresolved" });
    expect(page.total).toBe(page.unresolved);
    expect(page.peers.every(({ name, namedLater }) => name.grade === "never" || namedLater)).toBe(true);
  });

  it("are unknown, and no name is said to be left alone, where no flow log has the instance", async () => {
    const page = await readNetwork({ ...scope, holds: [] }, NetworkSearch.parse({}), null);
    expect(page).toMatchObject({ recorded: false, peers: [], unresolved: null, unused: null });
    expect(await read({ q: "100%" })).toMatchObject({ recorded: true, unused: { total: expect.any(Number) } });
  });

  it("can be read where no resolver log is of the instance or its VPC", async () => {
    const silent = { ...scope, askers: [], vpcIds: [] };
    const of = (search: object) => readNetwork(silent, NetworkSearch.parse(search), null);
    expect(await of({})).toMatchObject({ total: 4, recorded: true, unresolved: null, unused: null });
    for (const search of [{ q: "443" }, { show: "refused" }, { show: "unresolved" }])
      expect((await of(search)).unresolved).toBeNull();
  });

  it("of an interface that changed hands are those of the time in which it was the instance's", async () => {
    const during = (fromMs: number | null, toMs: number | null) => {
      const holds = scope.holds.map((hold) => ({ ...hold, fromMs, toMs, shared: true }));
      return readNetwork({ ...scope, holds }, NetworkSearch.parse({}), null);
    };
    const [before, after] = [await during(null, T0 + 3_600_000), await during(T0 + 3_600_000, null)];
    expect(before.bytes).toBeGreaterThan(0);
    expect(after.bytes).toBeGreaterThan(0);
    expect(before.bytes + after.bytes).toBe((await read()).bytes);
  });

  it.each([
    ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"],
    ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"],
    ["1970-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:59"],
    ["9999-12-31T23:00:00Z", "9999-12-31T23:59:59Z"],
  ])("can be asked for from %s to %s", async (from, to) => {
    const search = NetworkSearch.parse({ from, to });
    const { total } = await readNetwork(scope, search, hoursOf(search));
    expect(total).toBe(from.startsWith("9999") ? 0 : 4);
  });

  it("are of the instances that the evidence shows, those that were met first", async () => {
    expect(await listNetworkInstances(caseId, [OTHER_INSTANCE])).toEqual([OTHER_INSTANCE, INSTANCE]);
  });
});
