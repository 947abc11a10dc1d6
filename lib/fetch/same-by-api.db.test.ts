import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LOG_BUCKET, makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveCloudTrail, type TrailEvent } from "@/e2e/aws/services/cloudtrail";
import { serveSts } from "@/e2e/aws/services/sts";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runFetch } from "@/lib/fetch/run-fetch";
import { connectionTo, loadFetched, readFetchState, startedFetch } from "@/lib/fetch/test-fetch";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { investigate } from "@/lib/investigate/investigate";
import { ACCOUNT, DEPLOY_ACCOUNT, END, INDICATOR, REGION, START } from "@/prisma/incidents/web-tier/world";

const ROLE = `arn:aws:iam::${DEPLOY_ACCOUNT}:role/Reader`;

let database: TestDatabase;
let aws: FakeAws;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  aws = await startFakeAws({ accountId: ACCOUNT });
  folder = await mkdtemp(path.join(tmpdir(), "threadline-by-api-"));
});
afterAll(async () => {
  await aws.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function put(below: string, files: Iterable<[string, Uint8Array | string]>): Promise<string> {
  for (const [key, bytes] of files) {
    const file = path.join(folder, below, LOG_BUCKET, key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  return path.join(folder, below);
}

/** What the document says of the instances' own doings; records are named by their file, which is another one here. */
const toldOf = ({ instances }: InvestigationV1) =>
  instances.map(({ instanceId, roles, apiCalls, chainedSessions, offInstanceUse, traffic, domains }) => ({
    ...{ instanceId, roles, apiCalls, chainedSessions, offInstanceUse, traffic, domains: domains.length },
  }));

it("says the same of the sample incident's calls when they are looked up in both accounts as when their files are loaded", async () => {
  const { objects } = makeFakeAccount({ scale: 0.02 });
  const trails = [...objects].filter(([key]) => key.includes("/CloudTrail/"));
  // LookupEvents has management events alone; both get the same of them.
  const events = trails
    .flatMap(([, bytes]) => JSON.parse(gunzipSync(bytes).toString("utf8")).Records as TrailEvent[])
    .filter(({ eventCategory = "Management" }) => eventCategory === "Management");
  const rest = await put(
    "rest",
    [...objects].filter(([key]) => !key.includes("/CloudTrail")),
  );
  const trail = await put("trail", [["trail.json", JSON.stringify({ Records: events })]]);
  const byFile = (await createCase({ title: "by file" })).id;
  await loadEvidence({ caseId: byFile, paths: [rest, trail] });
  const expected = await investigate({ caseId: byFile, ip: INDICATOR, from: null, to: null });

  serveCloudTrail(aws, events);
  serveSts(aws, { [ROLE]: {} });
  const byApi = (await createCase({ title: "by API" })).id;
  await loadEvidence({ caseId: byApi, paths: [rest] });
  const connection = connectionTo(aws.url, {
    ...{
      regions: [REGION],
      accounts: [
        { accountId: ACCOUNT, roleArn: null },
        { accountId: DEPLOY_ACCOUNT, roleArn: ROLE },
      ],
    },
  });
  const instanceIds = expected.instances.map(({ instanceId }) => instanceId);
  const question = { instanceIds, fromMs: START, toMs: END };
  const fetchId = await startedFetch({ caseId: byApi, sources: ["cloudtrail"], question }, connection, { limits: {} });
  await runFetch(fetchId, { limits: {} });
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect((await readFetchState(fetchId)).error).toBeNull();
  const document = await investigate({ caseId: byApi, ip: INDICATOR, from: null, to: null });
  expect(toldOf(document)).toEqual(toldOf(expected));
  expect(document.instances.flatMap(({ chainedSessions }) => chainedSessions).length).toBeGreaterThan(1);
  expect(document.unattributed).toEqual(expected.unattributed);
});
