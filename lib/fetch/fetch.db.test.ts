import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AwsFault } from "@/e2e/aws/aws-fault";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { lookUps, serveCloudTrail, type TrailEvent } from "@/e2e/aws/services/cloudtrail";
import { AwsFault as SourceFault } from "@/lib/aws/aws-fault";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { listFetches } from "@/lib/fetch/list-fetches";
import { retryFetch } from "@/lib/fetch/retry-fetch";
import { runFetch } from "@/lib/fetch/run-fetch";
import { skipSource } from "@/lib/fetch/skip-source";
import {
  ASKER,
  connectionTo,
  fetchedLines,
  loadFetched,
  readFetchState,
  readSteps,
  startedFetch,
} from "@/lib/fetch/test-fetch";
import { investigate } from "@/lib/investigate/investigate";
import { enqueueFetch } from "@/lib/jobs/fetch-job";
import { cloudTrail } from "@/lib/sources/cloudtrail/cloudtrail";
import { REGISTRY } from "@/lib/sources/registry";
import type { Source } from "@/lib/sources/source.types";
import { builtPrograms } from "@/lib/worker/test-programs";

const WEB = "i-0123456789abcdef0";
const HOUR_MS = 3_600_000;
const NOW = Date.now();
const WINDOW = { fromMs: NOW - 24 * HOUR_MS, toMs: NOW };
const WAIT = { timeout: 45_000, interval: 20 };
/** Nobody waits where pace is not what is looked at. */
const LIMITS = {};

let database: TestDatabase;
let aws: FakeAws;
beforeAll(async () => {
  database = await createTestDatabase();
  aws = await startFakeAws();
  process.env.AWS_ACCESS_KEY_ID = "AKIAEXAMPLE000000001";
  process.env.AWS_SECRET_ACCESS_KEY = "secret";
});
afterAll(async () => {
  await aws.close();
  await database.drop();
});

let made = 0;
function call(name: string, more: Partial<TrailEvent> = {}): TrailEvent {
  made += 1;
  return {
    ...{ eventVersion: "1.11", eventID: `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`, eventName: name },
    ...{
      eventSource: "ec2.amazonaws.com",
      eventTime: new Date(NOW - made * 1000).toISOString(),
      awsRegion: "us-east-1",
    },
    ...{ eventType: "AwsApiCall", eventCategory: "Management", recipientAccountId: "111122223333" },
    userIdentity: { principalId: `AROAEXAMPLE:${WEB}`, accessKeyId: "ASIAEXAMPLE0000000WEB" },
    ...more,
  };
}

/** A call that gives away a key. */
function assume(by: string, key: string): TrailEvent {
  return call("AssumeRole", {
    ...{ eventSource: "sts.amazonaws.com", responseElements: { credentials: { accessKeyId: key } } },
    userIdentity: { principalId: "AROAEXAMPLE:chained", accessKeyId: by },
  });
}

const byKey = (key: string) => ({ userIdentity: { principalId: "AROAEXAMPLE:chained", accessKeyId: key } });

async function newCase(): Promise<string> {
  return (await createCase({ title: "fetched" })).id;
}

const asked = (caseId: string) => ({
  caseId,
  sources: ["cloudtrail" as const],
  question: { instanceIds: [WEB], ...WINDOW },
});
const idsOf = (lines: readonly Record<string, unknown>[]) =>
  lines.flatMap(({ Events }) => ((Events ?? []) as { EventId: string }[]).map(({ EventId }) => EventId));

