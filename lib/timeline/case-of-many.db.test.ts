import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { rowsLookedAt, tablesLookedInto } from "@/lib/db/test-plans";
import { EventSearch } from "@/lib/timeline/events/event-search";
import { readEventVolume } from "@/lib/timeline/events/read-event-volume";
import { readEventWindow } from "@/lib/timeline/events/read-event-window";
import { readHourlyRecords } from "@/lib/timeline/first-seen/read-hourly-records";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import { chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import { readBackground } from "@/lib/timeline/lanes/read-background";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { INDICATOR, INSTANCE, makeTestCase, T0 } from "@/lib/timeline/test-case";

const OTHERS = 200;
const MINUTES = 60;

let database: TestDatabase;
let scope: InstanceScope;
let own: number;

beforeAll(async () => {
  database = await createTestDatabase();
  // Of another case there are statistics, of the one that was just loaded there are none.
  const earlier = await makeTestCase();
  await pool().query("ANALYZE flow_minutes");
  const caseId = await makeTestCase();
  expect(caseId).not.toBe(earlier);
  scope = await readInstanceScope(caseId, INSTANCE, INDICATOR);
  await pool().query(
    `WITH others AS (INSERT INTO interfaces (case_id, key) SELECT $1, 'eni-other-' || n FROM generate_series(1, $2::int) n RETURNING id)
     INSERT INTO flow_minutes
     SELECT r.* FROM others CROSS JOIN generate_series(1, $3::int) n
      CROSS JOIN LATERAL (SELECT m AS one FROM flow_minutes m WHERE m.case_id = $1 LIMIT 1) s
      CROSS JOIN LATERAL jsonb_populate_record(s.one, jsonb_build_object(
                   'interface_no', others.id, 'minute', $4::timestamptz + n * interval '1 minute')) r`,
    [caseId, OTHERS, MINUTES, new Date(T0).toISOString()],
  );
  const { rows } = await pool().query<{ own: number }>(
    "SELECT count(*)::int AS own FROM flow_minutes WHERE case_id = $1 AND interface_no = ANY($2::int[])",
    [caseId, scope.holds.map(({ interfaceNo }) => interfaceNo)],
  );
  own = rows[0]?.own ?? 0;
});
afterAll(() => database.drop());

const view = { fromMs: T0, toMs: T0 + 7_200_000 };

describe("a page of one instance in a case of many", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["bytes by bucket", () => readFlowBuckets(scope, view, chooseBuckets(view.fromMs, view.toMs, 50, 60_000))],
    ["records by minute", () => readEventVolume(scope)],
    ["the background of its lanes", () => readBackground(scope, { accountId: null, region: null, vpcId: null }, view)],
    ["records by hour", () => readHourlyRecords(scope)],
  ])("looks at its own minutes alone: %s", async (_, ask) => {
    expect(own).toBeGreaterThan(0);
    expect(await rowsLookedAt(ask, "flow_minutes")).toBeLessThanOrEqual(4 * own);
  });

  it.each([undefined, "-bytes"])(
    "looks for records with the address in its own loads alone, sorted by %s",
    async (sort) => {
      const search = EventSearch.parse({ group: "off", sort });
      const first = () => readEventWindow({ scope, view, search });
      const tables = await tablesLookedInto(first, "flow_records");
      expect(tables).toEqual(scope.loads.split(",").map((load) => `flow_records_l${load}`));
      expect((await first()).rows.length).toBeGreaterThan(0);
    },
  );
});
