import { afterAll, beforeAll, expect, it } from "vitest";
import { AwsFault } from "@/e2e/aws/aws-fault";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { lookUps, serveCloudTrail } from "@/e2e/aws/services/cloudtrail";
import { AwsFault as SourceFault } from "@/lib/aws/aws-fault";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { retryFetch } from "@/lib/fetch/retry-fetch";
import { runFetch } from "@/lib/fetch/run-fetch";
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
} from "@/lib/fetch/test-fetch";
import { investigate } from "@/lib/investigate/investigate";
import { cloudTrail } from "@/lib/sources/cloudtrail/cloudtrail";
import { REGISTRY } from "@/lib/sources/registry";
import type { Source } from "@/lib/sources/source.types";

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
  const fetchId = await startedFetch(askedTrail(caseId), connectionTo(aws.url), { limits: LIMITS });
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
  const fetchId = await startedFetch(askedTrail(caseId), connectionTo(aws.url), options);
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

it("begins from the start where what came never reached a load", async () => {
  const caseId = await newCase();
  serveCloudTrail(aws, [call("DescribeInstances")]);
  aws.deny(["cloudtrail:LookupEvents"]);
  const fetchId = await startedFetch(askedTrail(caseId), connectionTo(aws.url), { limits: LIMITS });
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