describe("a fetch of CloudTrail", () => {
  it("follows keys that the calls gave away, to any depth, each once, and loads what it brought", async () => {
    const caseId = await newCase();
    const keys = ["ASIAEXAMPLE00000000A1", "ASIAEXAMPLE00000000A2", "ASIAEXAMPLE00000000A3"] as const;
    const events = [
      ...Array.from({ length: 60 }, () => call("DescribeInstances")),
      call("AssumeRole", { responseElements: { credentials: { accessKeyId: keys[0] } } }),
      ...[assume(keys[0], keys[1]), assume(keys[1], keys[2]), assume(keys[2], keys[0])],
      call("ListBuckets", { ...byKey(keys[2]), awsRegion: "eu-central-1" }),
      call("ListBuckets", byKey("ASIAEXAMPLE0NOBODYS00")),
    ];
    serveCloudTrail(aws, events);
    aws.calls.length = 0;
    aws.befall("cloudtrail", "LookupEvents", "half-page", "throttled", "empty-page", "broken");
    const connection = connectionTo(aws.url, { regions: ["us-east-1", "eu-central-1"] });
    const fetchId = await startedFetch(asked(caseId), connection, { limits: LIMITS });
    await runFetch(fetchId, { limits: LIMITS });
    expect(await readFetchState(fetchId)).toMatchObject({ state: "loading", error: null });
    const result = await loadFetched(fetchId);
    expect(result).toMatchObject({ state: "done", filesFailed: [] });
    expect(await readFetchState(fetchId)).toMatchObject({ state: "done" });
    const steps = await readSteps(fetchId);
    const looked = steps
      .filter(({ after }) => after !== null)
      .map(({ request, region }) => `${request.value} ${region}`);
    const everywhere = keys.flatMap((key) => [`${key} us-east-1`, `${key} eu-central-1`]);
    expect(looked.sort()).toEqual([...everywhere].sort());
    expect(steps.every(({ state }) => state === "done")).toBe(true);
    expect(steps.reduce((sum, { calls }) => sum + calls, 0)).toBe(aws.calls.length);
    const lines = await fetchedLines(caseId, database.dataDir);
    expect(idsOf(lines).sort()).toEqual(
      events
        .slice(0, -1)
        .map(({ eventID }) => eventID)
        .sort(),
    );
    // Files come in the order of their reading, notes among them.
    const [answer] = lines.filter((line) => "Events" in line);
    expect(answer?.threadlineFetch).toMatchObject({
      ...{ service: "cloudtrail", operation: "LookupEvents", accountId: "111122223333", region: expect.any(String) },
      input: { LookupAttributes: [{ AttributeKey: expect.any(String) }] },
    });
    const { rows } = await pool().query<{ n: number }>("SELECT count(*)::int AS n FROM api_calls WHERE load_id = $1", [
      (await readFetchState(fetchId)).loadId,
    ]);
    expect(rows[0]?.n).toBe(events.length - 1);
  });

  it("tells what it could not bring, and keeps what came", async () => {
    const caseId = await newCase();
    serveCloudTrail(aws, [call("DescribeInstances"), call("RunInstances", { requestParameters: { id: WEB } })]);
    aws.calls.length = 0;
    aws.befall("cloudtrail", "LookupEvents", "expired");
    const connection = connectionTo(aws.url);
    const fetchId = await startedFetch(asked(caseId), connection, { limits: LIMITS });
    await runFetch(fetchId, { limits: LIMITS });
    const steps = await readSteps(fetchId);
    expect(steps.map(({ state }) => state).sort()).toEqual(["done", "failed"]);
    expect(steps.find(({ state }) => state === "failed")?.error).toMatch(/expired/);
    await loadFetched(fetchId);
    const { coverage } = await investigate({ caseId, ip: null, from: null, to: null });
    const rows = coverage.filter(
      ({ source, subject }) => source === "cloudtrail" && subject === "111122223333/us-east-1",
    );
    expect(rows.map(({ state, note }) => ({ state, note }))).toEqual(
      expect.arrayContaining([
        { state: "not-fetched", note: expect.stringMatching(/expired/) },
        { state: "looked-up", note: expect.stringMatching(/no other calls/) },
      ]),
    );
    const [view] = await listFetches(caseId);
    expect(view).toMatchObject({ id: fetchId, state: "done", gapCount: 1, gaps: [{ source: "CloudTrail" }] });
    expect(view?.sources).toMatchObject([
      { source: "cloudtrail", steps: 2, failed: 1, untold: 2, calls: aws.calls.length },
    ]);
  });

  it("does again what failed and nothing else, and what was missed is missed no more", async () => {
    const caseId = await newCase();
    const events = Array.from({ length: 120 }, () => call("DescribeInstances"));
    const asks = lookUps(events);
    let pages = 0;
    aws.on("cloudtrail", "LookupEvents", (asked) => {
      pages += 1;
      if (pages === 2) throw new AwsFault("AccessDeniedException", "You may not.", 403);
      return asks(asked);
    });
    const fetchId = await startedFetch(asked(caseId), connectionTo(aws.url), { limits: LIMITS });
    await expect(retryFetch({ caseId, fetchId }, ASKER)).rejects.toMatchObject({ code: "conflict" });
    await runFetch(fetchId, { limits: LIMITS });
    await loadFetched(fetchId);
    const failed = (await readSteps(fetchId)).filter(({ state }) => state === "failed");
    expect(failed).toMatchObject([{ records: 50 }]);
    const missed = async () =>
      (await investigate({ caseId, ip: null, from: null, to: null })).coverage.filter(
        ({ state }) => state === "not-fetched",
      );
    expect(await missed()).toHaveLength(1);

    aws.calls.length = 0;
    await retryFetch({ caseId, fetchId }, ASKER);
    await runFetch(fetchId, { limits: LIMITS });
    expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
    expect(await readFetchState(fetchId)).toMatchObject({ state: "done", error: null });
    // Behind the first page, and of the step that failed alone.
    expect(aws.calls.map(({ input }) => [input.LookupAttributes, input.NextToken !== undefined])).toEqual(
      Array.from({ length: 2 }, () => [[{ AttributeKey: failed[0]?.request.attribute, AttributeValue: WEB }], true]),
    );
    const ids = idsOf(await fetchedLines(caseId, database.dataDir));
    expect(ids.sort()).toEqual(events.map(({ eventID }) => eventID).sort());
    expect((await readSteps(fetchId)).map(({ state, error }) => [state, error])).toEqual([
      ["done", null],
      ["done", null],
    ]);
    expect(await missed()).toEqual([]);
    await expect(retryFetch({ caseId, fetchId }, ASKER)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is what it was where a second try is cancelled, and ends where that brings nothing more", async () => {
    const caseId = await newCase();
    aws.on("cloudtrail", "LookupEvents", lookUps([call("DescribeInstances")]));
    let isDenied = true;
    const cloudtrail: Source = {
      ...cloudTrail,
      async *run(step, cursor, context) {
        if (step.request.attribute === "Username") yield* cloudTrail.run(step, cursor, context);
        else if (isDenied) throw new SourceFault("denied", "AccessDeniedException", "It may not be asked.");
      },
    };
    const options = { limits: LIMITS, sources: { ...REGISTRY, cloudtrail } };
    const fetchId = await startedFetch(asked(caseId), connectionTo(aws.url), options);
    await runFetch(fetchId, options);
    await loadFetched(fetchId);
    const first = await readFetchState(fetchId);
    const states = async () => (await readSteps(fetchId)).map(({ state }) => state);
    expect(await states()).toEqual(["done", "failed"]);

    await retryFetch({ caseId, fetchId }, ASKER);
    await cancelFetch({ caseId, fetchId }, ASKER);
    await runFetch(fetchId, options);
    expect(await readFetchState(fetchId)).toEqual(first);
    expect(await states()).toEqual(["done", "failed"]);

    isDenied = false;
    const missed = async () => {
      const { coverage } = await investigate({ caseId, ip: null, from: null, to: null });
      return coverage.filter(({ state }) => state === "not-fetched").length;
    };
    expect(await missed()).toBe(1);
    await retryFetch({ caseId, fetchId }, ASKER);
    await runFetch(fetchId, options);
    await loadFetched(fetchId);
    expect(await readFetchState(fetchId)).toMatchObject({ state: "done", error: null });
    expect(await states()).toEqual(["done", "done"]);
    expect(await missed()).toBe(0);
  });

  it("looks up calls by their names, whoever made them", async () => {
    const caseId = await newCase();
    const wanted = call("CreateSnapshot", byKey("ASIAEXAMPLE0NOBODYS00"));
    serveCloudTrail(aws, [wanted, call("DescribeInstances")]);
    aws.calls.length = 0;
    const question = { eventNames: ["CreateSnapshot", "CreateSnapshot"], ...WINDOW };
    const fetchId = await startedFetch({ ...asked(caseId), question }, connectionTo(aws.url), { limits: LIMITS });
    await runFetch(fetchId, { limits: LIMITS });
    expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
    expect(aws.calls.map(({ input }) => input.LookupAttributes)).toEqual([
      [{ AttributeKey: "EventName", AttributeValue: "CreateSnapshot" }],
    ]);
    expect(idsOf(await fetchedLines(caseId, database.dataDir))).toEqual([wanted.eventID]);
  });

  it("begins from the start where what came never reached a load", async () => {
    const caseId = await newCase();
    serveCloudTrail(aws, [call("DescribeInstances")]);
    aws.deny(["cloudtrail:LookupEvents"]);
    const fetchId = await startedFetch(asked(caseId), connectionTo(aws.url), { limits: LIMITS });
    await runFetch(fetchId, { limits: LIMITS });
    expect(await readFetchState(fetchId)).toMatchObject({ state: "failed", loadId: null });
    aws.allow(["cloudtrail:LookupEvents"]);
    await pool().query(
      `UPDATE fetch_steps SET state = 'done', kept = '{"0001-lost.jsonl": 7}', records = 9 WHERE fetch_id = $1 AND number = 1`,
      [fetchId],
    );
    await retryFetch({ caseId, fetchId }, ASKER);
    await runFetch(fetchId, { limits: LIMITS });
    expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
    expect((await readSteps(fetchId)).map(({ state, records }) => [state, records])).toEqual([
      ["done", 1],
      ["done", 0],
    ]);
  });

  it("goes on by time where the token of a page is no good any more", async () => {
    const caseId = await newCase();
    const events = Array.from({ length: 120 }, () => call("DescribeInstances"));
    const asks = lookUps(events);
    let refused = 0;
    aws.on("cloudtrail", "LookupEvents", (asked) => {
      if (asked.input.NextToken === undefined || refused > 0) return asks(asked);
      refused += 1;
      throw new AwsFault("InvalidNextTokenException", "The token is too old.");
    });
    const fetchId = await startedFetch(asked(caseId), connectionTo(aws.url), { limits: LIMITS });
    await runFetch(fetchId, { limits: LIMITS });
    await loadFetched(fetchId);
    expect((await readSteps(fetchId)).map(({ state }) => state)).toEqual(["done", "done"]);
    const ids = idsOf(await fetchedLines(caseId, database.dataDir));
    expect(new Set(ids).size).toBe(events.length);
    expect(refused).toBe(1);
  });

  it("brings nothing of a fetch that is cancelled, and what came of a source that is left out", async () => {
    const caseId = await newCase();
    serveCloudTrail(aws, [call("DescribeInstances")]);
    const cancelled = await startedFetch(asked(caseId), connectionTo(aws.url), { limits: LIMITS });
    aws.befall("cloudtrail", "LookupEvents", "stuck");
    const running = runFetch(cancelled, { limits: LIMITS });
    await vi.waitFor(async () => expect((await readSteps(cancelled))[0]?.state).toBe("running"), WAIT);
    await cancelFetch({ caseId, fetchId: cancelled }, ASKER);
    await running;
    expect(await readFetchState(cancelled)).toMatchObject({ state: "cancelled", loadId: null });
    await expect(cancelFetch({ caseId, fetchId: cancelled }, ASKER)).rejects.toMatchObject({ code: "conflict" });

    const skipped = await startedFetch(asked(caseId), connectionTo(aws.url), { limits: LIMITS });
    await skipSource({ caseId, fetchId: skipped, source: "cloudtrail" }, ASKER);
    await runFetch(skipped, { limits: LIMITS });
    expect(await readFetchState(skipped)).toMatchObject({ state: "failed" });
    const { rows } = await pool().query<{ action: string }>(
      "SELECT action FROM audit_entries WHERE case_id = $1 AND action LIKE 'fetch.%' ORDER BY id",
      [caseId],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      ...["fetch.asked", "fetch.started", "fetch.cancelled", "fetch.asked", "fetch.started", "fetch.source-skipped"],
    ]);
  });
});

