import { AthenaClient, GetQueryExecutionCommand, GetQueryResultsCommand } from "@aws-sdk/client-athena";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetFindingsCommand, GuardDutyClient, ListFindingsCommand } from "@aws-sdk/client-guardduty";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListResolverQueryLogConfigsCommand, Route53ResolverClient } from "@aws-sdk/client-route53resolver";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AwsFault } from "@/e2e/aws/aws-fault";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveSts } from "@/e2e/aws/services/sts";
import { protocolOf } from "@/e2e/aws/wire/services";
import { AwsClients } from "@/lib/aws/aws-clients";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";

let aws: FakeAws;
const given = () => ({
  endpoint: aws.url,
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIAEXAMPLE000000001", secretAccessKey: "secret" },
  maxAttempts: 1,
});
const code = (asking: Promise<unknown>) =>
  asking.then(
    () => "answered",
    (error: Error) => error.name,
  );

beforeAll(async () => {
  aws = await startFakeAws();
  serveSts(aws, { "arn:aws:iam::444455556666:role/Reader": { externalId: "case 7" } });
});
afterAll(() => aws.close());

test("no client speaks CBOR: each speaks what the server answers in", async () => {
  const connection = {
    ...{ id: "00000000-0000-4000-8000-000000000000", name: "test", profile: null, externalId: null },
    ...{ accounts: [], regions: ["eu-central-1"], endpoints: {} },
  };
  const clients = new AwsClients({ connection, accountId: "111122223333", region: "eu-central-1", askedBy: "test" });
  const shapes = {
    "json-1.1": "aws.protocols#awsJson1_1",
    "rest-json": "aws.protocols#restJson1",
    query: "aws.protocols#awsQuery",
    "ec2-query": "aws.protocols#ec2Query",
    "rest-xml": "aws.protocols#restXml",
  };
  for (const service of AWS_SERVICES) {
    const { config } = (await clients.of(service)) as { config: { protocol?: { getShapeId(): string } } };
    // The resolver's client carries no schemas: its commands write JSON 1.1 themselves.
    if (service === "route53resolver") expect(config.protocol).toBeUndefined();
    else
      expect(config.protocol?.getShapeId(), service).toBe(
        shapes[protocolOf(service === "cloudwatch-logs" ? "logs" : service)],
      );
  }
  await clients.close();
});

test("query: who asks, and a role that is taken only with its external id", async () => {
  const sts = new STSClient(given());
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "111122223333" });
  const role = { RoleArn: "arn:aws:iam::444455556666:role/Reader", RoleSessionName: "ann@example.org" };
  expect(await code(sts.send(new AssumeRoleCommand(role)))).toBe("AccessDenied");
  const Tags = [
    { Key: "a", Value: "b & <c>" },
    { Key: "d", Value: "" },
  ];
  const taken = await sts.send(new AssumeRoleCommand({ ...role, ExternalId: "case 7", Tags, DurationSeconds: 900 }));
  expect(taken.Credentials?.Expiration).toBeInstanceOf(Date);
  expect(aws.calls.at(-1)).toMatchObject({ region: "eu-central-1", input: { ...role, Tags, DurationSeconds: 900 } });
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = taken.Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const other = new STSClient({ ...given(), credentials });
  expect(await other.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Arn: "arn:aws:sts::444455556666:assumed-role/Reader/ann@example.org",
  });
  aws.expireKeys();
  expect(await code(other.send(new GetCallerIdentityCommand({})))).toBe("ExpiredToken");
});

