import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { answersIn, contextOf, drain, gapsIn, questionOf, readAnswers } from "@/e2e/aws/ask-source";
import { type FakeAccount, makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveConfig } from "@/e2e/aws/services/config";
import { serveEc2 } from "@/e2e/aws/services/ec2";
import { serveGuardDuty } from "@/e2e/aws/services/guardduty";
import { serveIam } from "@/e2e/aws/services/iam";
import { serveLogSettings } from "@/e2e/aws/services/log-settings";
import { serveLogs } from "@/e2e/aws/services/logs";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { serveSecurityHub } from "@/e2e/aws/services/security-hub";
import { configSource } from "@/lib/sources/config/config-source";
import { ec2Source } from "@/lib/sources/ec2/ec2-source";
import { guardDutySource } from "@/lib/sources/guardduty/guardduty-source";
import { iamSource } from "@/lib/sources/iam/iam-source";
import type { ShownLog } from "@/lib/sources/log-inventory/existing-log.types";
import { logInventorySource } from "@/lib/sources/log-inventory/log-inventory-source";
import { securityHubSource } from "@/lib/sources/security-hub/security-hub-source";
import type { FetchQuestion, PlannedStep, Source, SourceContext } from "@/lib/sources/source.types";
import { BATCH_1, FLOATING, INDICATOR, ROTATED, VPC, WEB_2 } from "@/prisma/incidents/web-tier/world";

let aws: FakeAws;
let account: FakeAccount;
let context: SourceContext;
let bucket: FakeBucket;
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  aws = await startFakeAws();
  account = makeFakeAccount({ scale: 0.01 });
  for (const serve of [serveEc2, serveGuardDuty, serveSecurityHub, serveIam, serveConfig, serveLogSettings])
    serve(aws, account);
  bucket = new FakeBucket({ region: account.region });
  for (const [key, bytes] of account.objects) bucket.put(key, bytes);
  serveS3(aws).set(account.bucket, bucket);
  context = contextOf(aws, account);
});
afterAll(async () => {
  await context.clients.close();
  await aws.close();
});

/** All steps of a plan, and those that follow from them. */
async function runAll(source: Source, asked: Partial<FetchQuestion>) {
  const before = aws.calls.length;
  const steps = await source.plan(questionOf(account, asked), context);
  const waiting: PlannedStep[] = steps.filter((step) => step.source === source.name);
  const done = new Map<string, Awaited<ReturnType<typeof drain>>>();
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const key = JSON.stringify(step.request);
    if (done.has(key)) continue;
    const fetched = await drain(source, step, context);
    done.set(key, fetched);
    for (const one of fetched) if (one.kind === "more") waiting.push(...one.steps);
  }
  const all = [...done.values()].flat();
  const actions = new Set(aws.calls.slice(before).map(({ action }) => action));
  return { steps, all, actions: [...actions].sort(), requests: [...done.keys()].map((key) => JSON.parse(key)) };
}

describe("EC2", () => {
  test("describes a region in steps that today's readers load", async () => {
    const steps = await ec2Source.plan(questionOf(account), context);
    const read: Record<string, unknown> = {};
    for (const step of steps) {
      const answers = answersIn(await drain(ec2Source, step, context));
      const { kind, records, rejected } = await readAnswers(answers);
      read[String(step.request.operation)] = [kind, records, rejected];
      expect(answers.reduce((sum, answer) => sum + answer.records, 0)).toBe(records);
    }
    const none = ["aws-describe", 0, 0];
    expect(read).toEqual({
      DescribeInstances: ["aws-describe", 9, 0],
      DescribeNetworkInterfaces: ["aws-describe", 11, 0],
      DescribeAddresses: ["aws-describe", 3, 0],
      DescribeNatGateways: ["aws-describe", 1, 0],
      ...{ DescribeVpcEndpoints: none, DescribeIamInstanceProfileAssociations: none, DescribeSecurityGroups: none },
      ...{ DescribeNetworkAcls: none, DescribeRouteTables: none },
    });
    expect([...new Set(aws.calls.map(({ action }) => action))].sort()).toEqual([...ec2Source.actions].sort());
  });

  test("goes on from a page that is empty, and from a cursor, without one thing twice", async () => {
    const steps = await ec2Source.plan(questionOf(account), context);
    const step = steps.find(({ request }) => request.operation === "DescribeNetworkInterfaces") as PlannedStep;
    aws.befall("ec2", "DescribeNetworkInterfaces", "empty-page");
    const [empty, rest] = answersIn(await drain(ec2Source, step, context));
    expect([empty?.records, rest?.records]).toEqual([0, 11]);
    expect(answersIn(await drain(ec2Source, step, context, empty?.cursor)).map(({ records }) => records)).toEqual([11]);
    expect(await drain(ec2Source, step, context, rest?.cursor)).toEqual([]);
  });
});

