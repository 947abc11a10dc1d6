import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveSts } from "@/e2e/aws/services/sts";
import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { sessionName } from "@/lib/aws/aws-credentials";
import { findCaller } from "@/lib/aws/find-caller";

let aws: FakeAws;
let folder: string;
const ROLE = "arn:aws:iam::444455556666:role/Reader";
const connection: AwsConnection = {
  ...{ id: "1", name: "One", profile: null, externalId: "case-7", regions: ["eu-central-1"], endpoints: {} },
  accounts: [{ accountId: "444455556666", roleArn: ROLE }],
};

beforeAll(async () => {
  aws = await startFakeAws({ answersAll: true });
  serveSts(aws, { [ROLE]: { externalId: "case-7" } });
  folder = await mkdtemp(path.join(tmpdir(), "threadline-aws-"));
  const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`;
  await writeFile(
    path.join(folder, "credentials"),
    `[default]\n${keys("AKIADEFAULT000000001")}[audit]\n${keys("AKIAAUDIT00000000001")}`,
  );
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await aws.close();
  await rm(folder, { recursive: true });
});

test("a session is named for who asked, in letters that STS takes, whatever their name", () => {
  expect(sessionName("ann@example.org")).toBe("threadline-ann@example.org");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (who) => /^[\w+=,.@-]{2,64}$/.test(sessionName(who))));
});

test("one session serves all clients of an account, through the standard variables for endpoints too", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_ENDPOINT_URL_STS", aws.url);
  vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
  const before = aws.calls.length;
  const clients = new AwsClients({
    connection,
    accountId: "444455556666",
    region: "eu-central-1",
    askedBy: "ann@example.org",
  });
  const { DescribeInstancesCommand } = await import("@aws-sdk/client-ec2");
  const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const [ec2, trail, s3] = [await clients.of("ec2"), await clients.of("cloudtrail"), await clients.of("s3")];
  await Promise.all([ec2.send(new DescribeInstancesCommand({})), trail.send(new LookupEventsCommand({}))]);
  await s3.send(new ListObjectsV2Command({ Bucket: "logs" }));
  await clients.close();
  const calls = aws.calls.slice(before);
  const [taken, ...asked] = calls;
  expect(taken).toMatchObject({ operation: "AssumeRole", accountId: "111122223333" });
  expect(taken?.input).toMatchObject({ ExternalId: "case-7", RoleSessionName: "threadline-ann@example.org" });
  expect(asked.map(({ operation }) => operation).sort()).toEqual([
    "DescribeInstances",
    "ListObjectsV2",
    "LookupEvents",
  ]);
  expect(asked.every(({ accountId }) => accountId === "444455556666")).toBe(true);
});

test("a profile is taken where one is named, and else what the chain finds", async () => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", path.join(folder, "credentials"));
  vi.stubEnv("AWS_CONFIG_FILE", path.join(folder, "none"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  const asks = async (profile: string | null) => {
    await findCaller({ ...connection, profile, endpoints: { sts: aws.url } }, { askedBy: "ann" });
    return aws.calls.at(-1)?.accessKeyId;
  };
  expect(await asks(null)).toBe("AKIADEFAULT000000001");
  expect(await asks("audit")).toBe("AKIAAUDIT00000000001");
  await expect(asks("nobody")).rejects.toMatchObject({
    kind: "credentials",
    message: expect.stringContaining("no AWS credentials"),
  });
});
