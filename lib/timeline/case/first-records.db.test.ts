import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addIndicator } from "@/lib/cases/add-indicator";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { caseLoads, type Scope } from "@/lib/investigate/scope";
import { firstNamed } from "@/lib/investigate/start/first-named";
import { firstFlow, firstQuery } from "@/lib/investigate/start/first-records";
import { INDICATOR, makeTestCase, T0 } from "@/lib/timeline/test-case";

let database: TestDatabase;
let scope: Scope;
const HOUR = 3_600_000;

beforeAll(async () => {
  database = await createTestDatabase();
  const caseId = await makeTestCase();
  await findIndicatorHits(caseId, INDICATOR);
  scope = { caseId, ip: INDICATOR, loads: await caseLoads(caseId), fromMs: 0, toMs: T0 + 24 * HOUR };
});
afterAll(() => database.drop());

/** Times of the records that a condition is true of, in order: read without any index or sum. */
async function timesOf(from: string, time: string, condition: string): Promise<number[]> {
  const { rows } = await pool().query<{ ms: number }>(
    `SELECT (extract(epoch FROM ${time}) * 1000)::float8 AS ms FROM ${from} WHERE ${condition} ORDER BY 1`,
  );
  return rows.map(({ ms }) => ms);
}

const AMONG = `'${INDICATOR}' IN (source_ip, destination_ip, packet_source_ip, packet_destination_ip) AND NOT duplicate`;

/** The first of some times from a moment on and before another. */
const firstOf = (times: readonly number[], { fromMs, toMs }: Pick<Scope, "fromMs" | "toMs">) =>
  times.filter((ms) => ms >= fromMs && ms < toMs).slice(0, 1);

const msOf = (found: { atMs: number }[]) => found.map(({ atMs }) => atMs);

describe("the first records that tie a case to its address", () => {
  it.each([
    ["flow record of any kind", null, "true"],
    ["flow record that passed", 1, "action = 1"],
    ["flow record that was refused", 2, "action = 2"],
  ] as const)("are the first %s, in all of the evidence and in any part of it", async (_, verdict, condition) => {
    const times = await timesOf("flow_records", "start_at", `${AMONG} AND ${condition}`);
    expect(times.length).toBeGreaterThan(3);
    for (const fromMs of [0, (times[1] ?? 0) + 1, T0 + 20 * HOUR]) {
      const part = { ...scope, fromMs };
      expect(msOf(await firstFlow(part, verdict)), String(fromMs)).toEqual(firstOf(times, part));
    }
  });

  it("are the first lookup that was answered with it, whichever day it is on", async () => {
    const times = await timesOf("dns_queries", "at", `'${INDICATOR}' = ANY(resolved_ips) AND NOT duplicate`);
    expect(times.length).toBeGreaterThan(1);
    for (const fromMs of [0, (times[0] ?? 0) + 1, T0 + 20 * HOUR]) {
      const part = { ...scope, fromMs };
      expect(msOf(await firstQuery(part)), String(fromMs)).toEqual(firstOf(times, part));
    }
    expect(await firstQuery({ ...scope, ip: "192.0.2.99" })).toEqual([]);
  });

  it("are the first lookup of a flagged name or of one below it, and none where no name is flagged", async () => {
    expect(await firstNamed(scope)).toEqual([]);
    const { rows } = await pool().query<{ name: string }>("SELECT name FROM dns_names ORDER BY name DESC LIMIT 1");
    const name = rows[0]?.name ?? "";
    await addIndicator({ caseId: scope.caseId, kind: "name", value: name.split(".").slice(-2).join(".") });
    const times = await timesOf(
      "dns_queries q JOIN dns_names n ON n.id = q.name_no",
      "at",
      `(n.name = '${name}' OR n.name LIKE '%.${name.split(".").slice(-2).join(".")}') AND NOT duplicate`,
    );
    expect(msOf(await firstNamed(scope))).toEqual(times.slice(0, 1));
    expect(times.length).toBeGreaterThan(0);
  });
});