describe("GuardDuty", () => {
  const asked = {
    instanceIds: [WEB_2.instanceId],
    indicators: [{ kind: "ip" as const, value: INDICATOR }],
  };

  test("gives each finding about what is asked once, as the loader reads it", async () => {
    const { all, actions, steps } = await runAll(guardDutySource, asked);
    expect(steps.map(({ title }) => title)).toEqual(["GuardDuty: findings about what is asked for"]);
    expect(await readAnswers(answersIn(all))).toMatchObject({
      kind: "guardduty",
      records: 2,
      rejected: 0,
      findings: 2,
    });
    // One of the two is a sample, whose machine was never there.
    expect(await readAnswers(answersIn(all))).toMatchObject({ observations: 1 });
    expect(actions).toEqual([...guardDutySource.actions].sort());
  });

  test("reads all findings where a search could miss some", async () => {
    const { steps, all } = await runAll(guardDutySource, { indicators: [{ kind: "ip", value: "2001:db8::1" }] });
    expect(steps.map(({ title }) => title)).toEqual(["GuardDuty: all findings since then"]);
    expect(answersIn(all).map(({ records }) => records)).toEqual([2]);
  });

  test("goes on behind a page that is empty, and from a cursor", async () => {
    const [step] = await guardDutySource.plan(questionOf(account), context);
    aws.befall("guardduty", "ListFindings", "empty-page", "half-page");
    const all = answersIn(await drain(guardDutySource, step as PlannedStep, context));
    expect(all.reduce((sum, { records }) => sum + records, 0)).toBe(2);
    expect(await drain(guardDutySource, step as PlannedStep, context, all.at(-1)?.cursor)).toEqual([]);
  });

  test("says where it is off", async () => {
    const elsewhere = contextOf(aws, { accountId: account.accountId, region: "eu-north-1" });
    const [step] = await guardDutySource.plan(questionOf(account), elsewhere);
    expect(gapsIn(await drain(guardDutySource, step as PlannedStep, elsewhere))).toEqual([
      expect.stringMatching(/^GuardDuty is not on in eu-north-1 of 111122223333/),
    ]);
    await elsewhere.clients.close();
  });

  test("says which permission is missing", async () => {
    const [step] = await guardDutySource.plan(questionOf(account), context);
    aws.befall("guardduty", "GetFindings", "denied");
    await expect(drain(guardDutySource, step as PlannedStep, context)).rejects.toMatchObject({
      ...{ kind: "denied", action: "guardduty:GetFindings" },
      message: "The permission guardduty:GetFindings is missing (account 111122223333, eu-west-1).",
    });
  });
});

test("Security Hub's findings about an instance, an address and a name are found by searches of their own", async () => {
  const indicators = [
    { kind: "ip" as const, value: INDICATOR },
    { kind: "ip" as const, value: "2001:db8::1" },
    { kind: "name" as const, value: "a.example" },
  ];
  const { all, actions } = await runAll(securityHubSource, { instanceIds: [WEB_2.instanceId], indicators });
  expect(await readAnswers(answersIn(all))).toMatchObject({ kind: "securityhub", rejected: 0 });
  expect(answersIn(all).map(({ records }) => records)).toEqual([1, 2, 0, 0, 0, 0, 0]);
  expect(actions).toEqual([...securityHubSource.actions]);
});

