import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { sumUpLedger } from "@/lib/ledger/sum-up-ledger";
import { readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { EVENT_SOURCES, type FoundEvent } from "@/lib/timeline/events/event.types";
import { readEventPage } from "@/lib/timeline/events/read-event-page";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { readLaneFindings } from "@/lib/timeline/lanes/read-lane-findings";
import { readLanes } from "@/lib/timeline/lanes/read-lanes";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";
import { type LedgerFilter, listLedgerPage } from "@/lib/timeline/ledger/list-ledger-page";
import { listCaseRows } from "@/lib/timeline/list-case-rows";
import { INDICATOR, INSTANCE, makeTestCase, OTHER_INSTANCE, T0 } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
let instance: InstanceV1;
let view: Piece;
let revision: number;

beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  const header = await readCaseHeader(caseId);
  revision = header.case.revision;
  const document = await readCaseDocument(header, INDICATOR);
  const found = document.instances.find(({ instanceId }) => instanceId === INSTANCE);
  if (!found || !document.window.from || !document.window.to) throw new Error("the instance is not in the document");
  instance = found;
  view = { fromMs: Date.parse(document.window.from), toMs: Date.parse(document.window.to) };
});
afterAll(() => database.drop());

const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);
const read = (piece: Piece) =>
  readLanes({ caseId, revision, ip: INDICATOR, instance, view: piece, span: view, window: null, firstContactMs: null });
const lanesOf = async (piece: Piece) => (await read(piece)).lanes;

async function allEvents(tie: "indicator" | "all"): Promise<FoundEvent[]> {
  const scope = await readInstanceScope(caseId, INSTANCE, INDICATOR);
  const asked = { scope, view, tie, sources: EVENT_SOURCES, query: null };
  const { events, next } = await readEventPage({ ...asked, direction: "later", from: null, limit: 100_000 });
  expect(next).toBeNull();
  return events;
}

