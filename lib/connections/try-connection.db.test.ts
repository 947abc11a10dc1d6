import { afterAll, beforeAll, expect, it } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveSts } from "@/e2e/aws/services/sts";
import type { Person } from "@/lib/auth/person";
import { addPerson } from "@/lib/auth/test-people";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import { PERMISSIONS, policyFor } from "@/lib/aws/permissions";
import { addConnection } from "@/lib/connections/add-connection";
import { askAccounts } from "@/lib/connections/ask-accounts";
import type { ConnectionTest } from "@/lib/connections/connection-test.types";
import { getConnection } from "@/lib/connections/get-connection";
import { tryConnection } from "@/lib/connections/try-connection";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
let aws: FakeAws;
let owner: Person;
let id: string;
const ROLE = "arn:aws:iam::444455556666:role/Reader";
const OTHER = "arn:aws:iam::777788889999:role/Reader";
/** What takes a bucket or a key of people's own, costs, or makes something. */
const NOT_TRIED = [
  ...["athena:StartQueryExecution", "glue:CreateDatabase", "glue:CreateTable", "kms:Decrypt"],
  ...["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = await addPerson("ann", "owner");
  aws = await startFakeAws({ answersAll: true });
  serveSts(aws, { [ROLE]: {} });
  const accounts = [ROLE, OTHER].map((roleArn) => ({ accountId: roleArn.slice(13, 25), roleArn }));
  const endpoints = Object.fromEntries(AWS_SERVICES.map((service) => [service, aws.url]));
  const given = { name: "Both", profile: null, externalId: null, regions: ["eu-central-1", "us-east-1"], endpoints };
  ({ id } = await addConnection({ ...given, reach: { by: "accounts", accounts } }, owner));
});
afterAll(async () => {
  await aws.close();
  await database.drop();
});

it("says of each account who is there, and what is missing, and keeps it", async () => {
  aws.deny(["cloudtrail:LookupEvents"]);
  await tryConnection({ id }, owner);
  const { test, testedAt } = await prisma().awsConnection.findUniqueOrThrow({ where: { id } });
  const [first, second] = (test as unknown as ConnectionTest).accounts;
  expect(testedAt).toBeInstanceOf(Date);
  expect(first).toMatchObject({
    arn: "arn:aws:sts::444455556666:assumed-role/Reader/threadline-ann@example.net",
    fault: null,
  });
  const missing = first?.actions.filter(({ state }) => state === "missing");
  expect(missing).toMatchObject([{ action: "cloudtrail:LookupEvents", words: expect.stringContaining("is missing") }]);
  expect(second).toMatchObject({ arn: null, actions: [], fault: expect.stringContaining("sts:AssumeRole is missing") });
  const entry = await prisma().auditEntry.findFirst({ where: { action: "connection.tested" } });
  expect(entry?.detail).toEqual({ accounts: 2, unreachable: ["777788889999"], missing: ["cloudtrail:LookupEvents"] });
  aws.allow(["cloudtrail:LookupEvents"]);
});

it("can tell of every action that it sends something for, allowed or not", async () => {
  const connection = await getConnection(id);
  const accounts = connection.accounts.slice(0, 1);
  const actions = Object.keys(PERMISSIONS);
  const states = async () => {
    const { accounts: tested } = await askAccounts({ ...connection, accounts }, actions, "ann");
    return tested.flatMap((one) => one.actions);
  };
  const before = aws.calls.length;
  const allowed = await states();
  expect(allowed.filter(({ state }) => state !== "allowed").map(({ action, state }) => [state, action])).toEqual(
    NOT_TRIED.map((action) => ["not-tried", action]),
  );
  // What was sent is what the permission is for, and it changes nothing.
  const sent = aws.calls
    .slice(before)
    .map(({ action }) => action)
    .filter((action) => !action.startsWith("sts:"));
  expect([...new Set(sent)].sort()).toEqual(
    allowed
      .filter(({ state }) => state === "allowed")
      .map(({ action }) => action)
      .sort(),
  );
  aws.deny(actions);
  const denied = await states();
  expect(denied.filter(({ state }) => state !== "missing").map(({ action, state }) => [state, action])).toEqual(
    NOT_TRIED.map((action) => ["not-tried", action]),
  );
  aws.allow(actions);
});

it("tells a region that is closed from a permission that is missing", async () => {
  aws.befall("sts", "GetCallerIdentity", "slow", "expired");
  const connection = await getConnection(id);
  const { accounts } = await askAccounts({ ...connection, accounts: connection.accounts.slice(0, 1) }, [], "ann");
  expect(accounts[0]?.closedRegions).toMatchObject([{ region: "us-east-1" }]);
});

it("writes the smallest policy: an action once, beside what it works on", () => {
  expect(
    policyFor(["s3:GetObject", "ec2:DescribeInstances", "cloudtrail:LookupEvents", "s3:GetObject"]).Statement,
  ).toEqual([
    {
      Sid: "ThreadlineAnything",
      Effect: "Allow",
      Action: ["cloudtrail:LookupEvents", "ec2:DescribeInstances"],
      Resource: ["*"],
    },
    { Sid: "ThreadlineObject", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::LOG-BUCKET/*"] },
  ]);
  expect(policyFor([]).Statement).toEqual([]);
});
