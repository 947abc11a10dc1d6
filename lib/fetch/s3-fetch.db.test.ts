import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { fakeConnection } from "@/e2e/aws/fake-context";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { OPERATOR } from "@/lib/auth/person";
import { createCase } from "@/lib/cases/create-case";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { askFetch } from "@/lib/fetch/ask-fetch";
import { runFetch } from "@/lib/fetch/run-fetch";
import { startFetch } from "@/lib/fetch/start-fetch";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { investigate } from "@/lib/investigate/investigate";
import { INCIDENT, writeIncident } from "@/prisma/incidents/web-tier/write-incident";

let database: TestDatabase;
let folder: string;
let aws: FakeAws;
const bucket = new FakeBucket();
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-fetch-"));
  writeIncident(folder, { scale: 0.02 });
  aws = await startFakeAws();
  serveS3(aws).set("archive", bucket);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const key = path.relative(folder, file).split(path.sep).join("/");
    if (entry.isFile()) bucket.put(key, await readFile(file));
  }
});
afterAll(async () => {
  await aws.close();
  await database.drop();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const documentOf = async (caseId: string) => {
  const document = await investigate({ caseId, ip: INCIDENT.indicator, from: INCIDENT.from, to: INCIDENT.to });
  return { ...document, case: null, generatedAt: null };
};
const place = { kind: "s3", bucket: "archive", prefix: "", accountId: "111122223333", region: "eu-central-1" } as const;
const ask = (caseId: string) =>
  askFetch(
    {
      ...{ caseId, sources: ["s3"] },
      question: { fromMs: INCIDENT.from.getTime(), toMs: INCIDENT.to.getTime(), logPlaces: [place] },
    },
    fakeConnection(aws),
    OPERATOR,
  );
const loadOf = async (fetchId: string) => {
  const { loadId } = await prisma().fetch.findUniqueOrThrow({ where: { id: fetchId } });
  return loadId === null ? null : runLoad(loadId);
};
const gotten = () => aws.calls.filter(({ operation }) => operation === "GetObject");

it("gives the incident's document out of a bucket as from disk, cut off in the middle and throttled", async () => {
  const { id: byFiles } = await createCase({ title: "from disk" });
  await loadEvidence({ caseId: byFiles, paths: [folder] });
  const { id: caseId } = await createCase({ title: "from S3" });
  const { fetchId } = await ask(caseId);
  await runFetch(fetchId);
  await startFetch({ caseId, fetchId }, OPERATOR);
  const stop = new AbortController();
  aws.befall("s3", "GetObject", "throttled", "broken", "unavailable", "refused");
  const first = runFetch(fetchId, { signal: stop.signal });
  first.catch(() => undefined);
  await vi.waitUntil(() => gotten().length > bucket.objects.size / 2, { timeout: 30_000, interval: 5 });
  stop.abort(new Error("killed"));
  await expect(first).rejects.toThrow("killed");
  expect(await loadOf(fetchId)).toBeNull();
  await runFetch(fetchId);
  expect(await loadOf(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect(await documentOf(caseId)).toEqual(await documentOf(byFiles));
});

it("brings nothing that the case has, and what is new of a bucket alone", async () => {
  const { caseId } = await prisma().fetch.findFirstOrThrow({ where: {} });
  const again = await ask(caseId);
  await runFetch(again.fetchId);
  await startFetch({ caseId, fetchId: again.fetchId }, OPERATOR);
  bucket.put(
    "later/20260216T1200Z_new.log",
    Buffer.from("2 111122223333 eni-0aaaaaaaa 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK\n"),
  );
  bucket.put("notes.txt", Buffer.from("Written again, in other words."));
  aws.calls.length = 0;
  await runFetch(again.fetchId);
  expect(gotten().map(({ input }) => input.Key)).toEqual(["notes.txt"]);
  expect(await loadOf(again.fetchId)).toMatchObject({ state: "done" });
});