test("IAM tells the roles behind instance profiles, and whose a key is", async () => {
  const { all, actions } = await runAll(iamSource, { accessKeyIds: [ROTATED.earlierKey, "ASIAEXAMPLE000000001"] });
  const answers = answersIn(all);
  expect(answers.map(({ operation, records }) => [operation, records])).toEqual([
    ["ListInstanceProfiles", 6],
    ["GetAccessKeyLastUsed", 1],
  ]);
  // Kept to be read by people: they say of no interface who held it.
  for (const answer of answers)
    expect(await readAnswers([answer])).toMatchObject({
      ...{ kind: "aws-describe", rejected: 0, records: answer.records, observations: 0 },
    });
  expect(actions).toEqual([...iamSource.actions].sort());
});

describe("AWS Config", () => {
  test("tells how an instance that is gone was, and follows what it was attached to", async () => {
    const { all, requests } = await runAll(configSource, { instanceIds: [BATCH_1.instanceId] });
    const read = await readAnswers(answersIn(all));
    expect(read).toMatchObject({ kind: "config", rejected: 0 });
    expect(read.observed).toContainEqual(
      expect.objectContaining({ instanceId: BATCH_1.instanceId, privateIps: [BATCH_1.privateIp] }),
    );
    expect(requests.map(({ of, id }) => `${of} ${id}`)).toEqual([
      `instance ${BATCH_1.instanceId}`,
      `interface ${BATCH_1.interfaceId}`,
      "security-group sg-0123456789abcdef0",
    ]);
    expect(gapsIn(all)).toEqual([expect.stringMatching(/^AWS Config knows nothing of security group/)]);
  });

  test("finds who had a private address, whoever has it now, and asks with no text of a log", async () => {
    const indicators = [FLOATING.privateIp, "10.0.0.1' OR '1'='1"].map((value) => ({ kind: "ip" as const, value }));
    const { requests, actions } = await runAll(configSource, { indicators });
    const followed = requests.map(({ of, id }) => `${of} ${id}`);
    for (const { instance } of FLOATING.attachments) expect(followed).toContain(`instance ${instance.instanceId}`);
    expect(actions).toEqual([...configSource.actions].sort());
    expect(
      aws.calls.filter(
        ({ operation, input }) => operation === "SelectResourceConfig" && /OR/.test(String(input.Expression)),
      ),
    ).toEqual([]);
  });
});