test("JSON 1.1: instants both ways, pages, and a client without schemas", async () => {
  const events = [1, 2, 3].map((at) => ({
    EventId: `e${at}`,
    EventTime: new Date(1_700_000_000_123 + at),
    CloudTrailEvent: "{}",
  }));
  aws.on("cloudtrail", "LookupEvents", ({ input, page }) => {
    const { items, next } = page(events, input.MaxResults ?? 50, input.NextToken);
    return { Events: items, NextToken: next };
  });
  const trail = new CloudTrailClient(given());
  const StartTime = new Date("2026-03-04T05:06:07.000Z");
  const first = await trail.send(new LookupEventsCommand({ MaxResults: 2, StartTime }));
  expect(first.Events).toEqual(events.slice(0, 2));
  expect(aws.calls.at(-1)?.input).toEqual({ MaxResults: 2, StartTime });
  const last = await trail.send(new LookupEventsCommand({ MaxResults: 2, NextToken: first.NextToken }));
  expect([last.Events, last.NextToken]).toEqual([events.slice(2), undefined]);
  aws.befall("cloudtrail", "LookupEvents", "empty-page", "half-page");
  const empty = await trail.send(new LookupEventsCommand({ MaxResults: 2 }));
  expect([empty.Events, typeof empty.NextToken]).toEqual([[], "string"]);
  const half = await trail.send(new LookupEventsCommand({ MaxResults: 2, NextToken: empty.NextToken }));
  expect(half.Events).toEqual(events.slice(0, 1));

  aws.on("logs", "FilterLogEvents", () => ({ events: [{ message: "2 1 \u0000é", timestamp: 1_700_000_000_123 }] }));
  const logs = new CloudWatchLogsClient(given());
  expect((await logs.send(new FilterLogEventsCommand({ logGroupName: "flow" }))).events).toEqual([
    { message: "2 1 \u0000é", timestamp: 1_700_000_000_123 },
  ]);
  aws.on("athena", "GetQueryExecution", () => ({
    QueryExecution: {
      Status: { State: "SUCCEEDED" as const, SubmissionDateTime: StartTime },
      Statistics: { DataScannedInBytes: 7 },
    },
  }));
  aws.on("athena", "GetQueryResults", () => {
    throw new AwsFault("InvalidRequestException", "no such query", 400, { AthenaErrorCode: "INVALID_INPUT" });
  });
  const athena = new AthenaClient(given());
  const done = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: "q" }));
  expect(done.QueryExecution).toMatchObject({
    Status: { SubmissionDateTime: StartTime },
    Statistics: { DataScannedInBytes: 7 },
  });
  await expect(athena.send(new GetQueryResultsCommand({ QueryExecutionId: "q" }))).rejects.toMatchObject({
    name: "InvalidRequestException",
    AthenaErrorCode: "INVALID_INPUT",
  });
  aws.on("route53resolver", "ListResolverQueryLogConfigs", () => ({ ResolverQueryLogConfigs: [{ Id: "rqlc-1" }] }));
  const resolver = new Route53ResolverClient(given());
  expect(
    (await resolver.send(new ListResolverQueryLogConfigsCommand({ MaxResults: 5 }))).ResolverQueryLogConfigs,
  ).toEqual([{ Id: "rqlc-1" }]);
});

test("EC2's query and IAM's: filters, nested lists, and text that XML would spoil", async () => {
  const LaunchTime = new Date("2026-01-02T03:04:05.000Z");
  const Tags = [{ Key: "Name", Value: 'a <b> & "c"\n' }];
  aws.on("ec2", "DescribeInstances", () => ({
    Reservations: [{ Instances: [{ InstanceId: "i-1", LaunchTime, Tags, EbsOptimized: false }] }],
  }));
  const ec2 = new EC2Client(given());
  const input = {
    InstanceIds: ["i-1", "i-2"],
    Filters: [{ Name: "vpc-id", Values: ["vpc-1", "vpc-2"] }],
    MaxResults: 5,
  };
  const found = await ec2.send(new DescribeInstancesCommand(input));
  expect(aws.calls.at(-1)?.input).toEqual(input);
  expect(found.Reservations?.[0]?.Instances?.[0]).toEqual({ InstanceId: "i-1", LaunchTime, Tags, EbsOptimized: false });
  const Roles = [
    { Path: "/", RoleName: "web", RoleId: "AROA1", Arn: "arn:aws:iam::111122223333:role/web", CreateDate: LaunchTime },
  ];
  aws.on("iam", "ListRoles", () => ({ Roles, IsTruncated: false }));
  expect(await new IAMClient(given()).send(new ListRolesCommand({}))).toMatchObject({ Roles, IsTruncated: false });
});

