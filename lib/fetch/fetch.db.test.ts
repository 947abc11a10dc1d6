import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AwsFault } from "@/e2e/aws/aws-fault";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { lookUps, serveCloudTrail, type TrailEvent } from "@/e2e/aws/services/cloudtrail";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { listFetches } from "@/lib/fetch/list-fetches";
import { runFetch } from "@/lib/fetch/run-fetch";
import { skipSource } from "@/lib/fetch/skip-source";
import {
  ASKER,
  askedTrail,
  call,
  connectionTo,
  fetchedLines,
  idsOf,
  loadFetched,
  newCase,
  readFetchState,
  readSteps,
  startedFetch,
  WEB,
  WINDOW,
} from "@/lib/fetch/test-fetch";
import { investigate } from "@/lib/investigate/investigate";

const WAIT = { timeout: 45_000, interval: 20 };
/** Nobody waits where pace is not what is looked at. */
const LIMITS = {};

let database: TestDatabase;
let aws: FakeAws;
beforeAll(async () => {
  database = await createTestDatabase();
  aws = await startFakeAws();
});
afterAll(async () => {
  await aws.close();
  await database.drop();
});

/** A call that gives away a key. */
function assume(by: string, key: string): TrailEvent {
  return call("AssumeRole", {
    ...{ eventSource: "sts.amazonaws.com", responseElements: { credentials: { accessKeyId: key } } },
    userIdentity: { principalId: "AROAEXAMPLE:chained", accessKeyId: by },
  });
}

const byKey = (key: string) => ({ userIdentity: { principalId: "AROAEXAMPLE:chained", accessKeyId: key } });

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
    const fetchId = await startedFetch(askedTrail(caseId), connection, { limits: LIMITS });
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
    const fetchId = await startedFetch(askedTrail(caseId), connection, { limits: LIMITS });
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

  it("looks up calls by their names, whoever made them", async () => {
    const caseId = await newCase();
    const wanted = call("CreateSnapshot", byKey("ASIAEXAMPLE0NOBODYS00"));
    serveCloudTrail(aws, [wanted, call("DescribeInstances")]);
    aws.calls.length = 0;
    const question = { eventNames: ["CreateSnapshot", "CreateSnapshot"], ...WINDOW };
    const fetchId = await startedFetch({ ...askedTrail(caseId), question }, connectionTo(aws.url), { limits: LIMITS });
    await runFetch(fetchId, { limits: LIMITS });
    expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
    expect(aws.calls.map(({ input }) => input.LookupAttributes)).toEqual([
      [{ AttributeKey: "EventName", AttributeValue: "CreateSnapshot" }],
    ]);
    expect(idsOf(await fetchedLines(caseId, database.dataDir))).toEqual([wanted.eventID]);
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
    const fetchId = await startedFetch(askedTrail(caseId), connectionTo(aws.url), { limits: LIMITS });
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
    const cancelled = await startedFetch(askedTrail(caseId), connectionTo(aws.url), { limits: LIMITS });
    aws.befall("cloudtrail", "LookupEvents", "stuck");
    const running = runFetch(cancelled, { limits: LIMITS });
    await vi.waitFor(async () => expect((await readSteps(cancelled))[0]?.state).toBe("running"), WAIT);
    await cancelFetch({ caseId, fetchId: cancelled }, ASKER);
    await running;
    expect(await readFetchState(cancelled)).toMatchObject({ state: "cancelled", loadId: null });
    await expect(cancelFetch({ caseId, fetchId: cancelled }, ASKER)).rejects.toMatchObject({ code: "conflict" });

    const skipped = await startedFetch(askedTrail(caseId), connectionTo(aws.url), { limits: LIMITS });
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
