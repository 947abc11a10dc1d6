import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { readCursor } from "@/lib/timeline/events/event-cursor";
import { searchCase } from "@/lib/timeline/search/search-case";
import { makeTestCase, T0 } from "@/lib/timeline/test-case";

/** More lookups and calls than one step of a search looks through. */
const MORE = 50_100;
const LAST_MS = T0 + 3_600_000 + MORE;

let database: TestDatabase;
let caseId: string;

/** Copies of a record of the case, one a millisecond. */
function multiply(table: "dns_queries" | "api_calls"): Promise<unknown> {
  return pool().query(
    `INSERT INTO ${table} SELECT r.* FROM (SELECT x AS one FROM ${table} x WHERE NOT duplicate ORDER BY at LIMIT 1) s
       CROSS JOIN generate_series(1, $1::int) n
       CROSS JOIN LATERAL jsonb_populate_record(s.one, jsonb_build_object(
                    'record_no', 1000000 + n, 'at', $2::timestamptz + n * interval '1 millisecond')) r`,
    [MORE, new Date(T0 + 3_600_000).toISOString()],
  );
}

beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  for (const table of ["dns_queries", "api_calls"] as const) await multiply(table);
}, 120_000);
afterAll(() => database.drop());

describe("a search through more records than one step looks at", () => {
  it.each([
    ["lookups", "source:dns"],
    ["calls", "source:api"],
  ])("of %s goes on where each step says, to the last record", async (_, source) => {
    const header = await readCaseHeader(caseId);
    const q = `${source} time:>=${new Date(LAST_MS).toISOString()} time:<=${new Date(LAST_MS).toISOString()}`;
    let place: string | null = null;
    const found: number[] = [];
    let steps = 0;
    do {
      // As a page asks: by the text that the step before gave.
      const after = place === null ? null : readCursor(place);
      if (place !== null) expect(after, place).not.toBeNull();
      const step = await searchCase(header, q, after);
      found.push(...step.rows.map(({ atMs }) => atMs));
      place = step.next;
      steps += 1;
    } while (place !== null && steps < 100);
    expect(found).toEqual([LAST_MS]);
    expect(steps).toBeGreaterThan(1);
  });
});
