import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type FakeAccount, makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveGuardDuty } from "@/e2e/aws/services/guardduty";
import { serveSecurityHub } from "@/e2e/aws/services/security-hub";
import type { Person } from "@/lib/auth/person";
import { addPerson } from "@/lib/auth/test-people";
import { AWS_SERVICES, type AwsConnection } from "@/lib/aws/aws-connection.types";
import { draftsFromFindings } from "@/lib/cases/draft-from-findings";
import { connectionOf } from "@/lib/connections/connection-row";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { checkWatches } from "@/lib/findings/check-watches";
import { findWatch } from "@/lib/findings/find-watch";
import { getFinding } from "@/lib/findings/get-finding";
import { AskedFindings, listFindings } from "@/lib/findings/list-findings";
import { unwatchFindings, watchFindings } from "@/lib/findings/watch-findings";
import type * as Tell from "@/lib/notices/tell";
import { INDICATOR, WEB_2 } from "@/prisma/incidents/web-tier/world";

/** The last step of opening a case. */
const telling = vi.hoisted(() => ({ fails: false }));
vi.mock("@/lib/notices/tell", async (original) => {
  const real = await original<typeof Tell>();
  const tellPeople: typeof real.tellPeople = async (...given) => {
    if (telling.fails) throw new Error("cut off");
    await real.tellPeople(...given);
  };
  return { ...real, tellPeople };
});

let database: TestDatabase;
let aws: FakeAws;
let account: FakeAccount;
let connection: AwsConnection;
let owner: Person;
let member: Person;
beforeAll(async () => {
  database = await createTestDatabase();
  [owner, member] = [await addPerson("owner", "owner"), await addPerson("member", "member")];
  aws = await startFakeAws();
  account = makeFakeAccount({ scale: 0.01 });
  serveGuardDuty(aws, account);
  serveSecurityHub(aws, account);
  const row = await prisma().awsConnection.create({
    data: {
      ...{ name: "Production", regions: [account.region, "eu-north-1"], actor: "test" },
      accounts: [{ accountId: account.accountId, roleArn: null }],
      endpoints: Object.fromEntries(AWS_SERVICES.map((service) => [service, aws.url])),
    },
  });
  connection = connectionOf(row);
});
afterAll(async () => {
  await aws.close();
  await database.drop();
});

const listed = (asked: Record<string, unknown> = {}) => listFindings(connection, AskedFindings.parse(asked), member);
/** A finding like the incident's, made at a time, as GuardDuty has it. */
function addFinding(id: string, atMs: number, more: Record<string, unknown> = {}): void {
  const [like] = account.findings;
  const at = new Date(atMs).toISOString();
  const arn = `${String(like?.arn).replace(/[^/]+$/, "")}${id}`;
  account.findings.push({ ...like, id, arn, createdAt: at, updatedAt: at, ...more });
}

