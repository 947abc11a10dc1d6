import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServedIncident, serveIncident } from "@/e2e/aws/serve-incident";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { askFetch } from "@/lib/fetch/ask-fetch";
import { chooseLog } from "@/lib/fetch/choose-log";
import type { ExistingLogView } from "@/lib/fetch/fetch-view.types";
import { listFetches } from "@/lib/fetch/list-fetches";
import { runFetch } from "@/lib/fetch/run-fetch";
import { startFetch } from "@/lib/fetch/start-fetch";
import { ASKER, loadFetched, newCase } from "@/lib/fetch/test-fetch";
import { investigate } from "@/lib/investigate/investigate";
import { ACCOUNT, END, REGION, START, VPC, WEB_2 } from "@/prisma/incidents/web-tier/world";

let database: TestDatabase;
let incident: ServedIncident;
let connection: AwsConnection;
beforeAll(async () => {
  database = await createTestDatabase();
  incident = await serveIncident();
  connection = {
    ...{ id: "00000000-0000-4000-8000-000000000001", name: "fake", profile: null, externalId: null },
    ...{ accounts: [{ accountId: ACCOUNT, roleArn: null }], regions: [REGION] },
    endpoints: Object.fromEntries(AWS_SERVICES.map((service) => [service, incident.aws.url])),
  };
});
afterAll(async () => {
  await incident.aws.close();
  await database.drop();
});

/** A plan to read what the inventory finds. */
async function planned() {
  const caseId = await newCase();
  const question = { instanceIds: [WEB_2.instanceId], fromMs: START, toMs: END };
  const { fetchId } = await askFetch({ caseId, sources: ["log-inventory"], question }, connection, ASKER);
  await runFetch(fetchId);
  const view = async () => {
    const [fetch] = await listFetches(caseId);
    if (!fetch) throw new Error("no fetch");
    return fetch;
  };
  const logs = async (kind: ExistingLogView["kind"]) => (await view()).logs.filter((log) => log.kind === kind);
  const choose = ({ accountId, region, id }: ExistingLogView, isRead: boolean) =>
    chooseLog({ caseId, fetchId, accountId, region, id, isRead }, ASKER);
  const steps = async () => {
    const found = await prisma().fetchStep.findMany({ where: { fetchId, source: "s3" }, orderBy: { number: "asc" } });
    return Object.fromEntries(found.map(({ title, state }) => [/^[^,]+?(?= of )/.exec(title)?.[0] ?? title, state]));
  };
  return { caseId, fetchId, view, logs, choose, steps };
}

it("leaves a log out of a plan, takes it in again, and reads what is left; what was left out is told", async () => {
  const { caseId, fetchId, view, logs, choose, steps } = await planned();
  const whole = await view();
  const [lookups] = await logs("dns");
  if (!lookups) throw new Error("no resolver log");
  expect(lookups).toMatchObject({ isRead: true, isPlanned: true });
  const filesOf = ({ sources }: typeof whole) => sources.find(({ source }) => source === "s3")?.planned.files ?? 0;

  await choose(lookups, false);
  expect(await steps()).toMatchObject({
    "Resolver query logs": "skipped",
    "Flow logs": "pending",
    CloudTrail: "pending",
  });
  expect(await logs("dns")).toMatchObject([{ isRead: false, isPlanned: true, isReadWithOthers: false }]);
  const keys = [...incident.account.objects.keys()];
  const ofLookups = keys.filter((key) => key.includes("/vpcdnsquerylogs/")).length;
  expect(filesOf(whole) - filesOf(await view())).toBe(ofLookups);
  await choose(lookups, true);
  expect([await steps(), filesOf(await view())]).toEqual([
    expect.objectContaining({ "Resolver query logs": "pending" }),
    filesOf(whole),
  ]);

  await choose(lookups, false);
  await startFetch({ caseId, fetchId }, ASKER);
  incident.aws.calls.length = 0;
  await runFetch(fetchId);
  await loadFetched(fetchId);
  const read = incident.aws.calls.flatMap(({ operation, input }) =>
    operation === "GetObject" ? [String(input.Key)] : [],
  );
  expect(read.some((key) => key.includes("/vpcdnsquerylogs/"))).toBe(false);
  expect(read.some((key) => key.includes("/vpcflowlogs/"))).toBe(true);
  const { coverage } = await investigate({ caseId, ip: null, from: new Date(START), to: new Date(END) });
  expect(coverage).toContainEqual(
    expect.objectContaining({
      ...{ source: "dns", subject: VPC, state: "not-fetched" },
      note: expect.stringContaining("left out by a person"),
    }),
  );
  await expect(choose(lookups, true)).rejects.toMatchObject({ code: "conflict" });
  const entries = await prisma().auditEntry.findMany({ where: { caseId, action: "fetch.log-chosen" } });
  expect(entries).toHaveLength(3);
});

it("reads a folder as long as one of the logs in it is to be read, and says so of the others", async () => {
  const { logs, choose, steps } = await planned();
  const [one, other] = await logs("vpc-flow");
  if (!one || !other) throw new Error("no two flow logs");
  await choose(one, false);
  expect(await steps()).toMatchObject({ "Flow logs": "pending" });
  expect(await logs("vpc-flow")).toMatchObject([
    { isRead: false, isReadWithOthers: true },
    { isRead: true, isReadWithOthers: false },
  ]);
  await choose(other, false);
  expect(await steps()).toMatchObject({ "Flow logs": "skipped" });
  expect(await logs("vpc-flow")).toMatchObject([
    { isRead: false, isReadWithOthers: false },
    { isRead: false, isReadWithOthers: false },
  ]);
  await choose(one, true);
  expect(await steps()).toMatchObject({ "Flow logs": "pending" });
});

it("lists 300 logs of a kind and says how many more there are, whose steps nobody leaves out by the others", async () => {
  const { described } = incident.account;
  const saved = described.FlowLogs;
  const [like] = saved ?? [];
  described.FlowLogs = Array.from({ length: 302 }, (_, at) => ({
    ...{ ...like, FlowLogId: `fl-${String(at).padStart(17, "0")}` },
  }));
  const { view, logs, choose, steps } = await planned();
  described.FlowLogs = saved ?? [];
  const { logs: listed, logCount } = await view();
  expect([listed.length, logCount]).toEqual([300, 304]);
  for (const log of await logs("vpc-flow")) await choose(log, false);
  // Two that are not listed lie in the same folder.
  expect(await steps()).toMatchObject({ "Flow logs": "pending" });
  expect((await logs("vpc-flow"))[0]).toMatchObject({ isRead: false, isReadWithOthers: true });
}, 60_000);

it("knows no log but those of the plan", async () => {
  const { logs, choose } = await planned();
  const [trail] = await logs("cloudtrail");
  if (!trail) throw new Error("no trail");
  for (const strange of [{ id: "fl-0bad" }, { region: "us-west-2" }, { accountId: "999999999999" }])
    await expect(choose({ ...trail, ...strange }, false)).rejects.toMatchObject({ code: "not-found" });
});
