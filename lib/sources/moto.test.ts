import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFlowLogsCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answersIn, drain, readAnswers } from "@/e2e/aws/ask-source";
import { AwsClients } from "@/lib/aws/aws-clients";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import { findCaller } from "@/lib/aws/find-caller";
import { cloudWatchLogs } from "@/lib/sources/cloudwatch-logs/cloudwatch-logs-source";
import { ec2Source } from "@/lib/sources/ec2/ec2-source";
import { listLogs } from "@/lib/sources/log-inventory/list-logs";
import { s3Source } from "@/lib/sources/s3/s3-source";
import type { FetchQuestion, SourceContext } from "@/lib/sources/source.types";

/** Where a server of moto's answers, as in `http://127.0.0.1:5000` (`moto_server -p 5000`); without it nothing here is run. */
const URL = process.env.THREADLINE_TEST_MOTO_URL;
const REGION = "us-east-1";
const DAY_MS = 86_400_000;

// Another's idea of AWS than the one that the other tests have: made by the real clients, and read by ours.
describe.skipIf(!URL)("a moto server", () => {
  const own = randomBytes(4).toString("hex");
  const nowMs = Date.now();
  const fromMs = nowMs - DAY_MS;
  const day = new Date(nowMs - 3_600_000).toISOString();
  let context: SourceContext;
  let accountId: string;
  beforeAll(async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    const endpoints = Object.fromEntries(AWS_SERVICES.map((service) => [service, URL ?? ""]));
    const rest = { id: "c", name: "moto", profile: null, externalId: null, regions: [REGION], endpoints };
    const signal = new AbortController().signal;
    const asked = { askedBy: "test", region: REGION, signal };
    const first = { ...rest, accounts: [{ accountId: "000000000000", roleArn: null }] };
    ({ accountId } = await findCaller(first, { ...asked, accountId: "000000000000" }));
    const connection = { ...rest, accounts: [{ accountId, roleArn: null }] };
    context = { clients: new AwsClients({ connection, accountId, ...asked }), accountId, region: REGION, signal };
  });
  afterAll(async () => {
    await context.clients.close();
    vi.unstubAllEnvs();
  });

  const question = (more: Partial<FetchQuestion>): FetchQuestion => ({
    ...{ indicators: [], instanceIds: [], interfaceIds: [], accessKeyIds: [], fromMs, toMs: nowMs },
    ...more,
  });
  const line = (bytes: number) => {
    const start = Math.floor(nowMs / 1000) - 600;
    return `2 ${accountId} eni-0123456789abcdef0 10.0.1.5 198.51.100.77 49152 443 6 12 ${bytes} ${start} ${start + 58} ACCEPT OK`;
  };

  it("gives the files of the window out of a bucket, byte for byte", async () => {
    const client = await context.clients.of("s3");
    const Bucket = `threadline-${own}`;
    await client.send(new CreateBucketCommand({ Bucket }));
    const below = `AWSLogs/${accountId}/vpcflowlogs/${REGION}/${day.slice(0, 10).replaceAll("-", "/")}/`;
    const stamp = `${day.slice(0, 16).replace(/[-:]/g, "")}Z`;
    const files = new Map<string, Buffer>();
    for (let at = 0; at < 5; at++)
      files.set(`${below}${accountId}_vpcflowlogs_${REGION}_fl-0a_${stamp}_${at}.log.gz`, gzipSync(line(at)));
    for (const [Key, Body] of files) await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    await client.send(
      new PutObjectCommand({ Bucket, Key: `${below.slice(0, -"2020/01/01/".length)}2020/01/01/x.log`, Body: "x" }),
    );
    const place = { kind: "s3", bucket: Bucket, prefix: "", accountId, region: REGION } as const;
    const got = new Map<string, Buffer>();
    for (const step of await s3Source.plan(question({ logPlaces: [place] }), context))
      for (const item of await drain(s3Source, step, context))
        if (item.kind === "object")
          got.set(item.name.slice(item.name.indexOf("AWSLogs/")), await buffer(await item.open(0, context.signal)));
    expect(got).toEqual(files);
  });

  it("gives the events of a log group", async () => {
    const client = await context.clients.of("cloudwatch-logs");
    const group = `/threadline/${own}`;
    await client.send(new CreateLogGroupCommand({ logGroupName: group }));
    await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: "eni-0123456789abcdef0-all" }));
    const logEvents = Array.from({ length: 50 }, (_, at) => ({ timestamp: nowMs - 600_000 + at, message: line(at) }));
    const put = { logGroupName: group, logStreamName: "eni-0123456789abcdef0-all", logEvents };
    await client.send(new PutLogEventsCommand(put));
    const place = { kind: "log-group", group, accountId, region: REGION } as const;
    const steps = await cloudWatchLogs.plan(question({ logPlaces: [place] }), context);
    const messages = [];
    for (const step of steps)
      for (const { answer } of answersIn(await drain(cloudWatchLogs, step, context)))
        messages.push(...((answer.events ?? []) as { message: string }[]).map(({ message }) => message));
    expect(messages).toEqual(logEvents.map(({ message }) => message));
  });

  it("describes instances as today's readers load them, and says which flow logs are written", async () => {
    const client = await context.clients.of("ec2");
    const { Images = [] } = await client.send(new DescribeImagesCommand({ Owners: ["amazon"] }));
    const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
    const subnet = Subnets[0];
    const run = { ImageId: Images[0]?.ImageId, SubnetId: subnet?.SubnetId, MinCount: 2, MaxCount: 2 };
    const { Instances = [] } = await client.send(new RunInstancesCommand(run));
    const flow = { ResourceIds: [subnet?.VpcId ?? ""], ResourceType: "VPC" as const, TrafficType: "ALL" as const };
    const to = { LogDestinationType: "s3" as const, LogDestination: `arn:aws:s3:::threadline-${own}` };
    const { FlowLogIds = [] } = await client.send(new CreateFlowLogsCommand({ ...flow, ...to }));
    const read: Record<string, unknown> = {};
    const described = [];
    for (const step of await ec2Source.plan(question({}), context)) {
      const operation = String(step.request.operation);
      if (operation !== "DescribeInstances" && operation !== "DescribeNetworkInterfaces") continue;
      const answers = answersIn(await drain(ec2Source, step, context));
      described.push(JSON.stringify(answers));
      read[operation] = await readAnswers(answers);
    }
    for (const { InstanceId = "none" } of Instances)
      expect(described.every((text) => text.includes(InstanceId))).toBe(true);
    expect(read).toMatchObject({
      DescribeInstances: { kind: "aws-describe", rejected: 0 },
      DescribeNetworkInterfaces: { kind: "aws-describe", rejected: 0 },
    });
    const { logs } = await listLogs(context);
    const found = logs.find(({ id }) => id === FlowLogIds[0]);
    expect(found).toMatchObject({
      kind: "vpc-flow",
      place: { bucket: `threadline-${own}` },
      archive: { layout: "plain" },
    });
  });
});
