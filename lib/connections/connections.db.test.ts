import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveSts } from "@/e2e/aws/services/sts";
import type { Person } from "@/lib/auth/person";
import { addPerson } from "@/lib/auth/test-people";
import { addConnection } from "@/lib/connections/add-connection";
import { changeConnection } from "@/lib/connections/change-connection";
import { getConnection } from "@/lib/connections/get-connection";
import { listAgain } from "@/lib/connections/list-again";
import { listConnectionChoices } from "@/lib/connections/list-connections";
import { removeConnection } from "@/lib/connections/remove-connection";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
let aws: FakeAws;
let owner: Person;
let member: Person;
const READER = "arn:aws:iam::999900001111:role/Lister";
const organisation = [
  ["444455556666", "ACTIVE"],
  ["111122223333", "ACTIVE"],
  ["777788889999", "SUSPENDED"],
] as const;

beforeAll(async () => {
  database = await createTestDatabase();
  [owner, member] = [await addPerson("ann", "owner"), await addPerson("ben")];
  aws = await startFakeAws();
  serveSts(aws);
  aws.on("organizations", "ListAccounts", ({ input, page }) => {
    const all = organisation.map(([Id, Status]) => ({
      Id,
      Status,
      Arn: `arn:aws-cn:organizations::1:account/o-1/${Id}`,
    }));
    const { items, next } = page(all, 2, input.NextToken);
    return { Accounts: items, NextToken: next };
  });
});
beforeEach(() => prisma().awsConnection.deleteMany());
afterAll(async () => {
  await aws.close();
  await database.drop();
});

const given = (more: object = {}) => ({
  ...{ name: "Production", profile: null, externalId: null, regions: ["eu-central-1", "eu-central-1"] },
  reach: { by: "accounts" as const, accounts: [] },
  endpoints: { sts: aws.url, organizations: `${aws.url}/` },
  ...more,
});
const accounts = (...list: { accountId: string; roleArn: string | null }[]) => ({
  reach: { by: "accounts" as const, accounts: list },
});
const code = (asked: Promise<unknown>) =>
  asked.then(
    () => "done",
    ({ code }: { code?: string }) => code ?? "fault",
  );
const entries = () =>
  prisma().auditEntry.findMany({ where: { action: { startsWith: "connection." } }, orderBy: { id: "asc" } });

it("finds whose account the credentials are of where none was written down", async () => {
  const { id } = await addConnection(given(), owner);
  expect(await getConnection(id)).toMatchObject({
    ...{ name: "Production", regions: ["eu-central-1"], endpoints: { sts: aws.url, organizations: aws.url } },
    accounts: [{ accountId: "111122223333", roleArn: null }],
  });
  expect(await listConnectionChoices()).toEqual([
    { id, name: "Production", accountIds: ["111122223333"], regions: ["eu-central-1"] },
  ]);
  expect((await entries()).at(-1)).toMatchObject({
    action: "connection.added",
    subject: "Production",
    actor: owner.email,
  });
});

it("reads an organisation's active accounts, each with its role, through the role that may list", async () => {
  const reach = { by: "organisation" as const, roleName: "audit/Reader", readerArn: READER };
  const { id } = await addConnection(given({ reach, externalId: "case-7" }), owner);
  const role = (account: string) => `arn:aws-cn:iam::${account}:role/audit/Reader`;
  expect((await getConnection(id)).accounts).toEqual([
    { accountId: "111122223333", roleArn: null },
    { accountId: "444455556666", roleArn: role("444455556666") },
  ]);
  const assumed = aws.calls.find(({ operation }) => operation === "AssumeRole");
  expect(assumed?.input).toMatchObject({
    RoleArn: READER,
    ExternalId: "case-7",
    RoleSessionName: "threadline-ann@example.net",
  });
  expect(aws.calls.at(-1)).toMatchObject({ operation: "ListAccounts", accountId: "999900001111" });
  await prisma().awsConnection.update({ where: { id }, data: { accounts: [] } });
  await listAgain({ id }, owner);
  expect((await getConnection(id)).accounts).toHaveLength(2);
  expect((await entries()).at(-1)).toMatchObject({ action: "connection.listed", detail: { accounts: 2 } });
});

