import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveCloudTrail } from "@/e2e/aws/services/cloudtrail";
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
