import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveCloudTrail } from "@/e2e/aws/services/cloudtrail";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import {
  askedTrail,
  call,
  connectionTo,
  fetchedLines,
  idsOf,
  newCase,
  readFetchState,
  readSteps,
  startedFetch,
} from "@/lib/fetch/test-fetch";
import { sweepIncoming } from "@/lib/ingest/incoming";
import { fileAccounts } from "@/lib/ingest/test-accounts";
import { flowLog } from "@/lib/ingest/test-corpus";
import { enqueueFetch } from "@/lib/jobs/fetch-job";
import { builtPrograms } from "@/lib/worker/test-programs";

const WAIT = { timeout: 45_000, interval: 20 };

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

describe("a worker that is killed in mid-fetch", () => {
  it("goes on where it was, with nothing twice and nothing missing, and never asks faster than twice a second", async () => {
    const caseId = await newCase();
    const regions = ["us-east-1", "eu-central-1"];
    const events = Array.from({ length: 540 }, (_, n) =>
      call("DescribeInstances", { awsRegion: regions[n % 2] as string }),
    );
    serveCloudTrail(aws, events);
    aws.calls.length = 0;
    const fetchId = await startedFetch(askedTrail(caseId), connectionTo(aws.url, { regions }));
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

describe("a worker that is killed while it fetches objects of S3, and again while it loads them", () => {
  const OBJECTS = 40;
  const LINES = 6000;

  it("has each object once, whole, and leaves nothing else behind", async () => {
    const bucket = new FakeBucket();
    const log = (file: number) =>
      flowLog(Array.from({ length: LINES }, (_, at) => ({ minute: at % 1000, port: at, bytes: 100 + file })));
    for (let file = 0; file < OBJECTS; file++) bucket.put(`logs/${file}.log`, Buffer.from(log(file)));
    serveS3(aws).set("archive", bucket);
    const caseId = await newCase();
    const place = {
      kind: "s3",
      bucket: "archive",
      prefix: "logs/",
      accountId: "111122223333",
      region: "eu-central-1",
    } as const;
    const question = { fromMs: Date.UTC(2025, 2, 1), toMs: Date.now(), logPlaces: [place] };
    const fetchId = await startedFetch(
      { caseId, sources: ["s3"], question },
      connectionTo(aws.url, { regions: [place.region] }),
    );
    await enqueueFetch(fetchId);
    aws.calls.length = 0;
    const first = startWorker();
    const gotten = () => aws.calls.filter(({ operation }) => operation === "GetObject").length;
    await vi.waitUntil(() => gotten() > OBJECTS / 4, WAIT);
    first.kill("SIGKILL");
    await once(first, "exit");
    expect((await readFetchState(fetchId)).state).toBe("running");

    const second = startWorker();
    const read =
      "SELECT l.id FROM loads l JOIN load_files f ON f.load_id = l.id AND f.state = 'done' WHERE l.case_id = $1 LIMIT 1";
    await vi.waitUntil(async () => (await pool().query(read, [caseId])).rowCount === 1, WAIT);
    second.kill("SIGKILL");
    await once(second, "exit");
    expect((await readFetchState(fetchId)).state).toBe("loading");
    const open = async () =>
      (await pool().query("SELECT FROM loads WHERE case_id = $1 AND finished_at IS NULL", [caseId])).rowCount;
    expect(await open()).toBe(1);

    const third = startWorker();
    await vi.waitFor(async () => expect((await readFetchState(fetchId)).state).toBe("done"), WAIT);
    third.kill("SIGTERM");
    await once(third, "exit");
    expect(await open()).toBe(0);
    const accounts = await fileAccounts(caseId);
    expect(accounts).toHaveLength(OBJECTS);
    for (const account of accounts)
      expect(account).toMatchObject({ kind: "vpc-flow", records: LINES, duplicates: 0, rejected: 0 });
    expect(existsSync(path.join(database.dataDir, "fetches", fetchId))).toBe(false);
    // What a killed process was just writing stays until the sweep of a day later.
    await sweepIncoming(database.dataDir, -1000);
    const stored = await readdir(path.join(database.dataDir, "evidence"), { recursive: true });
    expect(stored.filter((name) => path.basename(name).startsWith("incoming-"))).toEqual([]);
  });
});