describe("the lanes", () => {
  it("add up to the document's numbers", async () => {
    const { bytes, lookups, calls, buckets } = await lanesOf(view);
    expect(buckets.bucketMs).toBe(15_000);
    expect(instance.traffic.bytesOut).toBeGreaterThan(0);
    expect(sum(bytes.withOut)).toBe(instance.traffic.bytesOut);
    expect(sum(bytes.withIn)).toBe(instance.traffic.bytesIn);
    expect(sum(lookups.queries)).toBe(instance.domains.reduce((total, { queries }) => total + queries, 0));
    expect(sum(lookups.toIndicator)).toBe(5);
    const own = instance.apiCalls.reduce((total, row) => total + row.calls, 0);
    const chained = instance.chainedSessions
      .flatMap(({ apiCalls }) => apiCalls)
      .reduce((total, row) => total + row.calls, 0);
    expect(Math.min(own, chained)).toBeGreaterThan(0);
    expect(sum(calls.allowed) + sum(calls.denied) + sum(calls.elsewhere)).toBe(own + chained);
    expect(sum(calls.elsewhere)).toBe(instance.offInstanceUse.reduce((total, row) => total + row.calls, 0));
    expect(sum(calls.elsewhere)).toBeGreaterThan(0);
  });

  it("stand before an overview that holds the same bytes, however small the view", async () => {
    const whole = await lanesOf(view);
    const { overview, lanes } = await read({ fromMs: T0 + 3_600_000, toMs: T0 + 3_660_000 });
    const { withOut, withIn, elseOut, elseIn, refused } = whole.bytes;
    expect(sum(overview.withIndicator)).toBe(sum(withOut) + sum(withIn));
    expect(sum(overview.bytes)).toBe(sum(withOut) + sum(withIn) + sum(elseOut) + sum(elseIn));
    expect(sum(refused)).toBe(instance.traffic.rejected);
    expect(sum(lanes.bytes.elseOut)).toBeLessThan(sum(elseOut));
  });

  it("shade the time of a finding about the instance, and of none about another", async () => {
    const add = (id: string, instances: string[], sample: boolean) =>
      pool().query(
        `INSERT INTO findings (case_id, file_id, record_no, source, finding_id, type, title, first_seen, last_seen, instance_ids, remote_ips, sample, record_hash)
         SELECT $1, min(id), $2, 'guardduty', $3, 'Backdoor:EC2/C&CActivity.B', 'x', $4, $5, $6, $7, $8, '' FROM evidence_files WHERE case_id = $1`,
        [
          ...[caseId, 900 + id.length, id, new Date(T0).toISOString(), new Date(T0 + 60_000).toISOString()],
          ...[instances, [INDICATOR], sample],
        ],
      );
    await add("own", [INSTANCE], false);
    await add("others", [OTHER_INSTANCE], false);
    await add("of none", [], false);
    await add("a sample", [INSTANCE], true);
    const found = await readLaneFindings(caseId, INSTANCE, INDICATOR);
    await pool().query("DELETE FROM findings WHERE case_id = $1", [caseId]);
    const span = { fromMs: T0, toMs: T0 + 60_000, type: "Backdoor:EC2/C&CActivity.B" };
    expect(found).toEqual(
      [
        { id: "of none", ...span },
        { id: "own", ...span },
      ].sort((a, b) => a.fromMs - b.fromMs),
    );
  });

  it("hold all accepted bytes of the instance's interface, from the roll-up and from records alike", async () => {
    const { rows } = await pool().query<{ out: number }>(
      `SELECT sum(bytes)::float8 AS out FROM flow_records r JOIN interfaces i ON i.id = r.interface_no
        WHERE i.case_id = $1 AND i.key = 'eni-1' AND NOT duplicate AND action <> 2 AND direction = 2`,
      [caseId],
    );
    const scope = await readInstanceScope(caseId, INSTANCE, INDICATOR);
    const total = async (bucketMs: number) => {
      const buckets = { fromMs: T0 - 3_600_000, bucketMs, count: 400 };
      return sum((await readFlowBuckets(scope, view, buckets)).map(({ bytesOut }) => bytesOut));
    };
    const { bytes } = await lanesOf(view);
    expect(sum(bytes.withOut) + sum(bytes.elseOut)).toBe(rows[0]?.out);
    expect(await Promise.all([total(60_000), total(600_000), total(1_000)])).toEqual(new Array(3).fill(rows[0]?.out));
  });

  it("show of a part of the window what lies in it, also where it begins within a minute", async () => {
    const [first, second] = await Promise.all([
      lanesOf({ fromMs: view.fromMs, toMs: T0 + 3_605_000 }),
      lanesOf({ fromMs: T0 + 3_605_000, toMs: view.toMs }),
    ]);
    const whole = await lanesOf(view);
    for (const side of ["withOut", "withIn", "elseOut", "elseIn"] as const) {
      expect(sum(first.bytes[side]) + sum(second.bytes[side])).toBe(sum(whole.bytes[side]));
    }
  });
});

describe("the events", () => {
  it("count as the document does", async () => {
    const tied = await allEvents("indicator");
    const flows = tied.flatMap((row) => (row.source === "flow" ? [row] : []));
    expect(flows.filter(({ action }) => action === "ACCEPT")).toHaveLength(instance.traffic.flows);
    expect(flows.filter(({ action }) => action === "REJECT")).toHaveLength(instance.traffic.rejected);
    const out = flows.filter(({ action, outbound }) => action === "ACCEPT" && outbound);
    expect(sum(out.map(({ bytes }) => bytes))).toBe(instance.traffic.bytesOut);
    const all = await allEvents("all");
    expect(all.filter(({ withIndicator }) => withIndicator)).toEqual(tied);
    const foreign = all.flatMap((row) => (row.source === "api" && row.foreign ? [row] : []));
    expect(foreign).toHaveLength(instance.offInstanceUse.reduce((total, row) => total + row.calls, 0));
  });
});

