import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { fakeConnection } from "@/e2e/aws/fake-context";
import { serveCloudTrail } from "@/e2e/aws/services/cloudtrail";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { OPERATOR } from "@/lib/auth/person";
import { createCase } from "@/lib/cases/create-case";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { askFetch } from "@/lib/fetch/ask-fetch";
import { runFetch } from "@/lib/fetch/run-fetch";
import { startFetch } from "@/lib/fetch/start-fetch";
import { loadFetched, startedFetch } from "@/lib/fetch/test-fetch";
import { makeParquet } from "@/lib/formats/parquet/test-parquet";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { investigate } from "@/lib/investigate/investigate";
import { INCIDENT, writeIncident } from "@/prisma/incidents/web-tier/write-incident";

let database: TestDatabase;
let folder: string;
let aws: FakeAws;
const bucket = new FakeBucket();
const lake = new FakeBucket();
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-fetch-"));
  writeIncident(folder, { scale: 0.02 });
  aws = await startFakeAws();
  serveS3(aws).set("archive", bucket).set("lake", lake);
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

const ACCOUNT = "111122223333";
const REGION = "eu-central-1";
const INTERFACE = "eni-0c1c1c1c1c1c1c1c1";
const INSTANCE = "i-0c1c1c1c1c1c1c1c1";
const BEFORE = { fromMs: Date.parse("2026-02-14T23:00:00Z"), toMs: Date.parse("2026-02-15T23:00:00Z") };
const WINDOW = { fromMs: Date.parse("2026-02-15T23:00:00Z"), toMs: Date.parse("2026-02-16T02:00:00Z") };
const CALL = {
  ...{ eventVersion: "1.11", eventID: "00000000-0000-4000-8000-000000000001", eventName: "DescribeInstances" },
  ...{
    eventSource: "ec2.amazonaws.com",
    eventTime: "2026-02-16T00:10:00Z",
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
  },
  ...{ eventType: "AwsApiCall", eventCategory: "Management", sourceIPAddress: "198.51.100.7" },
  userIdentity: { type: "AssumedRole", principalId: `AROAEXAMPLE:${INSTANCE}`, accessKeyId: "ASIAEXAMPLE0000000001" },
};
const CARD = {
  ...{ resourceType: "AWS::EC2::NetworkInterface", resourceId: INTERFACE, awsAccountId: ACCOUNT, awsRegion: REGION },
  ...{ configurationItemCaptureTime: "2026-02-15T12:00:00.000Z", configurationItemStatus: "OK" },
  configuration: {
    ...{ networkInterfaceId: INTERFACE, vpcId: "vpc-0c1c1c1c", status: "in-use", privateIpAddress: "10.0.7.5" },
    privateIpAddresses: [{ privateIpAddress: "10.0.7.5" }],
    attachment: { instanceId: INSTANCE, attachTime: "2026-02-01T00:00:00.000Z", deviceIndex: 0 },
  },
};
/** A flow record as Security Lake has it. */
const ACTIVITY = `SELECT 4001 AS class_uid, 6 AS activity_id, 1 AS action_id, ${Date.parse("2026-02-16T00:00:00Z")}::BIGINT AS time,
  ${Date.parse("2026-02-16T00:00:00Z")}::BIGINT AS start_time, ${Date.parse("2026-02-16T00:01:00Z")}::BIGINT AS end_time, 'OK' AS status_code,
  {'account': {'uid': '${ACCOUNT}'}, 'region': '${REGION}'} AS cloud, {'direction_id': 2, 'protocol_num': 6} AS connection_info,
  {'ip': '10.0.7.5', 'port': 40000, 'interface_uid': '${INTERFACE}', 'vpc_uid': 'vpc-0c1c1c1c', 'instance_uid': '${INSTANCE}'} AS src_endpoint,
  {'ip': '198.51.100.7', 'port': 443} AS dst_endpoint, {'bytes': 840, 'packets': 10} AS traffic,
  {'product': {'name': 'Amazon VPC', 'version': '5'}, 'version': '1.1.0'} AS metadata`;

it("reads Config's snapshot and Security Lake, and a trail whose files come after lookups leaves nothing open of their time", async () => {
  const { id: caseId } = await createCase({ title: "from a lake" });
  serveCloudTrail(aws, [CALL]);
  const unknownOf = async () => {
    const { coverage } = await investigate({
      caseId,
      ip: null,
      from: new Date(BEFORE.fromMs),
      to: new Date(WINDOW.toMs),
    });
    const open = coverage.filter(({ state }) => state === "looked-up" || state === "not-fetched");
    return open.map(({ subject, state, from }) => `${from.slice(0, 10)} ${subject} ${state}`).sort();
  };
  for (const window of [BEFORE, WINDOW]) {
    const question = { ...window, instanceIds: [INSTANCE] };
    const asked = { caseId, sources: ["cloudtrail" as const], question };
    const fetchId = await startedFetch(asked, fakeConnection(aws), { limits: {} });
    await runFetch(fetchId, { limits: {} });
    await loadFetched(fetchId);
  }
  // LookupEvents has the last 90 days.
  const left = (day: string, region: string) =>
    ["looked-up", "not-fetched"].map((state) => `${day} ${ACCOUNT}/${region} ${state}`);
  const others = ["2026-02-14", "2026-02-15"].flatMap((day) => left(day, "us-east-1"));
  const before = left("2026-02-14", REGION);
  expect(await unknownOf()).toEqual([...before, ...left("2026-02-15", REGION), ...others].sort());

  const logs = `AWSLogs/${ACCOUNT}`;
  const zipped = (value: unknown) => gzipSync(JSON.stringify(value));
  lake.put(
    `${logs}/CloudTrail/${REGION}/2026/02/16/${ACCOUNT}_CloudTrail_${REGION}_20260216T0015Z_a.json.gz`,
    zipped({ Records: [CALL] }),
  );
  lake.put(
    `${logs}/Config/${REGION}/2026/2/15/ConfigSnapshot/${ACCOUNT}_Config_${REGION}_ConfigSnapshot_20260215T120000Z_u.json.gz`,
    zipped({ fileVersion: "1.0", configSnapshotId: "u", configurationItems: [CARD] }),
  );
  lake.put(
    `aws/VPC_FLOW/2.0/region=${REGION}/accountId=${ACCOUNT}/eventDay=20260216/a.gz.parquet`,
    Buffer.from(await makeParquet(ACTIVITY)),
  );
  const logPlaces = [{ ...place, bucket: "lake" }];
  const objects = await startedFetch(
    { caseId, sources: ["s3"], question: { ...WINDOW, logPlaces } },
    fakeConnection(aws),
  );
  await runFetch(objects);
  expect(await loadFetched(objects)).toMatchObject({ state: "done", filesFailed: [], rejected: 0 });
  expect(await unknownOf()).toEqual([...before, ...others].sort());
  const kinds = await prisma().evidenceFile.findMany({ where: { caseId }, select: { kind: true } });
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["cloudtrail", "config", "vpc-flow"]));
  const holder = { caseId, subject: INTERFACE, holder: INSTANCE, proof: "description" };
  expect(await prisma().ledgerSpan.findMany({ where: holder })).toMatchObject([{ fromAt: new Date("2026-02-01") }]);
  const { instances } = await investigate({ caseId, ip: "198.51.100.7", from: null, to: null });
  expect(instances).toMatchObject([{ instanceId: INSTANCE, interfaces: [{ interfaceId: INTERFACE }] }]);
});
