import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import type { Person } from "@/lib/auth/person";
import { peopleOf } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { lookForTables } from "@/lib/fetch/look-for-tables";
import { makeTables } from "@/lib/fetch/make-tables";
import { setUpAthena } from "@/lib/fetch/set-up-athena";
import { openAthena } from "@/lib/sources/athena/test-athena";

let database: TestDatabase;
let world: Awaited<ReturnType<typeof openAthena>>;
let caseId: string;
let people: Record<string, Person>;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openAthena();
  caseId = (await createCase({ title: "no tables" })).id;
  people = await peopleOf(caseId);
}, 120_000);
afterAll(async () => {
  await world.close();
  await database.drop();
});
beforeEach(() => {
  world.athena.queries.length = 0;
});

const asked = () => {
  const { accountId, region, workgroup, outputLocation, mostBytes } = world.setup;
  return { accountId, region, workgroup, outputLocation, mostBytes, database: "fresh" };
};
const connection = () => world.context.clients.input.connection;
const look = () => lookForTables(asked(), connection(), "ada@example.net");
const entries = () =>
  prisma().auditEntry.findMany({ where: { caseId, action: { startsWith: "athena." } }, orderBy: { id: "asc" } });

function make(who: string, ids: string[], over: object = {}) {
  const agreed = { caseId, athena: asked(), ids, consent: true as const, ...over };
  return makeTables(agreed, connection(), people[who] as Person);
}

describe("tables over the logs that AWS says are written", () => {
  it("are proposed with their statements and their places, and nothing is made", async () => {
    const { found, proposals, notes } = await look();
    expect({ found, notes }).toEqual({ found: [], notes: [] });
    expect(proposals.map(({ makes, title, where }) => [makes, title, where])).toEqual([
      ["database", "The database fresh", "the Glue catalog"],
      ["table", "the flow log fl-0aa11aa11aa11aa11 (text, 14 fields)", "s3://example-organisation-logs/AWSLogs/"],
      ["table", "the flow log fl-0bb22bb22bb22bb22 (text, 24 fields)", "s3://example-organisation-logs/AWSLogs/"],
      ["table", "the resolver query logs of vpc-0a1b2c3d4e5f60718", "s3://example-organisation-logs/AWSLogs/"],
      [
        "table",
        "the CloudTrail logs of 111122223333 in eu-west-1, us-east-1",
        "s3://example-organisation-logs/AWSLogs/",
      ],
    ]);
    expect(world.athena.queries).toEqual([]);
  });

  it("are made by nobody who did not agree, or may not", async () => {
    const ids = (await look()).proposals.map(({ id }) => id);
    const unasked = make("lead", ids, { consent: false });
    await expect(unasked).rejects.toThrow("Nothing is made before you agree to it.");
    await expect(make("viewer", ids)).rejects.toMatchObject({ code: "forbidden" });
    await expect(make("stranger", ids)).rejects.toMatchObject({ code: "not-found" });
    await expect(make("lead", ["0".repeat(64)])).rejects.toMatchObject({ code: "conflict" });
    await prisma().case.update({ where: { id: caseId }, data: { state: "closed" } });
    await expect(make("lead", ids)).rejects.toMatchObject({ code: "conflict" });
    await prisma().case.update({ where: { id: caseId }, data: { state: "open" } });
    expect(world.athena.queries).toEqual([]);
    expect(await entries()).toEqual([]);
  });

  it("are told in words where AWS does not let them be made, or be looked for", async () => {
    world.aws.deny(["ec2:DescribeFlowLogs"]);
    const { proposals, notes } = await look();
    world.aws.allow(["ec2:DescribeFlowLogs"]);
    expect(proposals).toHaveLength(3);
    expect(notes).toEqual([expect.stringContaining("The permission ec2:DescribeFlowLogs is missing")]);
    world.aws.deny(["glue:CreateDatabase"]);
    const [first] = proposals;
    const refused = await make("investigator", [first?.id ?? ""]);
    world.aws.allow(["glue:CreateDatabase"]);
    expect(refused).toEqual({
      made: [],
      failed: [{ title: "The database fresh", message: expect.stringContaining("glue:CreateDatabase") }],
    });
    world.aws.deny(["athena:StartQueryExecution"]);
    const { failed } = await make("investigator", [first?.id ?? ""]);
    world.aws.allow(["athena:StartQueryExecution"]);
    expect(failed[0]?.message).toContain("The permission athena:StartQueryExecution is missing");
  });

  it("are made once somebody agrees, are found from then on, and the trail says who agreed to what", async () => {
    const before = (await entries()).length;
    const { proposals } = await look();
    const ids = proposals.map(({ id }) => id);
    world.aws.deny(["glue:CreateTable"]);
    const half = await make("investigator", ids);
    world.aws.allow(["glue:CreateTable"]);
    expect(half.made).toEqual(["The database fresh"]);
    expect(half.failed.map(({ message }) => message)).toEqual(
      Array.from({ length: 4 }, () => expect.stringMatching(/No identity-based policy|glue:CreateTable/)),
    );
    const rest = await look();
    expect(rest.proposals).toEqual(proposals.slice(1));
    const made = await make("investigator", ids.slice(1));
    expect({ ...made, made: made.made.toSorted() }).toEqual({
      failed: [],
      made: proposals
        .slice(1)
        .map(({ title }) => title)
        .toSorted(),
    });
    const { tables } = await setUpAthena(asked(), connection(), "ada@example.net");
    expect(tables.map(({ kind }) => kind).toSorted()).toEqual(["cloudtrail", "dns", "vpc-flow", "vpc-flow"]);
    const again = await look();
    expect({ found: again.found.length, proposals: again.proposals }).toEqual({ found: 4, proposals: [] });
    await expect(make("investigator", ids)).rejects.toMatchObject({ code: "conflict" });
    const told = (await entries()).slice(before + 2);
    expect(told.map(({ action, actor }) => [action, actor])).toEqual([
      ["athena.tables-agreed", "investigator@example.net"],
      ["athena.tables-made", "investigator@example.net"],
    ]);
    expect(told[0]?.detail).toMatchObject({ statements: proposals.slice(1).map(({ statement }) => statement) });
    expect((await verifyAuditChain()).brokenAt).toBeNull();
  });
});