describe("the inventory of logs", () => {
  test("plans to read the logs where they are written, and says what could not be looked into", async () => {
    const question = questionOf(account, { instanceIds: [WEB_2.instanceId] });
    const read = async () => {
      const steps = await logInventorySource.plan(question, context);
      return steps.filter(({ request }) => typeof request.of !== "string" || request.of === "unread");
    };
    const steps = await read();
    const own = await logInventorySource.plan(question, context);
    expect(
      own.slice(0, 3).map(({ request }) => (request.logs as ShownLog[]).map(({ kind, isRead }) => [kind, isRead])),
    ).toEqual([
      [
        ["vpc-flow", true],
        ["vpc-flow", true],
      ],
      [["dns", true]],
      [["cloudtrail", true]],
    ]);
    const files = (service: string) => [...account.objects.keys()].filter((key) => key.includes(`/${service}/`)).length;
    expect(steps.map(({ source, estimate }) => [source, estimate.files])).toEqual([
      ["s3", files("vpcflowlogs")],
      ["s3", files("vpcdnsquerylogs")],
      ["s3", [...account.objects.keys()].filter((key) => key.includes("111122223333/CloudTrail/")).length],
    ]);
    aws.deny(["s3:ListBucket"]);
    const [refused] = await read();
    aws.allow(["s3:ListBucket"]);
    expect(refused?.title).toBe("Could not be looked into: arn:aws:s3:::example-organisation-logs");
    expect(gapsIn(await drain(logInventorySource, refused as PlannedStep, context))).toEqual([
      expect.stringMatching(
        /^Logs in arn:aws:s3:::example-organisation-logs were not read: .*s3:ListBucket is missing/,
      ),
    ]);
  });

  test("says nothing is missing where all is logged, and keeps what AWS said", async () => {
    const { all, actions } = await runAll(logInventorySource, { instanceIds: [WEB_2.instanceId] });
    expect(gapsIn(all)).toEqual([]);
    for (const answer of answersIn(all))
      expect(await readAnswers([answer])).toMatchObject({ kind: "aws-describe", rejected: 0, reason: null });
    // What the steps that it plans need is theirs.
    const own = actions.filter((action) => !action.startsWith("s3:"));
    expect(own).toEqual([...logInventorySource.actions].sort());
  });

  test("says what no log records, and from when one does", async () => {
    const { fromMs, toMs } = questionOf(account);
    const [flowLog] = account.described.FlowLogs ?? [];
    const saved = account.described.FlowLogs;
    account.described.FlowLogs = [{ ...flowLog, ResourceId: "subnet-0other" }];
    const none = await runAll(logInventorySource, { instanceIds: [WEB_2.instanceId] });
    expect(gapsIn(none.all)).toEqual([
      `No flow log is written for ${WEB_2.interfaceId} of ${WEB_2.instanceId} in eu-west-1 of 111122223333.`,
    ]);
    account.described.FlowLogs = [{ ...flowLog, ResourceId: VPC, CreationTime: new Date(fromMs + 3_600_000) }];
    const late = await runAll(logInventorySource, { instanceIds: [WEB_2.instanceId] });
    expect(late.all.filter(({ kind }) => kind === "gap")).toMatchObject([
      {
        code: "LogBegins",
        fromMs,
        toMs: fromMs + 3_600_000,
        message: expect.stringMatching(/begin at 2026-02-15T01:00:00Z/),
        covers: [{ source: "vpc-flow", subject: WEB_2.interfaceId }],
      },
    ]);
    account.described.FlowLogs = [];
    expect(gapsIn((await runAll(logInventorySource, {})).all)).toEqual([
      "No flow log is written in eu-west-1 of 111122223333.",
    ]);
    account.described.FlowLogs = saved ?? [];
    expect(toMs).toBeGreaterThan(fromMs);
  });

  test("plans to read a flow log that goes to a log group, by its name or by the ARN of its group", async () => {
    const saved = account.described.FlowLogs ?? [];
    const { accountId, region } = account;
    const [flowLog] = saved;
    const { LogDestination: _bucket, LogDestinationType: _type, ...rest } = flowLog ?? {};
    const toGroup = { ...rest, LogDestinationType: "cloud-watch-logs" };
    const groupArn = `arn:aws:logs:${region}:${accountId}:log-group:/flows/by-arn:*`;
    account.described.FlowLogs = [
      { ...toGroup, FlowLogId: "fl-0aaaaaaaaaaaaaaa1", LogGroupName: "/flows/by-name" },
      { ...toGroup, FlowLogId: "fl-0aaaaaaaaaaaaaaa2", LogDestination: groupArn },
    ];
    const groups = serveLogs(aws, accountId);
    for (const name of ["/flows/by-name", "/flows/by-arn"]) groups.set(name, { events: [] });
    const steps = await logInventorySource.plan(questionOf(account), context);
    account.described.FlowLogs = saved;
    const planned = steps.filter(({ source }) => source === "cloudwatch-logs");
    expect(planned.map((step) => [step.accountId, step.region, step.request.group])).toEqual([
      [accountId, region, "/flows/by-name"],
      [accountId, region, "/flows/by-arn"],
    ]);
  });

  test("plans the calls of services without a region, which a trail of all regions keeps in us-east-1's folder", async () => {
    const [key, bytes] = [...account.objects].find(([key]) => key.includes("111122223333/CloudTrail/")) ?? [
      "",
      Buffer.of(),
    ];
    bucket.put(key.replaceAll(account.region, "us-east-1"), bytes);
    const steps = await logInventorySource.plan(questionOf(account, { instanceIds: [WEB_2.instanceId] }), context);
    const trails = steps.filter(({ source, covers = [] }) => source === "s3" && covers[0]?.source === "cloudtrail");
    expect(trails.map(({ covers, estimate }) => [covers?.[0]?.subject, estimate.files])).toEqual([
      [`111122223333/${account.region}`, expect.any(Number)],
      ["111122223333/us-east-1", 1],
    ]);
  });
});
