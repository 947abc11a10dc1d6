import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { fetchCommand } from "@/lib/cli/fetch-command";
import { bytesFor } from "@/lib/cli/fetch-options";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { openAthena } from "@/lib/sources/athena/test-athena";
import { END, INDICATOR, START, WEB_2 } from "@/prisma/incidents/web-tier/world";

let database: TestDatabase;
let world: Awaited<ReturnType<typeof openAthena>>;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openAthena();
  const { account, aws } = world;
  await prisma().awsConnection.create({
    data: {
      ...{ name: "Production", regions: [account.region], actor: "test" },
      accounts: [{ accountId: account.accountId, roleArn: null }],
      endpoints: Object.fromEntries(AWS_SERVICES.map((service) => [service, aws.url])),
    },
  });
}, 60_000);
afterAll(async () => {
  await world.close();
  await database.drop();
});
afterEach(() => {
  process.exitCode = undefined;
});

/** A case about the address, within the time of the incident. */
async function openCase(title: string): Promise<string> {
  const { id: caseId } = await createCase({ title });
  await addIndicator({ caseId, kind: "address", value: INDICATOR });
  await prisma().case.update({ where: { id: caseId }, data: { windowFrom: new Date(START), windowTo: new Date(END) } });
  return caseId;
}

async function run(...args: string[]): Promise<{ out: string; err: string }> {
  const said = { out: "", err: "" };
  const spies = (["out", "err"] as const).map((name) =>
    vi.spyOn(process[`std${name}`], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    }),
  );
  try {
    // Nobody waits where pace is not what is looked at.
    await fetchCommand({})
      .exitOverride()
      .parseAsync([...args, "--connection", "Production"], { from: "user" });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return said;
}

const place = () => [
  "--ask",
  "ec2",
  "--place",
  `s3://${world.account.bucket}/AWSLogs/`,
  "--instance",
  WEB_2.instanceId,
];
const gotten = () => world.aws.calls.filter(({ operation }) => operation === "GetObject").length;

it("prints the plan alone with --plan, reads nothing, and leaves no plan behind", async () => {
  const caseId = await openCase("planned");
  world.aws.calls.length = 0;
  const { out } = await run("planned", ...place(), "--plan");
  expect(out).toMatch(/^Plan by Production, 2026-02-15 00:00 up to 2026-02-17 00:00 UTC\n/);
  expect(out).toMatch(/\n {2}S3 +\d steps, \d+ calls, \d+ files, [\d.]+ [kM]B\n/);
  expect(out).toMatch(/\n {2}EC2 +9 steps, at least 9 calls/);
  expect(gotten()).toBe(0);
  expect(await prisma().fetch.findMany({ where: { caseId } })).toMatchObject([{ state: "cancelled", loadId: null }]);
});

it("fetches and loads what the plan says, and says what it could not bring", async () => {
  const caseId = await openCase("fetched");
  world.aws.deny(["ec2:DescribeInstances"]);
  const { out, err } = await run("fetched", ...place());
  world.aws.allow(["ec2:DescribeInstances"]);
  expect(process.exitCode).toBe(1);
  expect(err).toMatch(/not brought: EC2, .*ec2:DescribeInstances is missing/);
  expect(out).toMatch(/\n\d+ files loaded, 0 already known, 0 failed: \d+ records/);
  const [fetch] = await prisma().fetch.findMany({ where: { caseId }, include: { objects: true } });
  expect(fetch).toMatchObject({ state: "done", actor: "operator", connectionName: "Production" });
  expect(fetch?.objects.length).toBeGreaterThan(10);
  const files = await prisma().evidenceFile.count({ where: { caseId } });
  expect(out).toContain(`${files} files loaded`);

  // The case has all of them: there is nothing to be brought again.
  process.exitCode = undefined;
  world.aws.calls.length = 0;
  expect((await run("fetched", ...place())).out).toMatch(/ files loaded/);
  expect([gotten(), process.exitCode]).toEqual([0, undefined]);
});

it("is cancelled by Ctrl-C, and nothing of it is loaded", async () => {
  const caseId = await openCase("interrupted");
  world.aws.befall("s3", "GetObject", "stuck");
  const running = run("interrupted", ...place());
  running.catch(() => undefined);
  world.aws.calls.length = 0;
  await vi.waitFor(() => expect(gotten()).toBeGreaterThan(0), { timeout: 30_000 });
  process.emit("SIGINT");
  await expect(running).rejects.toMatchObject({ code: "cancelled" });
  expect(await prisma().fetch.findMany({ where: { caseId } })).toMatchObject([{ state: "cancelled", loadId: null }]);
  expect(await prisma().load.count({ where: { caseId } })).toBe(0);
});

it("asks Athena within a price: of a plan, which is not started, and of each question", async () => {
  const caseId = await openCase("by Athena");
  const asked = ["by Athena", "--ask", "ec2", "--database", "logs", "--results", "s3://results/athena/"];
  const { out } = await run(...asked, "--plan");
  expect(out).toMatch(/\n {2}Athena: .*, reads at most [\d.]+ [kM]B, stopped beyond 100 GB\n/);
  expect(out).toContain("Athena costs less than $0.01");
  const before = world.athena.queries.length;
  vi.stubEnv("THREADLINE_ATHENA_USD_PER_TB", "1000");
  await expect(run(...asked, "--limit-price", "0.01")).rejects.toMatchObject({
    message: expect.stringContaining("costs more than $0.01"),
  });
  expect(world.athena.queries).toHaveLength(before);
  expect(bytesFor(0.5)).toBe(500_000_000);
  const fetched = await run(...asked, "--limit-price", "0.5");
  vi.stubEnv("THREADLINE_ATHENA_USD_PER_TB", "5");
  expect(fetched.out).toContain("stopped beyond 500 MB");
  expect(fetched.out).toMatch(/ read by Athena, about \$0\.\d\d\n/);
  expect(process.exitCode).toBeUndefined();
  expect(await prisma().evidenceFile.count({ where: { caseId, kind: "vpc-flow" } })).toBeGreaterThan(0);
});

it.each([
  [["nowhere"], /There is no case named nowhere/],
  [["planned", "--connection", "Prodution"], /There is no connection Prodution. There are: Production/],
  [["planned", "--instance", "web-1"], /This is no id of an instance/],
  [["planned", "--place", "s3://a b"], /“b” is no account/],
  [["planned", "--from", "2026-02-18", "--to", "2026-02-17"], /The window ends before it begins/],
])("says in words what cannot be asked: %j", async (args, words) => {
  await expect(
    fetchCommand({})
      .exitOverride()
      .parseAsync(["--connection", "Production", ...args], { from: "user" }),
  ).rejects.toMatchObject({ message: expect.stringMatching(words) });
});