test("REST JSON and REST XML: names on the wire, paths, headers and bytes", async () => {
  const guardduty = new GuardDutyClient(given());
  aws.on("guardduty", "ListFindings", () => ({ FindingIds: ["f1"] }));
  const FindingCriteria = { Criterion: { updatedAt: { GreaterThanOrEqual: 5 } } };
  expect((await guardduty.send(new ListFindingsCommand({ DetectorId: "d1", FindingCriteria }))).FindingIds).toEqual([
    "f1",
  ]);
  expect(aws.calls.at(-1)?.input).toEqual({ DetectorId: "d1", FindingCriteria });
  const finding = {
    AccountId: "1",
    Arn: "a",
    CreatedAt: "c",
    Id: "f1",
    Region: "r",
    Resource: { InstanceDetails: { InstanceId: "i-1" } },
    SchemaVersion: "2.0",
    Severity: 5.5,
    Type: "t",
    UpdatedAt: "u",
  };
  aws.on("guardduty", "GetFindings", () => ({ Findings: [finding] }));
  expect((await guardduty.send(new GetFindingsCommand({ DetectorId: "d1", FindingIds: ["f1"] }))).Findings).toEqual([
    finding,
  ]);

  const s3 = new S3Client({ ...given(), forcePathStyle: true });
  const LastModified = new Date("2026-01-02T03:04:05.000Z");
  aws.on("s3", "ListObjectsV2", ({ input }) => ({
    Name: input.Bucket,
    KeyCount: 2,
    IsTruncated: false,
    Contents: [
      { Key: "a b/ü&.gz", Size: 3, LastModified },
      { Key: "c", Size: 0 },
    ],
  }));
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: "logs", Prefix: "a b/", MaxKeys: 10 }));
  expect(aws.calls.at(-1)).toMatchObject({
    action: "s3:ListBucket",
    input: { Bucket: "logs", Prefix: "a b/", MaxKeys: 10 },
  });
  expect(listed.Contents).toEqual([
    { Key: "a b/ü&.gz", Size: 3, LastModified },
    { Key: "c", Size: 0 },
  ]);
  aws.on("s3", "GetObject", ({ input }) => {
    if (input.Key !== "a b/ü&.gz") throw new AwsFault("NoSuchKey", "none", 404);
    return { Body: Buffer.from([0, 255, 10]), ContentRange: "bytes 0-2/3", ETag: '"e"' };
  });
  const got = await s3.send(
    new GetObjectCommand({ Bucket: "logs", Key: "a b/ü&.gz", Range: "bytes=0-2", RequestPayer: "requester" }),
  );
  expect([got.ETag, got.ContentRange, await got.Body?.transformToByteArray()]).toEqual([
    '"e"',
    "bytes 0-2/3",
    new Uint8Array([0, 255, 10]),
  ]);
  expect(aws.calls.at(-1)?.input).toMatchObject({ Range: "bytes=0-2", RequestPayer: "requester" });
  expect(await code(s3.send(new GetObjectCommand({ Bucket: "logs", Key: "other" })))).toBe("NoSuchKey");
  aws.on("s3", "HeadObject", () => ({ ContentLength: 3, LastModified }));
  expect(await s3.send(new HeadObjectCommand({ Bucket: "logs", Key: "c" }))).toMatchObject({
    ContentLength: 3,
    LastModified,
  });
});

test("what can befall a call: refusals by action, throttling that the client waits out, connections that break", async () => {
  aws.on("ec2", "DescribeInstances", () => ({ Reservations: [] }));
  const ec2 = new EC2Client(given());
  const ask = () => ec2.send(new DescribeInstancesCommand({}));
  aws.deny(["ec2:DescribeInstances"]);
  await expect(ask()).rejects.toMatchObject({
    name: "UnauthorizedOperation",
    message: expect.stringMatching(/ec2:DescribeInstances/),
  });
  aws.allow(["ec2:DescribeInstances"]);
  aws.befall("ec2", "DescribeInstances", "throttled", "expired", "unavailable", "broken", "refused", "slow");
  const seen: string[] = [];
  for (let turn = 0; turn < 6; turn += 1) seen.push(await code(ask()));
  expect(seen.slice(0, 3)).toEqual(["RequestLimitExceeded", "RequestExpired", "InternalFailure"]);
  expect(seen.slice(3, 5)).not.toContain("answered");
  expect(seen[5]).toBe("answered");
  aws.befall("guardduty", "ListFindings", "throttled");
  const patient = new GuardDutyClient({ ...given(), maxAttempts: 2 });
  expect((await patient.send(new ListFindingsCommand({ DetectorId: "d1" }))).FindingIds).toEqual(["f1"]);
  aws.befall("cloudtrail", "LookupEvents", "stuck");
  const leave = new AbortController();
  const stuck = new CloudTrailClient(given()).send(new LookupEventsCommand({}), { abortSignal: leave.signal });
  leave.abort();
  expect(await code(stuck)).toBe("AbortError");
  aws.limit("iam", "ListRoles", 1);
  const iam = new IAMClient(given());
  const both = await Promise.all([1, 2].map(() => code(iam.send(new ListRolesCommand({})))));
  expect(both.sort()).toEqual(["Throttling", "answered"]);
});
