import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type FakeAccount, makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveGuardDuty } from "@/e2e/aws/services/guardduty";
import { serveSecurityHub } from "@/e2e/aws/services/security-hub";
import type { Person } from "@/lib/auth/person";
import { addPerson } from "@/lib/auth/test-people";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import { draftsFromFindings } from "@/lib/cases/draft-from-findings";
import { keepFinding } from "@/lib/cases/keep-finding";
import { openCase } from "@/lib/cases/open-case";
import { connectionOf } from "@/lib/connections/connection-row";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { askFirstFetch } from "@/lib/findings/ask-first-fetch";
import { checkWatches } from "@/lib/findings/check-watches";
import { findWatch } from "@/lib/findings/find-watch";
import { getFinding } from "@/lib/findings/get-finding";
import { AskedFindings, listFindings } from "@/lib/findings/list-findings";
import { watchFindings } from "@/lib/findings/watch-findings";
import { runLoad } from "@/lib/ingest/run-load";
import { INDICATOR, WEB_2 } from "@/prisma/incidents/web-tier/world";

/** How many bytes the disk has free: what it has, unless a test says so. */
const disk = vi.hoisted(() => ({ free: null as number | null }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const statfs = async (folder: string) =>
    disk.free === null ? real.statfs(folder) : { ...(await real.statfs(folder)), bavail: disk.free, bsize: 1 };
  return { ...real, statfs };
});

let database: TestDatabase;
let aws: FakeAws;
let account: FakeAccount;
let owner: Person;
let connectionId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = await addPerson("owner", "owner");
  aws = await startFakeAws();
  account = makeFakeAccount({ scale: 0.01 });
  serveGuardDuty(aws, account);
  serveSecurityHub(aws, account);
  ({ id: connectionId } = await prisma().awsConnection.create({
    data: {
      ...{ name: "Production", regions: [account.region], actor: "test" },
      accounts: [{ accountId: account.accountId, roleArn: null }],
      endpoints: Object.fromEntries(AWS_SERVICES.map((service) => [service, aws.url])),
    },
  }));
});
afterAll(async () => {
  await aws.close();
  await database.drop();
});

/** The one finding of Security Hub about the incident's instance, as it is kept, and what it fills the form with. */
async function pickFinding() {
  const connection = connectionOf(await prisma().awsConnection.findUniqueOrThrow({ where: { id: connectionId } }));
  const asked = AskedFindings.parse({ service: "security-hub", instanceId: WEB_2.instanceId });
  const [picked] = (await listFindings(connection, asked, owner)).findings;
  if (!picked) throw new Error("no finding");
  const { accountId, region, findingId } = picked;
  const place = { connectionId, service: "security-hub" as const, accountId, region, findingId };
  const text = await getFinding(connection, place, owner);
  const [draft] = (await draftsFromFindings(text)).drafts;
  if (!draft) throw new Error("it fills no form");
  return { text, draft };
}

it("a finding of Security Hub opens the case that it fills: flagged, with its window, itself as evidence and its fetch planned", async () => {
  const { text, draft } = await pickFinding();
  const opened = {
    title: draft.title,
    indicators: draft.flagged.map(({ kind, value }) => ({ kind, value, source: "finding" as const })),
    ...{ windowFrom: new Date(draft.fromMs), windowTo: new Date(draft.toMs) },
  };
  const { id: caseId } = await openCase(opened, owner);
  await keepFinding({ caseId, text }, owner);
  const { instanceIds, accessKeyIds } = draft;
  await askFirstFetch(caseId, opened, { connectionId, instanceIds, accessKeyIds }, owner);

  const [load] = await prisma().load.findMany({ where: { caseId } });
  expect(await runLoad(load?.id ?? 0)).toMatchObject({ state: "done", filesFailed: [], rejected: 0 });
  const [file] = await prisma().evidenceFile.findMany({ where: { caseId } });
  expect(file).toMatchObject({ kind: "securityhub", records: 1n, size: BigInt(Buffer.byteLength(text)) });
  expect(await prisma().finding.findMany({ where: { caseId } })).toMatchObject([
    { instanceIds: [WEB_2.instanceId], sample: false },
  ]);
  expect(await prisma().indicator.findMany({ where: { caseId } })).toMatchObject([
    { kind: "address", value: INDICATOR, source: "finding" },
  ]);
  const [fetch] = await prisma().fetch.findMany({ where: { caseId } });
  expect(fetch).toMatchObject({
    ...{ state: "planning", connectionName: "Production" },
    question: {
      ...{ indicators: [{ kind: "ip", value: INDICATOR }], instanceIds: [WEB_2.instanceId] },
      ...{ fromMs: draft.fromMs, toMs: draft.toMs, athena: null },
    },
  });
});

it("a finding that the disk has no room for is not begun to be written, and opens its case once there is", async () => {
  await watchFindings({ connectionId, service: "guardduty", leastSeverity: 1 }, owner);
  const [like] = account.findings;
  const at = new Date(Date.now() + 1000).toISOString();
  account.findings.push({ ...like, id: "no-room", createdAt: at, updatedAt: at });
  const check = () => checkWatches({ signal: new AbortController().signal });
  const before = await prisma().case.count();
  const given = () => readdir(path.join(database.dataDir, "given"));
  const kept = await given();
  disk.free = 1_000_000;
  await check();
  expect((await findWatch(connectionId, "guardduty"))?.failures).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/opened no case: Loading needs about \d+ bytes free/) }),
  ]);
  const { id: caseId } = await openCase({ title: "by hand" }, owner);
  const { text } = await pickFinding();
  await expect(keepFinding({ caseId, text }, owner)).rejects.toMatchObject({ code: "no-space" });
  expect([await prisma().case.count(), await given()]).toEqual([before + 1, kept]);
  disk.free = null;
  await check();
  expect(await findWatch(connectionId, "guardduty")).toMatchObject({ failures: [] });
  expect(await prisma().case.count()).toBe(before + 2);
});
