import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool, withTransaction } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { createLoadTables, minuteTable } from "@/lib/ingest/load-tables";
import { runLoad } from "@/lib/ingest/run-load";
import { flowLine, flowLog, writeFiles } from "@/lib/ingest/test-corpus";

const ENI = "eni-0a1b2c3d4e5f60001";
const OWN = "10.0.0.5";
const FAR = "198.51.100.7";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-minutes-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

let files = 0;
async function load(caseId: string, ...contents: string[]): Promise<number> {
  const below = path.join(folder, String(++files));
  await writeFiles(below, Object.fromEntries(contents.map((content, at) => [`${at}.log`, content])));
  const { loadId, state } = await loadEvidence({ caseId, paths: [below] });
  expect(state).toBe("done");
  return loadId;
}

const minutesOf = async (caseId: string) =>
  (await pool().query("SELECT * FROM flow_minutes WHERE case_id = $1 ORDER BY interface_no, minute", [caseId])).rows;

async function sealAgain(loadId: number): Promise<void> {
  await pool().query("UPDATE loads SET state = 'sealing', finished_at = NULL WHERE id = $1", [loadId]);
  await runLoad(loadId);
}

/** Lines with so many records a minute that minutes are gathered, going out and coming in by turns. */
function lines(minutes: number[], turn: (line: string, at: number) => string = (line) => line): string[] {
  return minutes.flatMap((minute) =>
    Array.from({ length: 6 }, (_, at) => {
      const line = flowLine({
        minute,
        port: 1000 + at,
        bytes: 100 + at * minute,
        action: at === 5 ? "REJECT" : "ACCEPT",
      });
      const back = line.replace(`${OWN} ${FAR}`, `${FAR} ${OWN}`);
      return turn(at % 3 === 0 ? back : line, at);
    }),
  );
}

const header = flowLog([]).trim();
const log = (rows: readonly string[], columns = "") => `${header}${columns}\n${rows.join("\n")}\n`;

describe("minutes that a load gathers while it reads", () => {
  const far = (line: string, at: number) => line.replace(FAR, `198.51.100.${at}`);
  it.each([
    ["one address on its own side", [log(lines([1, 2, 3], far))]],
    ["two addresses that every record has", [log(lines([1, 2]))]],
    [
      "a direction in each record",
      [
        log(
          lines([1, 2], (line, at) => `${line} ${at % 2 ? "egress" : "ingress"}`),
          " flow-direction",
        ),
      ],
    ],
    [
      "IPv6",
      [
        log(
          lines([1, 2], (line, at) =>
            far(line, at).replaceAll(OWN, "2001:db8::5").replaceAll("198.51.100.", "2001:db8:1::"),
          ),
        ),
      ],
    ],
    ["two files that follow each other", [log(lines([1, 2], far)), log(lines([4, 5], far))]],
    ["two files with equal records", [log(lines([1, 2, 3], far)), log(lines([2, 3, 4], far))]],
    [
      "two addresses of its own",
      [log([...lines([1], far), ...lines([2], (line, at) => far(line, at).replaceAll(OWN, "10.0.0.9"))])],
    ],
  ])("come to what its records come to: %s", async (title, contents) => {
    const { id: caseId } = await createCase({ title });
    const loadId = await load(caseId, ...contents);
    const gathered = await minutesOf(caseId);
    expect(gathered.length).toBeGreaterThan(1);
    // What was gathered is gone by now: this time the records themselves are added up.
    const { rows } = await pool().query("SELECT to_regclass($1) AS left", [minuteTable(loadId)]);
    expect(rows).toEqual([{ left: null }]);
    await sealAgain(loadId);
    expect(await minutesOf(caseId)).toEqual(gathered);
  });

  /** What sealing makes of a gathered row that says another number of bytes than the records do. */
  async function sealWith(
    loadId: number,
    {
      own = OWN,
      other = null,
      accepted = 5,
      rejected = 1,
    }: { own?: string | null; other?: string | null; accepted?: number; rejected?: number },
  ) {
    await withTransaction((client) => createLoadTables(client, loadId));
    await pool().query(
      `INSERT INTO ${minuteTable(loadId)}
       SELECT c.interface_no, '2025-03-04T00:01Z', $2, $3, 70001, 70002, 7, 8, $4, $5, '2025-03-04T00:02Z'
         FROM flow_contexts c JOIN loads l USING (case_id) WHERE l.id = $1 LIMIT 1`,
      [loadId, own, other, accepted, rejected],
    );
    await sealAgain(loadId);
    const { rows } = await pool().query(
      `SELECT m.bytes_out::int AS out, m.bytes_in::int AS into FROM flow_minutes m JOIN loads l USING (case_id) WHERE l.id = $1`,
      [loadId],
    );
    return rows;
  }

  const BELIEVED = [{ out: 70_001, into: 70_002 }];
  const TURNED = [{ out: 70_002, into: 70_001 }];

  it("are believed where they are all records of the interface, on the side that the ledger says", async () => {
    const { id: caseId } = await createCase({ title: "believed" });
    const loadId = await load(caseId, log(lines([1], far)));
    const counted = await sealWith(loadId, { accepted: 4 });
    expect(counted).not.toEqual(BELIEVED);
    expect(await sealWith(loadId, {})).toEqual(BELIEVED);
    expect(await sealWith(loadId, { own: null })).toEqual(BELIEVED);
    expect(await sealWith(loadId, { own: FAR, other: OWN })).toEqual(TURNED);
    for (const lacking of [{ own: FAR }, { own: FAR, other: "198.51.100.8" }, { rejected: 2 }])
      expect(await sealWith(loadId, lacking)).toEqual(counted);
    expect(await sealWith(loadId, {})).toEqual(BELIEVED);
  });

  it("are not believed once another load has records from then, or the interface two addresses", async () => {
    const { id: caseId } = await createCase({ title: "others" });
    const loadId = await load(caseId, log(lines([1], far)));
    expect(await sealWith(loadId, {})).toEqual(BELIEVED);
    await load(caseId, log(lines([9], far)));
    expect(await sealWith(loadId, {})).toContainEqual(BELIEVED[0]);
    await load(caseId, log(lines([1], (line) => far(line, 7))));
    expect(await sealWith(loadId, {})).not.toContainEqual(BELIEVED[0]);
    const { id: second } = await createCase({ title: "two addresses" });
    const described = JSON.stringify({
      NetworkInterfaces: [
        { NetworkInterfaceId: ENI, PrivateIpAddresses: [{ PrivateIpAddress: OWN }, { PrivateIpAddress: "10.0.0.6" }] },
      ],
    });
    const both = await load(second, log(lines([1], far)), described);
    expect(await sealWith(both, {})).not.toEqual(BELIEVED);
    expect(await sealWith(both, { own: null })).toEqual(BELIEVED);
  });

  it("are not believed where a record is a duplicate", async () => {
    const { id: caseId } = await createCase({ title: "duplicates" });
    const twice = lines([1], far);
    const loadId = await load(caseId, log([...twice, ...twice]));
    expect(await sealWith(loadId, { accepted: 10, rejected: 2 })).not.toEqual(BELIEVED);
  });
});
