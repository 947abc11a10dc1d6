import { findKeptCase } from "@/bench/kept-case";
import { askAtOnce, type Latency } from "@/bench/pages/clients";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { pool } from "@/lib/db/pool";
import { sumUpLedger } from "@/lib/ledger/sum-up-ledger";
import { listLedgerPage } from "@/lib/timeline/ledger/list-ledger-page";
import { whoHeld } from "@/lib/timeline/ledger/who-held";

export interface LedgerMeasure {
  name: string;
  took: Latency;
}

const SPANS = 100_000;
const HOLDERS = 5;
const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);

/** Twenty thousand addresses, each of five instances one after the other. */
async function fill(caseId: string): Promise<void> {
  await pool().query(
    `INSERT INTO ledger_spans (case_id, subject_kind, subject, vpc_id, holder_kind, holder, from_at, to_at, proof)
     SELECT $1, 'private-address', host('10.0.0.0'::inet + n / $2::int), 'vpc-0', 'instance', 'i-' || n,
            $3::timestamptz + (n % $2::int) * interval '1 day', $3::timestamptz + (n % $2::int + 1) * interval '1 day', 'call'
       FROM generate_series(0, $4::int - 1) n`,
    [caseId, HOLDERS, new Date(FIRST).toISOString(), SPANS],
  );
  await sumUpLedger(pool(), caseId);
  await pool().query("ANALYZE ledger_spans, ledger_things");
}

const address = (n: number) => `10.0.${Math.floor(n / 256) % 78}.${n % 256}`;

/** "Who had it" and the ledger's pages: of the kept case's own ledger, and of one with a hundred thousand holdings. */
export async function measureLedger(records: number): Promise<LedgerMeasure[]> {
  const kept = await findKeptCase(records);
  if (kept === null) throw new Error(`no case of ${records} records is kept: --only load makes one`);
  const { rows } = await pool().query<{ subject: string; atMs: number }>(
    `SELECT subject, (extract(epoch FROM coalesce(from_at, seen_from, now())) * 1000)::float8 AS "atMs"
       FROM ledger_spans WHERE case_id = $1 ORDER BY id LIMIT 1000`,
    [kept],
  );
  const own = (n: number) => rows[n % Math.max(1, rows.length)] ?? { subject: "10.0.0.1", atMs: FIRST };
  const { id: large } = await createCase({ title: "bench ledger" });
  try {
    await fill(large);
    const at = (n: number) => ({ caseId: large, subject: address(n * 37), atMs: FIRST + (n % HOLDERS) * DAY_MS + 1 });
    const questions: [string, (n: number) => Promise<unknown>][] = [
      ["who, in the case of all records", (n) => whoHeld({ caseId: kept, ...own(n) })],
      ["who, among 100,000 holdings", (n) => whoHeld(at(n))],
      ["a page by what was held", (n) => listLedgerPage(large, 0, { after: address(n * 37) })],
      [
        "a page as they began",
        (n) => listLedgerPage(large, 0, { sort: "time", after: `${FIRST + (n % HOLDERS) * DAY_MS}-1` }),
      ],
      ["a page of those that fit a text", (n) => listLedgerPage(large, 0, { q: `i-${n}` })],
    ];
    const measures: LedgerMeasure[] = [];
    for (const [name, ask] of questions) measures.push({ name, took: await askAtOnce(ask) });
    return measures;
  } finally {
    await dropCase(large);
  }
}
