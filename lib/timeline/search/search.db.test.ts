import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { addComment } from "@/lib/cases/annotations/add-comment";
import { deleteComment } from "@/lib/cases/annotations/delete-comment";
import { pinSubject } from "@/lib/cases/annotations/pin-subject";
import { tagSubject } from "@/lib/cases/annotations/tag-subject";
import { untagSubject } from "@/lib/cases/annotations/untag-subject";
import { groupBy } from "@/lib/core/group-by";
import { forgetKeptAnswers } from "@/lib/core/kept-answers";
import type { Subject } from "@/lib/core/subject";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { readQuery } from "@/lib/search/read-query";
import { toggleTerm } from "@/lib/search/toggle-term";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { EVENT_SOURCES, type FoundEvent } from "@/lib/timeline/events/event.types";
import { compareEvents, placeAt, readCursor, writeCursor } from "@/lib/timeline/events/event-cursor";
import { summariseGroup } from "@/lib/timeline/events/group-events";
import { groupKey } from "@/lib/timeline/events/group-key";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { readGroupEvents, readGroupPage } from "@/lib/timeline/events/read-group-page";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import { countCase } from "@/lib/timeline/search/count-case";
import { countInstance } from "@/lib/timeline/search/count-instance";
import { listCaseValues } from "@/lib/timeline/search/list-case-values";
import { readCaseQuery } from "@/lib/timeline/search/read-case-query";
import { type CaseRow, searchCase } from "@/lib/timeline/search/search-case";
import { addCounts, topFacets } from "@/lib/timeline/search/top-facets";
import { INDICATOR, INSTANCE, makeTestCase, OTHER_INSTANCE, T0 } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
const scopes: Record<string, InstanceScope> = {};
const VIEW = { fromMs: T0 - 1_000, toMs: T0 + 4 * 3_600_000 };

beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  await findIndicatorHits(caseId, INDICATOR);
  for (const id of [INSTANCE, OTHER_INSTANCE]) scopes[id] = await readInstanceScope(caseId, id, INDICATOR);
});
afterAll(() => database.drop());

function asked(q: string, instanceId = INSTANCE): EventsAsked {
  const scope = scopes[instanceId];
  if (!scope) throw new Error("no such instance");
  return { scope, view: VIEW, tie: "all", sources: EVENT_SOURCES, query: readQuery(q).query };
}

async function found(of: EventsAsked): Promise<FoundEvent[]> {
  const page = await readEventPage({ ...of, direction: "later", from: null, limit: 100_000 });
  expect(page.next).toBeNull();
  return page.events;
}

const QUERIES = [
  "",
  "peer:203.0.113.0/24 bytes:>40kB",
  "NOT action:ACCEPT",
  "outcome:failed OR domain:cdn.*",
  "getcaller",
];

describe("counts beside the table", () => {
  it.each(QUERIES)("of %j are those of the query with the value", async (q) => {
    const { counts, counted, next } = await countInstance(asked(q), null);
    const facets = topFacets(counts);
    expect(next).toBeNull();
    const events = await found(asked(q));
    expect(counted).toBe(events.length);
    expect(facets.length).toBeGreaterThan(1);
    for (const { field, values } of facets)
      for (const { value, records } of values)
        expect(await found(asked(toggleTerm(q, field, value))), `${field}:${value}`).toHaveLength(records);
    const [middle] = events.slice(Math.floor(events.length / 2));
    const earlier = await countInstance(asked(q), middle ?? null);
    expect(earlier.counted).toBe(events.filter((event) => middle && compareEvents(event, middle) < 0).length);
  });
});

describe("groups under a query", () => {
  it.each(QUERIES)("of %j hold each of its records once, under the same place each time", async (q) => {
    const all = await found(asked(q));
    const read = () => readGroupPage({ ...asked(q), direction: "later", from: null, limit: 10_000 });
    const { groups } = await read();
    expect(groups.reduce((sum, { events }) => sum + events.length, 0)).toBe(all.length);
    for (const group of groups) {
      const opened = await readGroupEvents(asked(q), group.events[0], null, 10_000);
      expect(opened.events).toEqual(group.events);
      expect(summariseGroup(group)?.count ?? 1).toBe(opened.events.length);
    }
    const ids = groups.map(({ events }) => writeCursor(events[0]));
    expect(new Set(ids).size).toBe(ids.length);
    expect((await read()).groups.map(({ events }) => writeCursor(events[0]))).toEqual(ids);
  });
});

/** All that a search through the case finds, step after step. */
async function walk(q: string): Promise<CaseRow[]> {
  const header = await readCaseHeader(caseId);
  const rows: CaseRow[] = [];
  let place: string | null = null;
  for (let steps = 0; steps < 500; steps++) {
    const step = await searchCase(header, q, place === null ? null : readCursor(place));
    rows.push(...step.rows);
    place = step.next;
    if (place === null) return rows;
  }
  throw new Error("the search never ends");
}

