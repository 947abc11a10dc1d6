import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { watchListedValue } from "@/lib/cases/watch-listed-value";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { addReference } from "@/lib/reference/add-reference";
import { listReference } from "@/lib/reference/list-reference";
import { readQuery } from "@/lib/search/read-query";
import { countSources } from "@/lib/timeline/events/count-sources";
import { EVENT_SOURCES, type EventRow, type FoundEvent } from "@/lib/timeline/events/event.types";
import { compareEvents, type EventPlace, readCursor, writeCursor } from "@/lib/timeline/events/event-cursor";
import { EventSearch } from "@/lib/timeline/events/event-search";
import { readEventDetail } from "@/lib/timeline/events/read-event-detail";
import { readEventPage } from "@/lib/timeline/events/read-event-page";
import {
  readEventWindow,
  readGroupRows,
  toEventsAsked,
  type WindowAsked,
} from "@/lib/timeline/events/read-event-window";
import { bytesOutOf } from "@/lib/timeline/events/service-port";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import { INDICATOR, INSTANCE, makeTestCase, T0 } from "@/lib/timeline/test-case";

let database: TestDatabase;
let scope: InstanceScope;
const VIEW = { fromMs: T0 - 1_000, toMs: T0 + 4 * 3_600_000 };

beforeAll(async () => {
  database = await createTestDatabase();
  const caseId = await makeTestCase();
  await findIndicatorHits(caseId, INDICATOR);
  scope = await readInstanceScope(caseId, INSTANCE, INDICATOR);
});
afterAll(() => database.drop());

const askedBy = (search: Record<string, string>, view = VIEW): WindowAsked => ({
  ...{ scope, view, search: EventSearch.parse(search) },
});
const idOf = ({ atMs, source, evidence }: EventRow) =>
  writeCursor({ atMs, source, fileId: evidence.fileId, record: evidence.record });
const place = (cursor: string): EventPlace => {
  const found = readCursor(cursor);
  if (!found) throw new Error(`no place: ${cursor}`);
  return found;
};

/** All rows of a search, page after page from one end to the other. */
async function walk(asked: WindowAsked, way: "later" | "earlier", limit: number): Promise<EventRow[]> {
  let from: EventPlace = way === "later" ? { ...place(`${VIEW.fromMs}.0.0.0`) } : place(`${asked.view.toMs}.0.0.0`);
  const rows: EventRow[] = [];
  for (let pages = 0; pages < 5_000; pages++) {
    const page = await readEventWindow({ ...asked, limit, ...(way === "later" ? { after: from } : { before: from }) });
    if (way === "later") rows.push(...page.rows);
    else rows.unshift(...page.rows);
    const next = page[way];
    if (next === null) return rows;
    from = place(next);
  }
  throw new Error("the pages never end");
}

async function everything(tie: "indicator" | "all", q?: string): Promise<FoundEvent[]> {
  const { events } = await readEventPage({
    ...{ scope, view: VIEW, tie, sources: EVENT_SOURCES, query: readQuery(q ?? "").query },
    ...{ direction: "later", from: null, limit: 100_000 },
  });
  return events;
}

describe("walking through the events", () => {
  it.each([
    ["the records with the indicator", { group: "off" }, [1, 7, 60]],
    ["everything", { group: "off", tie: "all" }, [13, 60]],
    ["groups of the indicator", {}, [1, 5]],
    ["groups of everything", { tie: "all" }, [7]],
    ["what a query asks for", { group: "off", tie: "all", q: "api.example" }, [3, 50]],
  ] as [string, Record<string, string>, number[]][])(
    "forwards and backwards gives the same rows, in order, once each: %s",
    async (_, search, limits) => {
      const asked = askedBy(search);
      const whole = await walk(asked, "later", 5_000);
      expect(whole.length).toBeGreaterThan(3);
      const places = whole.map((row) => place(idOf(row)));
      expect(places).toEqual([...places].sort(compareEvents));
      expect(new Set(whole.map(idOf)).size).toBe(whole.length);
      for (const limit of limits) {
        expect(await walk(asked, "later", limit)).toEqual(whole);
        expect(await walk(asked, "earlier", limit)).toEqual(whole);
      }
    },
  );

  it("around any moment gives what lies next to it on both sides", async () => {
    const whole = await walk(askedBy({ group: "off", tie: "all" }), "later", 5_000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: VIEW.fromMs, max: VIEW.toMs }), async (ms) => {
        const at = new Date(ms).toISOString();
        const { rows, earlier, later } = await readEventWindow(askedBy({ group: "off", tie: "all", at }));
        const first = whole.findIndex((row) => idOf(row) === (rows[0] ? idOf(rows[0]) : ""));
        expect(rows).toEqual(whole.slice(first, first + rows.length));
        expect(earlier === null).toBe(first === 0);
        expect(later === null).toBe(first + rows.length === whole.length);
        const next = whole.findIndex((row) => row.atMs >= ms);
        if (next >= 0) expect(rows.map(idOf)).toContain(idOf(whole[next] as EventRow));
      }),
      { numRuns: 12 },
    );
  });

  it("begins at the end when the latest come first", async () => {
    const { rows, later } = await readEventWindow(askedBy({ group: "off", tie: "all", sort: "-time" }));
    const whole = await walk(askedBy({ group: "off", tie: "all" }), "later", 5_000);
    expect(rows).toEqual(whole.slice(-rows.length));
    expect(later).toBeNull();
  });
});