it("says in AWS's words why the accounts cannot be read, and keeps nothing", async () => {
  const reach = { by: "organisation" as const, roleName: "Reader", readerArn: null };
  aws.befall("organizations", "ListAccounts", "denied");
  const before = await entries();
  await expect(addConnection(given({ reach }), owner)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("organizations:ListAccounts is missing"),
  });
  expect([await listConnectionChoices(), (await entries()).length]).toEqual([[], before.length]);
});

it("is changed and removed by owners alone, under a name that no other has", async () => {
  const one = { accountId: "444455556666", roleArn: "arn:aws:iam::444455556666:role/Reader" };
  expect(await code(addConnection(given(accounts(one)), member))).toBe("forbidden");
  const { id } = await addConnection(given(accounts(one)), owner);
  expect(await code(addConnection(given(accounts(one)), owner))).toBe("conflict");
  const { id: other } = await addConnection(given({ ...accounts(one), name: "Other" }), owner);
  expect(await code(changeConnection({ id: other, to: given(accounts(one)) }, owner))).toBe("conflict");
  expect(await code(changeConnection({ id, to: given(accounts(one)) }, member))).toBe("forbidden");
  await changeConnection({ id, to: given({ ...accounts(one), regions: ["us-east-1"] }) }, owner);
  expect((await getConnection(id)).regions).toEqual(["us-east-1"]);
  expect(await code(listAgain({ id }, owner))).toBe("invalid");
  expect(await code(removeConnection({ id }, member))).toBe("forbidden");
  await removeConnection({ id }, owner);
  expect(await code(removeConnection({ id }, owner))).toBe("not-found");
  expect(await code(getConnection(id))).toBe("not-found");
});

it("is kept without a place for a key, a password or a token", async () => {
  const columns = await prisma().$queryRaw<{ name: string }[]>`
    SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'aws_connections' ORDER BY column_name`;
  expect(columns.map(({ name }) => name)).toEqual([
    ...["accounts", "actor", "created_at", "endpoints", "external_id", "id", "listed_at", "name"],
    ...["organisation_reader", "organisation_role", "profile", "regions", "test", "tested_at", "updated_at"],
  ]);
  // What is given beside it is not taken either: JSON columns hold what their forms name.
  const keys = { accessKeyId: "AKIAEXAMPLE000000001", secretAccessKey: "wJalrXUtnFEMI", sessionToken: "wJalrXUtnFEMI" };
  const account = { accountId: "444455556666", roleArn: "arn:aws:iam::444455556666:role/Reader", ...keys };
  const { id } = await addConnection(given({ ...accounts(account), ...keys }), owner);
  const row = await prisma().awsConnection.findUniqueOrThrow({ where: { id } });
  expect(JSON.stringify(row)).not.toMatch(/AKIA|wJalr/);
});

it.each([
  ["a role of another account", accounts({ accountId: "111122223333", roleArn: READER })],
  [
    "two accounts without a role",
    accounts({ accountId: "111122223333", roleArn: null }, { accountId: "444455556666", roleArn: null }),
  ],
  ["no region", { regions: [] }],
  ["what is no region", { regions: ["../x"] }],
  ["an external id that STS takes not", { externalId: "a b" }],
  ["http beyond this machine", { endpoints: { s3: "http://s3.example.org" } }],
  ["the metadata address", { endpoints: { s3: "https://169.254.169.254/latest" } }],
  ["the metadata address in other digits", { endpoints: { s3: "https://2852039166/" } }],
  ["the metadata address in IPv6", { endpoints: { s3: "https://[::ffff:169.254.169.254]/" } }],
  ["a password", { endpoints: { s3: "https://user:secret@s3.example.org" } }],
  ["another scheme", { endpoints: { s3: "file:///etc/passwd" } }],
  ["a service that is none", { endpoints: { s4: "https://s3.example.org" } }],
])("refuses %s", async (_, more) => {
  await expect(addConnection(given(more) as Parameters<typeof addConnection>[0], owner)).rejects.toThrow();
  expect(await listConnectionChoices()).toEqual([]);
});
