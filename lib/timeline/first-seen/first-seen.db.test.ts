import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { chooseBaseline as keepBaseline } from "@/lib/cases/choose-baseline";
import { setCaseState } from "@/lib/cases/set-case-state";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { investigate } from "@/lib/investigate/investigate";
import {
  at,
  call,
  flowLog,
  INDICATOR,
  INSTANCE,
  loadFiles,
  query,
  type TestFlow,
  trail,
} from "@/lib/investigate/test-evidence";
import { robustZ, usualIn } from "@/lib/timeline/baseline/band";
import { chooseBaseline } from "@/lib/timeline/baseline/choose-baseline";
import { findKeptBaseline } from "@/lib/timeline/baseline/find-kept-baseline";
import { readBaseline } from "@/lib/timeline/baseline/read-baseline";
import { EVENT_SOURCES } from "@/lib/timeline/events/event.types";
import { readEventDetail } from "@/lib/timeline/events/read-event-detail";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { readNewSince } from "@/lib/timeline/first-seen/read-new-since";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";

const HOUR = 3600;
const DAYS = 3;
/** Three days of everyday life, then the indicator: in seconds after the evidence begins. */
const STORY = DAYS * 24 * HOUR + 600;
const OLD_PEER = "203.0.113.9";

let database: TestDatabase;
let caseId: string;
let scope: InstanceScope;

beforeAll(async () => {
  database = await createTestDatabase();
  const flows: TestFlow[] = [];
  const queries: string[] = [];
  const calls: Record<string, unknown>[] = [];
  for (let hour = 0; hour < DAYS * 24 + 2; hour++) {
    const second = hour * HOUR;
    flows.push({ second: second + 60, peer: OLD_PEER, bytes: 1000 + (hour % 3) * 500 });
    flows.push({ second: second + 90, peer: OLD_PEER, bytes: 400, inbound: true });
    queries.push(query(second + 30, "api.old.example.com.", [["A", OLD_PEER]]));
    calls.push(call(second + 120, "ListBuckets"));
  }
  // A quiet minute is one that the log says was quiet; without that it would be a gap.
  const quiet = Array.from({ length: (DAYS * 24 + 2) * 60 }, (_, minute) => ({
    second: minute * 60,
    status: "NODATA",
  }));
  flows.push({ second: STORY, bytes: 5_000_000 });
  flows.push({ second: STORY + 30, peer: "203.0.113.77", action: "REJECT" });
  queries.push(query(STORY - 5, "x1.fresh.example.net.", [["A", INDICATOR]]));
  calls.push(call(STORY + 60, "DeleteBucket", { userAgent: "python-requests/2" }));
  caseId = await loadFiles({
    "flow.log": flowLog(flows, quiet),
    "dns.log": queries.join(""),
    "trail.json": trail(...calls),
  });
  await runDetections(caseId);
  const { revision } = await prisma().case.findUniqueOrThrow({ where: { id: caseId } });
  scope = await readInstanceScope(caseId, INSTANCE, INDICATOR, revision);
}, 120_000);
afterAll(() => database.drop());

const startMs = Date.parse(at(STORY - 5));

describe("what is new since the start", () => {
  it("is what never was before, with the days and records behind it", async () => {
    const kinds = await readNewSince(scope, startMs);
    const values = Object.fromEntries(kinds.map(({ kind, values: list }) => [kind, list.map(({ value }) => value)]));
    // Who only was refused is no new peer.
    expect(values).toEqual({
      ...{ peer: [INDICATOR], domain: ["example.net"] },
      ...{ api: ["s3.amazonaws.com DeleteBucket"], agent: ["python-requests/2"] },
    });
    expect(kinds.map(({ state, total }) => [state, total])).toEqual(new Array(4).fill(["told", 1]));
    expect(kinds[0]?.history).toEqual({ days: DAYS, events: DAYS * 24 * 2 });
    expect(kinds[1]?.history.events).toBe(DAYS * 24);
  });

  it("has no verdict where there was no day of records before", async () => {
    const kinds = await readNewSince(scope, Date.parse(at(5 * HOUR)));
    expect(kinds.map(({ state, values }) => [state, values])).toEqual(new Array(4).fill(["no-baseline", []]));
    expect(kinds[0]?.history).toEqual({ days: 5 / 24, events: 10 });
  });
});