describe("the filter", () => {
  const shown = async (q: string) => (await everything("all", q)).map(({ source }) => source);

  it.each([
    ["CDN.exam", "dns"],
    ["NOERROR", "dns"],
    ["getcaller", "api"],
    ["sts.amazonaws", "api"],
    ["accessdenied", "api"],
    ["role/web", "api"],
  ])("finds %j among its own source alone", async (q, source) => {
    const found = await shown(q);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set([source]));
  });

  it("takes an address or a network for peers, answers and callers", async () => {
    for (const q of [INDICATOR, "198.51.100.0/24", "198.51.100."]) {
      const found = await everything("all", q);
      const expected = (await everything("all")).filter((event) => event.withIndicator);
      expect(found).toEqual(expected);
    }
    expect((await everything("all", "10.0.1.10")).filter(({ source }) => source === "flow")).toEqual([]);
  });

  it("takes a number for a port and REJECT for what was refused", async () => {
    const refused = await everything("all", "reject");
    expect(refused.length).toBeGreaterThan(0);
    for (const event of refused) expect(event).toMatchObject({ source: "flow", action: "REJECT" });
    expect((await everything("all", "443")).length).toBe(
      (await everything("all")).filter(({ source }) => source === "flow").length,
    );
  });

  it.each(["%", "_", "\\", "'; DROP TABLE cases; --", "%%_", "\0"])("takes %j as it is", async (q) => {
    expect(await shown(q)).toEqual([]);
    const { rows } = await pool().query("SELECT count(*)::int AS n FROM cases");
    expect(rows[0]).toMatchObject({ n: expect.any(Number) });
  });
});

describe("groups", () => {
  it.each(["indicator", "all"])("are the sum of their records, and every record is in one (%s)", async (tie) => {
    const asked = askedBy({ tie });
    const rows = await walk(asked, "later", 5_000);
    const events = await everything(tie as "indicator" | "all");
    expect(rows.reduce((sum, row) => sum + (row.group?.count ?? 1), 0)).toBe(events.length);
    expect(rows.some(({ group }) => (group?.count ?? 0) > 100)).toBe(tie === "all");
    for (const row of rows.filter(({ group }) => group !== undefined)) {
      const members: EventRow[] = [];
      let after: EventPlace | null = null;
      do {
        const page: { rows: EventRow[]; next: string | null } = await readGroupRows(
          await toEventsAsked(asked),
          place(idOf(row)),
          after,
        );
        members.push(...page.rows);
        after = page.next === null ? null : place(page.next);
      } while (after !== null);
      expect(members).toHaveLength(row.group?.count ?? 0);
      expect(members[0] && idOf(members[0])).toBe(idOf(row));
      expect(members.at(-1)?.atMs).toBe(row.group?.lastMs);
      const bytes = members.map((member) => (member.source === "flow" ? (bytesOutOf(member) ?? 0) : 0));
      expect(row.group?.bytesOut ?? 0).toBe(bytes.reduce((sum, n) => sum + n, 0));
    }
  });
});

describe("sorting by bytes", () => {
  it.each(["indicator", "all"])("gives every record with bytes out once, most first (%s)", async (tie) => {
    const asked = askedBy({ tie, sort: "-bytes" });
    const found: EventRow[] = [];
    let below: WindowAsked["below"];
    for (let pages = 0; pages < 500; pages++) {
      const page = await readEventWindow({ ...asked, below, limit: 37 });
      found.push(...page.rows);
      if (page.later === null) break;
      const cut = page.later.indexOf(":");
      below = { bytes: Number(page.later.slice(0, cut)), ...place(page.later.slice(cut + 1)) };
    }
    const expected = (await everything(tie as "indicator" | "all")).flatMap((event) =>
      event.source === "flow" && bytesOutOf(event) !== null ? [event.bytes ?? 0] : [],
    );
    expect(found.map((row) => (row.source === "flow" ? row.bytes : null))).toEqual(expected.sort((a, b) => b - a));
    expect(new Set(found.map(idOf)).size).toBe(found.length);
  });
});