describe("the findings of a connection", () => {
  it("are those of all its places, changed last first, with what one place refuses beside them", async () => {
    const all = await listed();
    expect(all).toMatchObject({ problems: [], leftOut: 0, olderUntilMs: null });
    expect(all.findings.map(({ record }) => [record.instanceIds, record.sample])).toEqual(
      expect.arrayContaining([
        [[WEB_2.instanceId], false],
        [["i-0c1d1c1d1c1d1c1d1"], true],
      ]),
    );
    aws.befall("guardduty", "ListDetectors", "denied");
    const some = await listed();
    expect(some.problems).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/guardduty:ListDetectors is missing/) }),
    ]);
  });

  it("are narrowed, and what is no filter narrows nothing", async () => {
    const of = async (asked: Record<string, unknown>) => (await listed(asked)).findings.length;
    expect(await of({ instanceId: WEB_2.instanceId })).toBe(1);
    expect(await of({ ip: INDICATOR, leastSeverity: "7" })).toBe(2);
    expect(await of({ ip: "192.0.2.1" })).toBe(0);
    expect(await of({ leastSeverity: "9" })).toBe(0);
    expect(await of({ instanceId: "' OR", ip: "x", leastSeverity: "many", region: null })).toBe(2);
    expect(await of({ service: "security-hub", instanceId: WEB_2.instanceId })).toBe(1);
  });

  it("come in pages, each going on where the last one ended", async () => {
    const begin = Date.UTC(2026, 2, 1);
    for (let at = 0; at < 60; at += 1) addFinding(`paged-${String(at).padStart(2, "0")}`, begin + at * 1000);
    const first = await listed();
    expect(first.findings).toHaveLength(50);
    const rest = await listed({ untilMs: first.olderUntilMs });
    expect(rest.olderUntilMs).toBeNull();
    const ids = new Set([...first.findings, ...rest.findings].map(({ findingId }) => findingId));
    expect(ids.size).toBe(62);
    account.findings.splice(2);
  });

  it("fill a case's form, whatever their texts hold", async () => {
    addFinding("hostile", Date.UTC(2026, 2, 2), { title: '<img src=x onerror="alert(1)">\u202e' });
    const [found] = (await listed()).findings;
    const place = { connectionId: connection.id, service: "guardduty" as const, ...found, findingId: "hostile" };
    const { accountId = "", region = "" } = found ?? {};
    const text = await getFinding(connection, { ...place, accountId, region }, member);
    expect((await draftsFromFindings(text)).drafts).toMatchObject([
      {
        title: '<img src=x onerror="alert(1)">\u202e',
        instanceIds: [WEB_2.instanceId],
        flagged: [{ value: INDICATOR }],
      },
    ]);
    const gone = getFinding(connection, { ...place, accountId, region, findingId: "gone" }, member);
    await expect(gone).rejects.toMatchObject({ code: "not-found" });
    const elsewhere = getFinding(connection, { ...place, accountId: "999999999999", region }, member);
    await expect(elsewhere).rejects.toMatchObject({ code: "not-found" });
    account.findings.splice(2);
  });
});

describe("a finding of Security Hub", () => {
  it("fills the form that GuardDuty's own fills", async () => {
    const [own] = (await listed({ instanceId: WEB_2.instanceId })).findings;
    const [taken, ...others] = (await listed({ service: "security-hub", instanceId: WEB_2.instanceId })).findings;
    if (!own || !taken || others.length > 0) throw new Error("not one of each");
    const draftOf = async (service: "guardduty" | "security-hub", { accountId, region, findingId }: typeof own) => {
      const place = { connectionId: connection.id, service, accountId, region, findingId };
      const { drafts } = await draftsFromFindings(await getFinding(connection, place, member));
      return drafts;
    };
    const [draft, ...more] = await draftOf("security-hub", taken);
    expect(more).toEqual([]);
    expect(draft).toMatchObject({ instanceIds: [WEB_2.instanceId], flagged: [{ value: INDICATOR }] });
    const [like] = await draftOf("guardduty", own);
    expect(draft).toMatchObject({ title: like?.title, fromMs: like?.fromMs, toMs: like?.toMs });
  });
});

