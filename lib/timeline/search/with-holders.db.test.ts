import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readQuery } from "@/lib/search/read-query";
import { Parameters } from "@/lib/timeline/events/source-read";
import { type HeldThing, withHolders } from "@/lib/timeline/search/with-holders";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const DAY = 86_400_000;
const THINGS: HeldThing[] = [
  { no: 1, instanceId: "i-always", fromMs: null, toMs: null },
  { no: 2, instanceId: "i-until", fromMs: null, toMs: 2 * DAY },
  { no: 2, instanceId: "i-since", fromMs: 3 * DAY, toMs: null },
  { no: 3, instanceId: "i-between", fromMs: DAY, toMs: 2 * DAY },
  { no: 4, instanceId: 'i-"odd', fromMs: null, toMs: null },
];
/** Number of the thing, day of the record, whose it was. */
const RECORDS: [number, number, string | null][] = [
  [1, 0, "i-always"],
  ...([0, 1, 2, 2.5, 3, 9] as const).map((day): [number, number, string | null] => [
    2,
    day,
    day < 2 ? "i-until" : day < 3 ? null : "i-since",
  ]),
  ...([0, 1, 1.9, 2] as const).map((day): [number, number, string | null] => [
    3,
    day,
    day >= 1 && day < 2 ? "i-between" : null,
  ]),
  [4, 0, 'i-"odd'],
  [5, 0, null],
];
const TABLE = `(SELECT no, to_timestamp(day * 86400) AS at FROM (VALUES ${RECORDS.map(([no, day]) => `(${no}, ${day})`)}) v(no, day))`;

it("says whose the thing of each record was at its time, once a record, whatever its things are called", async () => {
  const at = new Parameters();
  const about = { table: TABLE, alias: "v", thing: "no", time: "at" };
  const sql = withHolders(at, readQuery("instance:i-*").query, about, () => THINGS);
  const { rows } = await pool().query(
    `SELECT no, (extract(epoch FROM at) / 86400)::float8 AS day, instance_id FROM ${sql}`,
    at.values,
  );
  expect(rows.map(({ no, day, instance_id }) => [no, day, instance_id])).toEqual(RECORDS);
});