describe("an event", () => {
  const everything = (): EventsAsked => ({
    ...{ scope, view: { fromMs: scope.span?.firstMs ?? 0, toMs: (scope.span?.lastMs ?? 0) + 1 } },
    ...{ tie: "all", sources: EVENT_SOURCES, query: null },
  });

  async function verdictsAt(source: "flow" | "dns" | "api", second: number): Promise<string[]> {
    const atMs = Date.parse(at(second));
    const asked = { ...everything(), sources: [source], view: { fromMs: atMs, toMs: atMs + 1 } };
    const { events } = await readEventPage({ ...asked, direction: "later", from: null, limit: 1 });
    if (!events[0]) throw new Error("no such event");
    const { verdicts } = await readEventDetail(everything(), events[0]);
    return verdicts.map(({ text }) => text).filter((text) => text.includes("first seen"));
  }

  it("says what of it was never seen before", async () => {
    expect(await verdictsAt("flow", STORY)).toEqual([
      expect.stringMatching(/^Peer 198\.51\.100\.7: first seen here; never in 3\.0 days \(144 records\) of flow logs/),
      expect.stringMatching(/^Network 198\.51\.100\.0\/24: first seen here; never in/),
    ]);
    // The resolver log begins half a minute later than the first hour.
    expect(await verdictsAt("dns", STORY - 5)).toEqual([
      expect.stringMatching(/^Registered domain example\.net: first seen here; never in 2\.9 days \(72 records\)/),
    ]);
    expect(await verdictsAt("api", STORY + 60)).toEqual([
      expect.stringMatching(/^API s3\.amazonaws\.com DeleteBucket: first seen here; never in 3\.0 days/),
      expect.stringMatching(/^User agent python-requests\/2: first seen here; never in/),
    ]);
  });

  it("of everyday life has no verdict: it was there since the logs begin", async () => {
    expect(await verdictsAt("flow", 40 * HOUR + 60)).toEqual([
      "Peer 203.0.113.9: first seen 1 d 16 h before this; no baseline: 0 h and 0 records of flow logs before, 24 h and 20 needed.",
    ]);
  });
});

describe("the baseline", () => {
  const instance = { accountId: "012345678901", region: "eu-central-1", vpcId: "vpc-0a1b2c3d4e5f60001" };
  const span = () => ({ fromMs: scope.span?.firstMs ?? 0, toMs: (scope.span?.lastMs ?? 0) + 1000 });
  const baselineBefore = (earliestMs: number, kept: { fromMs: number; toMs: number } | null = null) =>
    readBaseline(
      scope,
      instance,
      span(),
      chooseBaseline({ span: span(), url: null, case: kept, startMs: null, windowFromMs: null, earliestMs }),
    );

  it("is what hours had before, and puts the upload far from it", async () => {
    const baseline = await baselineBefore(startMs);
    expect(baseline.by).toBe("earliest");
    expect(baseline.measures.bytesOut.hours).toBe(DAYS * 24);
    const hour = { fromMs: Date.parse(at(DAYS * 24 * HOUR)), toMs: Date.parse(at((DAYS * 24 + 1) * HOUR)) };
    const usual = usualIn(baseline, "bytesOut", hour);
    expect(usual?.low).toBeLessThan(1500);
    expect(usual?.high).toBeLessThan(5_000_000);
    expect(robustZ(baseline, "bytesOut", hour, 5_001_000)).toBeGreaterThan(3);
    expect(robustZ(baseline, "bytesOut", hour, 1500)).toBeCloseTo(0, 5);
    // One lookup an hour, always: there is nothing to measure a distance in.
    expect(robustZ(baseline, "lookups", hour, 2)).toBeNull();
  });

  it("is none below a day of hours, and says how many there are", async () => {
    const { measures } = await baselineBefore(Date.parse(at(4 * HOUR)));
    // The resolver log begins half a minute into the first hour, which is then not whole.
    expect(Object.values(measures).map(({ hours }) => hours)).toEqual([4, 4, 3, 4]);
    expect(Object.values(measures).map(({ all }) => all)).toEqual(new Array(4).fill(null));
  });

  it("is kept for the case, with an entry in the trail, and dropped again", async () => {
    const kept = { from: new Date(at(10 * HOUR)), to: new Date(at(50 * HOUR)) };
    const trailOf = async () =>
      (await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } })).map(({ action }) => action);
    await keepBaseline({ caseId, span: kept }, operatorCalled("ada"));
    const found = await findKeptBaseline(caseId);
    expect(found).toEqual({ fromMs: kept.from.getTime(), toMs: kept.to.getTime() });
    expect(await baselineBefore(startMs, found)).toMatchObject({ by: "case", measures: { bytesOut: { hours: 40 } } });
    expect((await trailOf()).at(-1)).toBe("case.baseline-chosen");

    await expect(
      keepBaseline({ caseId, span: { from: kept.to, to: kept.from } }, operatorCalled("ada")),
    ).rejects.toThrow();
    await expect(keepBaseline({ caseId, span: null }, operatorCalled("nul\0"))).rejects.toThrow();
    expect(await findKeptBaseline(caseId)).toEqual(found);
    await setCaseState({ caseId, state: "closed" }, operatorCalled("ada"));
    await expect(keepBaseline({ caseId, span: null }, operatorCalled("ada"))).rejects.toMatchObject({
      code: "conflict",
    });
    await setCaseState({ caseId, state: "open" }, operatorCalled("ada"));
    await keepBaseline({ caseId, span: null }, operatorCalled("ada"));
    expect(await findKeptBaseline(caseId)).toBeNull();
    expect((await trailOf()).at(-1)).toBe("case.baseline-dropped");
    expect(await investigate({ caseId, ip: INDICATOR, from: null, to: null })).toMatchObject({
      start: null,
      dwell: null,
    });
  });
});