describe("a watch", () => {
  const check = () => checkWatches({ signal: new AbortController().signal });
  const cases = () => prisma().case.findMany({ include: { members: true, fetches: true, loads: true } });

  it("is an owner's to begin and to end", async () => {
    const watch = { connectionId: connection.id, service: "guardduty" as const, leastSeverity: 7 };
    await expect(watchFindings(watch, member)).rejects.toMatchObject({ code: "forbidden" });
    await watchFindings(watch, owner);
    await expect(unwatchFindings(watch, member)).rejects.toMatchObject({ code: "forbidden" });
    expect(await findWatch(connection.id, "guardduty")).toMatchObject({ leastSeverity: 7, checkedMs: null });
  });

  it("opens one case for each finding that is made from then on, with its fetch planned, and tells its people", async () => {
    await check();
    expect(await cases()).toEqual([]);
    const nowMs = Date.now() + 1000;
    addFinding("new", nowMs);
    addFinding("made-before", nowMs, { createdAt: new Date(0).toISOString() });
    addFinding("sample", nowMs, { title: "[SAMPLE] nothing" });
    addFinding("slight", nowMs, { severity: 2 });
    await check();
    const [opened, ...others] = await cases();
    expect(others).toEqual([]);
    expect(opened).toMatchObject({
      members: [{ userId: owner.id, role: "lead" }],
      fetches: [{ state: "planning" }],
      loads: [{ state: "queued" }],
    });
    expect(await prisma().notice.findMany()).toMatchObject([{ kind: "finding-met", userId: owner.id }]);
  });

  it("opens nothing of a case that is cut off on its way, and all of it the next time", async () => {
    const before = (await cases()).length;
    telling.fails = true;
    addFinding("cut-off", Date.now() + 1500);
    await check();
    telling.fails = false;
    expect(await cases()).toHaveLength(before);
    expect(await readdir(path.join(database.dataDir, "given"))).toHaveLength(before);
    await check();
    const opened = await cases();
    expect(opened.map(({ fetches, loads }) => [fetches.length, loads.length])).toEqual(
      Array.from({ length: before + 1 }, () => [1, 1]),
    );
    await prisma().case.deleteMany({ where: { id: opened.at(-1)?.id } });
  });

  it("never opens two for one finding: again, changed, at once, or by way of Security Hub", async () => {
    const finding = account.findings.find(({ id }) => id === "new");
    Object.assign(finding ?? {}, { updatedAt: new Date(Date.now() + 5000).toISOString() });
    await watchFindings({ connectionId: connection.id, service: "security-hub", leastSeverity: 7 }, owner);
    await prisma().findingWatch.updateMany({ data: { createdAt: new Date(Date.now() - 60_000) } });
    await Promise.all([check(), check()]);
    expect(await cases()).toHaveLength(1);
    await unwatchFindings({ connectionId: connection.id, service: "security-hub" }, owner);
  });

  it("says what it may not read, and goes on where it was once it may", async () => {
    aws.deny(["guardduty:ListFindings"]);
    addFinding("meanwhile", Date.now() + 2000);
    await check();
    expect(await findWatch(connection.id, "guardduty")).toMatchObject({
      failures: [{ region: account.region, message: expect.stringMatching(/guardduty:ListFindings is missing/) }],
    });
    aws.allow(["guardduty:ListFindings"]);
    await check();
    expect(await findWatch(connection.id, "guardduty")).toMatchObject({ failures: [] });
    expect(await cases()).toHaveLength(2);
  });

  it("opens the others' cases beside a finding that makes none, says which, and tries it again", async () => {
    const before = (await cases()).length;
    const [like] = account.findings as { resource: Record<string, object> }[];
    const resource = {
      ...like?.resource,
      instanceDetails: { ...like?.resource.instanceDetails, instanceId: "i-0ZZZZZZZZZZZZZZZZ" },
      accessKeyDetails: { accessKeyId: "no key" },
    };
    addFinding("no-case", Date.now() + 3000, { title: "a\0b" });
    addFinding("odd-ids", Date.now() + 4000, { resource });
    await check();
    expect((await findWatch(connection.id, "guardduty"))?.failures).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^The finding no-case opened no case: /) }),
    ]);
    expect(await cases()).toHaveLength(before + 1);
    const [asked] = await prisma().fetch.findMany({ orderBy: { createdAt: "desc" }, take: 1 });
    expect(asked?.question).toMatchObject({
      ...{ indicators: [{ kind: "ip", value: INDICATOR }], instanceIds: [], accessKeyIds: [] },
    });
    Object.assign(account.findings.find(({ id }) => id === "no-case") ?? {}, { title: "a case" });
    await check();
    expect(await findWatch(connection.id, "guardduty")).toMatchObject({ failures: [] });
    expect(await cases()).toHaveLength(before + 2);
  });
});