describe("the counts of the sources", () => {
  it("are those of the events, whatever part of a minute the view begins and ends in", async () => {
    const offset = fc.integer({ min: 0, max: 3 * 3_600_000 });
    await fc.assert(
      fc.asyncProperty(offset, offset, fc.constantFrom("indicator", "all"), async (a, b, tie) => {
        const view = { fromMs: T0 + Math.min(a, b), toMs: T0 + Math.max(a, b) + 1 };
        const asked = await toEventsAsked(askedBy({ tie }, view));
        const { events } = await readEventPage({ ...asked, direction: "later", from: null, limit: 100_000 });
        const counts = await countSources(asked);
        for (const source of EVENT_SOURCES)
          expect(counts[source]).toBe(events.filter((event) => event.source === source).length);
      }),
      { numRuns: 15 },
    );
    expect(await countSources(await toEventsAsked(askedBy({ q: "x" })))).toEqual({
      flow: null,
      dns: null,
      api: null,
      finding: null,
    });
  });
});

describe("one event", () => {
  it.each(["flow", "dns", "api"] as const)(
    "of %s has facts, what surrounds it and its neighbours of the same kind",
    async (source) => {
      const ofSource = (await everything("all")).filter((event) => event.source === source);
      const event = ofSource[5];
      if (!event) throw new Error("there are too few");
      const asked = await toEventsAsked(askedBy({ tie: "all" }));
      const detail = await readEventDetail(asked, event);
      expect(detail.id).toBe(writeCursor(event));
      expect(detail.facts.length).toBeGreaterThan(4);
      expect(detail.previous).toBe(writeCursor(ofSource[4] as FoundEvent));
      expect(detail.next).toBe(writeCursor(ofSource[6] as FoundEvent));
      const around = detail.around.map((row) => place(idOf(row)));
      expect(around).toEqual([...around].sort(compareEvents));
      expect(detail.around.map(idOf)).toContain(detail.id);
      expect(around.every(({ atMs }) => Math.abs(atMs - event.atMs) <= 5 * 60_000)).toBe(true);
      expect(new Set(around.map((of) => of.source)).size).toBeGreaterThan(1);
    },
  );

  it("says what the reference data and the case's watched values tell of its far end", async () => {
    const flow = (await everything("all", `peer:${INDICATOR}`)).find(({ source }) => source === "flow");
    if (!flow) throw new Error("there is none");
    const told = async () => {
      const { facts, verdicts } = await readEventDetail(await toEventsAsked(askedBy({ tie: "all" })), flow);
      return { facts: facts.filter(({ name }) => name === "Reference data"), texts: verdicts.map(({ text }) => text) };
    };
    expect((await told()).facts).toEqual([]);
    const prefix = { ip_prefix: "198.51.100.0/24", region: "eu-west-1", service: "S3" };
    const ranges = { syncToken: "1771000000", createDate: "", prefixes: [prefix], ipv6_prefixes: [] };
    await addReference(Readable.from([Buffer.from(JSON.stringify(ranges))]), "ip-ranges.json", operatorCalled("ada"));
    await addReference(Readable.from([Buffer.from("198.51.100.0/24,seen before")]), "bad.csv", operatorCalled("ada"));
    const { facts, texts } = await told();
    expect(facts).toEqual([{ name: "Reference data", value: "AWS S3 eu-west-1" }]);
    expect(texts).toContain("198.51.100.0/24 stands on the list bad.csv: seen before");
    const [{ sha256 = "" } = {}] = (await listReference()).filter(({ name }) => name === "bad.csv");
    const { caseId } = scope;
    await watchListedValue({ caseId, kind: "network", value: "198.51.100.0/24", sha256 }, operatorCalled("ada"));
    expect((await told()).texts).toContain("198.51.100.0/24 is watched in this case, from the list bad.csv.");
  });

  it("that is none is not found", async () => {
    const asked = await toEventsAsked(askedBy({}));
    await expect(
      readEventDetail(asked, { atMs: T0, source: "flow", fileId: 1, record: 999_999 }),
    ).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

it("shows what records elsewhere tell of the instance from the revision on that tells it", async () => {
  const hops = async () => {
    const { events } = await readEventPage({
      ...{ scope: await readInstanceScope(scope.caseId, INSTANCE, INDICATOR), view: VIEW, tie: "all" },
      ...{ sources: EVENT_SOURCES, query: null, direction: "later", from: null, limit: 100_000 },
    });
    return events.filter((event) => event.source === "flow" && event.hop).length;
  };
  const before = await hops();
  const { rowCount } = await pool().query(
    `UPDATE indicator_hits SET role = 'hop' WHERE id IN (
       SELECT id FROM indicator_hits WHERE case_id = $1 AND instance_id = $2 AND role = 'own' LIMIT 3)`,
    [scope.caseId, INSTANCE],
  );
  await pool().query("UPDATE cases SET revision = revision + 1 WHERE id = $1", [scope.caseId]);
  await pool().query("UPDATE indicator_hit_sets SET revision = revision + 1 WHERE case_id = $1", [scope.caseId]);
  expect(rowCount).toBe(3);
  expect(await hops()).toBe(before + 3);
});