const idOf = ({ atMs, source, evidence }: CaseRow) => writeCursor({ atMs, source, ...evidence });
const values = async (field: Parameters<typeof listCaseValues>[1]["field"], prefix: string) =>
  (await listCaseValues(caseId, { field, prefix })).map(({ value }) => value);

describe("a search through a case", () => {
  it("gives every record that counts once, in order, with the instance whose it is", async () => {
    const rows = await walk("");
    const { rows: counts } = await pool().query(
      `SELECT (SELECT count(*) FROM flow_records WHERE NOT duplicate) + (SELECT count(*) FROM dns_queries WHERE NOT duplicate)
            + (SELECT count(*) FROM api_calls WHERE NOT duplicate AND NOT repeat AND category = 'management') AS n`,
    );
    expect(rows).toHaveLength(Number(counts[0]?.n));
    const places = rows.map((row) => ({ ...row, ...row.evidence }));
    expect([...places].sort(compareEvents)).toEqual(places);
    expect(new Set(rows.map(idOf)).size).toBe(rows.length);
    for (const instanceId of [INSTANCE, OTHER_INSTANCE]) {
      const own = (await found(asked("", instanceId))).filter((event) => event.source !== "flow" || !event.hop);
      const its = rows.filter((row) => row.instanceId === instanceId);
      expect(its.map(idOf)).toEqual(own.map(writeCursor));
    }
  });

  it.each(QUERIES)("for %j finds on each instance what its own page finds", async (q) => {
    const rows = await walk(q);
    for (const instanceId of [INSTANCE, OTHER_INSTANCE]) {
      const own = (await found(asked(q, instanceId))).filter((event) => event.source !== "flow" || !event.hop);
      expect(rows.filter((row) => row.instanceId === instanceId).map(idOf)).toEqual(own.map(writeCursor));
    }
  });

  it("leads to an instance's page as soon as there is one, and no longer than there is", async () => {
    const header = await readCaseHeader(caseId);
    const pages = async () => new Set((await searchCase(header, "", null)).rows.map(({ ip }) => ip));
    expect(await pages()).toEqual(new Set([null]));
    await pool().query(
      `INSERT INTO investigations (case_id, indicator, revision, document, instance_ids, bytes_out)
       VALUES ($1, $2, $3, '""', $4, 0)`,
      [caseId, INDICATOR, header.case.revision, [INSTANCE]],
    );
    expect(await pages()).toContain(INDICATOR);
    await pool().query("DELETE FROM investigations WHERE case_id = $1", [caseId]);
    expect(await pages()).toEqual(new Set([null]));
  });

  it("finds the records of an instance, and those that are nobody's", async () => {
    const rows = await walk("");
    for (const [q, whose] of [
      [`instance:${INSTANCE}`, INSTANCE],
      [`NOT (instance:${INSTANCE.slice(0, 6).toUpperCase()}* OR instance:i-*)`, null],
    ] as const) {
      const its = rows.filter((row) => row.instanceId === whose);
      expect((await walk(q)).map(idOf)).toEqual(its.map(idOf));
    }
    expect(await found(asked(`NOT instance:${INSTANCE}`))).toEqual([]);
    expect(await found(asked(`instance:${INSTANCE}`))).toEqual(await found(asked("")));
  });

  it("searches for nothing where the query has a mistake", async () => {
    const step = await searchCase(await readCaseHeader(caseId), "peer:nowhere", null);
    expect(step).toMatchObject({ rows: [], next: null, mistakes: [{ from: 0, to: 12 }] });
  });
});

