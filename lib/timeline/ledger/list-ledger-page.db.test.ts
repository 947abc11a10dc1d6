import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { rowsLookedAt } from "@/lib/db/test-plans";
import { sumUpLedger } from "@/lib/ledger/sum-up-ledger";
import type { LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";
import { type LedgerFilter, listLedgerPage } from "@/lib/timeline/ledger/list-ledger-page";

const THINGS = 2_000;
const HOLDERS = 4;

let database: TestDatabase;
let caseId: string;

/** Each thing with its holders one after the other; those of every fifth have no beginning. */
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = (await createCase({ title: "Many holdings" })).id;
  await pool().query(
    `INSERT INTO ledger_spans (case_id, subject_kind, subject, holder_kind, holder, from_at, proof)
     SELECT $1, 'private-address', host('10.0.0.0'::inet + n / $2::int), 'instance', 'i-' || n,
            CASE WHEN n / $2::int % 5 > 0 THEN to_timestamp(1000000 + n * 7919 % 10007) END, 'call'
       FROM generate_series(0, $2::int * $3::int - 1) n`,
    [caseId, HOLDERS, THINGS],
  );
  await sumUpLedger(pool(), caseId);
  await pool().query("ANALYZE ledger_spans, ledger_things");
});
afterAll(() => database.drop());

async function everySpan(filter: LedgerFilter): Promise<LedgerSpanRow[]> {
  const spans: LedgerSpanRow[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await listLedgerPage(caseId, 0, { ...filter, sort: "time", after });
    spans.push(...page.spans);
    after = page.after;
  }
  return spans;
}

const holdingsLookedAt = (ask: () => Promise<unknown>) => rowsLookedAt(ask, "ledger_spans");

describe("a page of the ledger by time, with a text", () => {
  it.each([
    ["that few have", "i-77"],
    ["that all have", "10.0."],
    ["that none has", "i-9999"],
  ])("%s shows each holding that has it once, as they begin", async (_, q) => {
    const all = await everySpan({});
    expect(all).toHaveLength(THINGS * HOLDERS);
    const begun = all.map(({ fromMs, id }) => [fromMs ?? Number.POSITIVE_INFINITY, Number(id)] as const);
    expect(begun).toEqual([...begun].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
    const expected = all.filter(({ subject, holder }) => subject.includes(q) || holder.includes(q));
    expect(await everySpan({ q })).toEqual(expected);
    expect(await everySpan({ q: q.toUpperCase() })).toEqual(expected);
    expect(await everySpan({ q, kind: "credential" })).toEqual([]);
  });

  it("looks at the holdings of those things alone that have it, or no further than a page", async () => {
    const page = (q: string) => listLedgerPage(caseId, 0, { q, sort: "time" });
    expect((await page("i-777")).spans).toHaveLength(11);
    expect(await holdingsLookedAt(() => page("i-777"))).toBeLessThan(100);
    expect(await holdingsLookedAt(() => page("10.0."))).toBeLessThan(1_000);
  });
});