describe("the lists", () => {
  it("show the case with its indicator and instances", async () => {
    const { bytesOut } = instance.traffic;
    expect(await listCaseRows(OPERATOR)).toMatchObject({
      rows: [{ id: caseId, indicators: [INDICATOR], instances: 1, bytesOut, files: 3, loading: false }],
      next: null,
    });
  });

  it("show who held what", async () => {
    const { spans, total, after } = await listLedgerPage(caseId, 0, {});
    expect([total, after]).toEqual([spans.length, null]);
    const held = spans
      .filter(({ subjectKind }) => subjectKind === "interface")
      .map(({ subject, holder }) => [subject, holder]);
    expect(held).toEqual([
      ["eni-1", INSTANCE],
      ["eni-2", OTHER_INSTANCE],
    ]);
  });

  it("show every holding once, over pages by what was held and by time, and those alone that are asked for", async () => {
    const other = await createCase({ title: "Many holdings" });
    // 90 interfaces of two holders each, every third without a beginning.
    await pool().query(
      `INSERT INTO ledger_spans (case_id, subject_kind, subject, holder_kind, holder, from_at, proof, contested)
       SELECT $1, 'interface', 'eni-' || lpad((n / 2)::text, 4, '0'), 'instance', 'i-' || n,
              CASE WHEN n % 3 = 0 THEN NULL ELSE to_timestamp(1000000 + n / 4) END, 'call', n = 7
         FROM generate_series(0, 479) n`,
      [other.id],
    );
    await sumUpLedger(pool(), other.id);
    for (const sort of [undefined, "time"] as const) {
      const holders: string[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await listLedgerPage(other.id, 0, { sort, after });
        expect(page).toMatchObject({ total: 480, subjects: 240, cut: false });
        holders.push(...page.spans.map(({ holder }) => holder));
        after = page.after;
      }
      expect([holders.length, new Set(holders).size], sort).toEqual([480, 480]);
    }
    const only = async (filter: LedgerFilter) =>
      (await listLedgerPage(other.id, 0, filter)).spans.map(({ holder }) => holder);
    expect(await only({ q: "eni-0003" })).toEqual(["i-6", "i-7"]);
    expect(await only({ known: "contested", sort: "time" })).toEqual(["i-7"]);
    expect(await only({ q: "ENI-0003 i-7" })).toEqual(["i-6", "i-7"]);
    expect(await only({ q: "i-7", known: "contested" })).toEqual(["i-6", "i-7"]);
    expect(await only({ q: "i-6", known: "contested" })).toEqual([]);
    expect(await only({ q: "i-6\ni-7" })).toEqual([]);
    expect(await only({ q: "eni-0003", kind: "credential" })).toEqual([]);
    const texts: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listLedgerPage(other.id, 0, { q: "I-1", after });
      expect([page.total, page.subjects]).toEqual([null, null]);
      texts.push(...page.spans.map(({ subject }) => subject));
      after = page.after;
    }
    // 1, 10 to 19 and 100 to 199: each with the other holder of the same thing.
    expect(new Set(texts).size).toBe(1 + 5 + 50);
    expect(await only({ q: "100%" })).toEqual([]);
    expect(await only({ kind: "credential" })).toEqual([]);
    const first = await listLedgerPage(other.id, 0, { sort: "time" });
    expect(first.lost).toBe(false);
    // Beyond the year 9999, and no place at all: said, and answered with the first page.
    for (const after of ["999999999999999-1", "x", "1-", "-1-1"])
      expect(await listLedgerPage(other.id, 0, { sort: "time", after }), after).toEqual({ ...first, lost: true });
    expect((await listLedgerPage(other.id, 0, { sort: "time", after: "253402300799999-1" })).lost).toBe(false);
  });
});