describe("conditions on what people marked", () => {
  const mark = async (subject: Subject, { tag, comment }: { tag?: string; comment?: string }) => {
    const about = { caseId, subject, title: "marked", at: null };
    if (tag !== undefined) await tagSubject({ ...about, tag }, OPERATOR);
    else if (comment !== undefined) return addComment({ ...about, body: comment, parentId: null }, OPERATOR);
    else await pinSubject(about, OPERATOR);
    return null;
  };
  const toSubject = ({ evidence }: CaseRow): Subject => ({
    ...{ kind: "event", fileSha256: evidence.sha256, record: evidence.record },
  });
  const onPage = async (q: string, instanceId = INSTANCE) =>
    found({ ...asked("", instanceId), query: (await readCaseQuery(caseId, q)).query });

  it("find the records that are marked now, and by a tagged row all of its kind, on both pages alike", async () => {
    const rows = await walk("");
    const of = (source: string) => rows.filter((row) => row.source === source && row.instanceId === INSTANCE);
    const [flow, query, call] = [of("flow")[3], of("dns")[1], of("api")[0]];
    if (!flow || !query || !call) throw new Error("the case has no such records");
    expect(await walk("tag:* OR pinned:yes OR commented:yes")).toEqual([]);
    await mark(toSubject(flow), { tag: "First Contact" });
    await mark(toSubject(query), {});
    const comment = await mark(toSubject(call), { comment: "Whose is this?" });
    const ids = (found: readonly CaseRow[]) => found.map(idOf);
    expect(ids(await walk("tag:first*"))).toEqual([idOf(flow)]);
    expect(ids(await walk('tag:"first contact" pinned:yes'))).toEqual([]);
    expect(ids(await walk("pinned:*"))).toEqual([idOf(query)]);
    expect(ids(await walk("commented:yes"))).toEqual([idOf(call)]);
    expect(await walk("NOT tag:first* pinned:no commented:no")).toHaveLength(rows.length - 3);
    expect((await onPage("tag:* OR pinned:yes OR commented:yes")).map(writeCursor)).toEqual(
      ids([flow, query, call].sort((a, b) => a.atMs - b.atMs)),
    );
    expect(await values("tag", "FIR")).toEqual(["first contact"]);
    await deleteComment({ caseId, commentId: comment?.id ?? "" }, OPERATOR);
    await untagSubject({ caseId, subject: toSubject(flow), tag: "first contact" }, OPERATOR);
    expect(await walk("tag:* OR commented:yes")).toEqual([]);

    const events = await found(asked(""));
    const byGroup = groupBy(events, (event) => groupKey(event) ?? "");
    for (const [key, its] of byGroup) {
      await mark({ kind: "group", instanceId: INSTANCE, key }, { tag: `kind ${key.slice(0, 8)}` });
      const q = `tag:"kind ${key.slice(0, 8)}"`;
      expect((await onPage(q)).map(writeCursor), key).toEqual(its.map(writeCursor));
      expect(await onPage(q, OTHER_INSTANCE)).toEqual([]);
      const own = its.filter((event) => event.source !== "flow" || !event.hop);
      expect(ids(await walk(q))).toEqual(own.map(writeCursor));
    }
    expect(byGroup.size).toBeGreaterThan(5);
  });
});

describe("counts of a whole case", () => {
  it.each(QUERIES)("of %j are those of the records that the search finds, whatever the steps", async (q) => {
    const header = await readCaseHeader(caseId);
    const events = await walk(q);
    const [first, step] = [await countCase(header, q, null), await countCase(header, q, placeAt(T0 + 600_000))];
    expect(first).toMatchObject({ counted: events.length, next: null });
    const split = events.filter(({ atMs }) => atMs >= T0 + 600_000);
    expect(step.counted).toBe(split.length);
    const facets = topFacets(addCounts([], first.counts));
    expect(facets.length).toBeGreaterThan(1);
    for (const { field, values } of facets)
      for (const { value, records } of values)
        expect(await walk(toggleTerm(q, field, value)), `${field}:${value}`).toHaveLength(records);
  });

  it("are refused for a query that cannot be read", async () => {
    await expect(countCase(await readCaseHeader(caseId), "peer:nowhere", null)).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("a search that finds nothing", () => {
  it("says at its end what the logs that could hold such a record recorded, and nothing of the others", async () => {
    const header = await readCaseHeader(caseId);
    const kinds = async (q: string) => (await searchCase(header, q, null)).behind.map(({ kind }) => kind);
    expect(await kinds("peer:192.0.2.254")).toEqual(["flow", "api"]);
    expect(await kinds("domain:nowhere.example")).toEqual(["dns"]);
    expect(await kinds("")).toEqual([]);
  });
});

describe("the case's own values", () => {
  it("are offered by how they begin, then by what they contain, with their counts", async () => {
    expect(await values("api", "")).toEqual(["GetCallerIdentity", "AssumeRole"]);
    expect(await values("api", "a")).toEqual(["AssumeRole", "GetCallerIdentity"]);
    expect(await values("error", "ACC")).toEqual(["AccessDenied"]);
    expect(await values("domain", "cdn")).toEqual(["cdn.example"]);
    expect(await values("domain", "%")).toEqual([]);
    expect(await values("key", "asiaexampleo")).toEqual(["ASIAEXAMPLEOWN"]);
    expect(await values("bytes", "1")).toEqual([]);
    const [most] = await listCaseValues(caseId, { field: "type", prefix: "" });
    expect(most).toEqual({ value: "A", records: 96 });
  });

  it("are counted once by the detection job, and by a scan while its counts are of earlier evidence", async () => {
    const all = () => Promise.all((["domain", "type", "rcode", "error"] as const).map((field) => values(field, "")));
    const change = async (set: string) => {
      await pool().query(`UPDATE counted_values SET ${set} WHERE case_id = $1`, [caseId]);
      forgetKeptAnswers();
    };
    const scanned = await all();
    await runDetections(caseId);
    forgetKeptAnswers();
    expect(await all()).toEqual(scanned);
    await change(`counts = '[{"value": "counted", "records": 1}]'`);
    expect(await all()).toEqual(scanned.map(() => ["counted"]));
    await change("revision = revision - 1");
    expect(await all()).toEqual(scanned);
  });
});