describe("a worker that is killed in mid-fetch", () => {
  const workers: ChildProcess[] = [];
  let program = "";
  beforeAll(async () => {
    program = path.join(await builtPrograms(), "worker.mjs");
  });
  afterAll(() => {
    for (const worker of workers) worker.kill("SIGKILL");
  });
  function startWorker(): ChildProcess {
    const worker = spawn(process.execPath, [program], { stdio: ["ignore", "ignore", "inherit"] });
    workers.push(worker);
    return worker;
  }

  it("goes on where it was, with nothing twice and nothing missing, and never asks faster than twice a second", async () => {
    const caseId = await newCase();
    const regions = ["us-east-1", "eu-central-1"];
    const events = Array.from({ length: 540 }, (_, n) =>
      call("DescribeInstances", { awsRegion: regions[n % 2] as string }),
    );
    serveCloudTrail(aws, events);
    aws.calls.length = 0;
    const fetchId = await startedFetch(asked(caseId), connectionTo(aws.url, { regions }));
    await enqueueFetch(fetchId);
    const first = startWorker();
    // Some pages are noted by then, and some that came since are not.
    await vi.waitFor(() => expect(aws.calls.length).toBeGreaterThan(5), WAIT);
    first.kill("SIGKILL");
    await once(first, "exit");
    expect((await readSteps(fetchId)).map(({ state }) => state)).toContain("running");
    const second = startWorker();
    await vi.waitFor(async () => expect((await readFetchState(fetchId)).state).toBe("done"), WAIT);
    second.kill("SIGTERM");
    await once(second, "exit");

    const ids = idsOf(await fetchedLines(caseId, database.dataDir));
    expect(ids.sort()).toEqual(events.map(({ eventID }) => eventID).sort());
    // The third call after any reaches the service a second later at least: by its own clock, to a millisecond, in each region.
    const seen = regions.map((one) => aws.calls.filter(({ region }) => region === one).map(({ at }) => at));
    for (const ofRegion of seen) {
      expect(ofRegion.length).toBeGreaterThanOrEqual(events.length / 2 / 50);
      for (const [n, at] of ofRegion.entries())
        expect((ofRegion[n + 2] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(999);
    }
    // No region waits until another has been asked: each is begun before the other has ended.
    const [here = [], there = []] = seen;
    expect(here[0]).toBeLessThan(there.at(-1) ?? 0);
    expect(there[0]).toBeLessThan(here.at(-1) ?? 0);
  });
});
