import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { pinSubject } from "@/lib/cases/annotations/pin-subject";
import { tagSubject } from "@/lib/cases/annotations/tag-subject";
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

  it("looks up what people marked, however many records there are", async () => {
    const header = await readCaseHeader(caseId);
    const { rows } = await pool().query<{ sha256: string; record: number; ms: number }>(
      `SELECT e.sha256, x.record_no AS record, (extract(epoch FROM x.at) * 1000)::float8 AS ms
         FROM evidence_files e, LATERAL (
           (SELECT file_id, record_no, at FROM dns_queries WHERE file_id = e.id ORDER BY at DESC LIMIT 1) UNION ALL
           (SELECT file_id, record_no, at FROM api_calls WHERE file_id = e.id ORDER BY at DESC LIMIT 1) UNION ALL
           (SELECT file_id, record_no, start_at FROM flow_records WHERE file_id = e.id AND NOT duplicate ORDER BY start_at DESC LIMIT 1)) x
        WHERE e.case_id = $1 ORDER BY ms`,
      [caseId],
    );
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const [n, { sha256, record }] of rows.entries()) {
      const about = {
        caseId,
        subject: { kind: "event", fileSha256: sha256, record },
        title: "marked",
        at: null,
      } as const;
      await tagSubject({ ...about, tag: "last" }, OPERATOR);
      if (n > 0) await pinSubject(about, OPERATOR);
    }
    const found = async (q: string) => {
      const { rows: events, next } = await searchCase(header, q, null);
      return { times: events.map(({ atMs }) => atMs), next };
    };
    const times = rows.map(({ ms }) => ms);
    expect(await found("tag:last")).toEqual({ times, next: null });
    expect(await found("tag:last pinned:yes")).toEqual({ times: times.slice(1), next: null });
    expect(await found("tag:last OR (pinned:yes source:api)")).toEqual({ times, next: null });
    expect(await found("tag:last NOT pinned:yes")).toEqual({ times: times.slice(0, 1), next: null });
    expect((await found("tag:last OR domain:nowhere.example")).next).not.toBeNull();
    expect((await found("pinned:no")).times).toHaveLength(100);
  });
});
