import { describe, expect, it } from "vitest";
import { answerLine } from "@/lib/fetch/answer-line";
import { readWhole } from "@/lib/formats/test-log";

const AT = new Date("2026-02-16T10:00:00Z");
const EVENT = {
  ...{ eventVersion: "1.11", eventID: "00000000-0000-4000-8000-000000000001", eventName: "RunInstances" },
  ...{ eventTime: "2026-02-16T10:00:00Z", eventSource: "ec2.amazonaws.com", awsRegion: "us-east-1" },
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/a" },
};
const FLOW =
  "2 111122223333 eni-0123456789abcdef0 10.0.0.5 198.51.100.7 49152 443 6 10 840 1771236000 1771236060 ACCEPT OK";
const QUERY = JSON.stringify({
  ...{ version: "1.1", account_id: "111122223333", region: "us-east-1", vpc_id: "vpc-0123456789abcdef0" },
  ...{
    query_timestamp: "2026-02-16T10:00:00Z",
    query_name: "example.org.",
    query_type: "A",
    query_class: "IN",
    rcode: "NOERROR",
  },
  ...{ answers: [], srcaddr: "10.0.0.5", srcport: "5353", transport: "UDP", srcids: {} },
});
const logEvents = (message: string) => ({
  events: [{ logStreamName: "s", timestamp: AT.getTime(), message, ingestionTime: AT.getTime(), eventId: "1" }],
  searchedLogStreams: [],
});
const ITEM = {
  ...{ version: "1.3", configurationItemCaptureTime: AT, configurationItemStatus: "OK", accountId: "111122223333" },
  ...{
    resourceType: "AWS::EC2::Instance",
    resourceId: "i-0123456789abcdef0",
    configuration: '{"instanceId":"i-0123456789abcdef0"}',
    relationships: [],
  },
};
const GUARD_DUTY = {
  ...{
    SchemaVersion: "2.0",
    AccountId: "111122223333",
    Region: "us-east-1",
    Id: "a".repeat(32),
    Arn: "arn:aws:x",
    Severity: 8,
  },
  ...{
    Type: "Backdoor:EC2/C&CActivity.B",
    Title: "t",
    Description: "d",
    CreatedAt: AT.toISOString(),
    UpdatedAt: AT.toISOString(),
  },
  Resource: { ResourceType: "Instance", InstanceDetails: { InstanceId: "i-0123456789abcdef0" } },
  Service: {
    EventFirstSeen: AT.toISOString(),
    EventLastSeen: AT.toISOString(),
    Count: 1,
    Action: { ActionType: "NETWORK_CONNECTION" },
  },
};
const ASFF = {
  ...{
    SchemaVersion: "2018-10-08",
    Id: "x",
    ProductArn: "arn:aws:securityhub:us-east-1::product/aws/guardduty",
    Title: "t",
  },
  ...{
    GeneratorId: "g",
    AwsAccountId: "111122223333",
    Types: ["TTPs"],
    CreatedAt: AT.toISOString(),
    UpdatedAt: AT.toISOString(),
  },
  ...{
    Severity: { Label: "HIGH" },
    Description: "d",
    Resources: [{ Type: "AwsEc2Instance", Id: "arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0" }],
  },
};

/** An answer of each operation whose answers are read, one like it without anything in it, and how many records it has. */
const ANSWERS: { operation: string; kind: string; answer: Record<string, unknown>; empty: Record<string, unknown> }[] =
  [
    {
      ...{ operation: "LookupEvents", kind: "cloudtrail", empty: { Events: [], NextToken: "n" } },
      answer: {
        Events: [{ EventId: EVENT.eventID, EventTime: AT, CloudTrailEvent: JSON.stringify(EVENT) }],
        NextToken: "n",
      },
    },
    { operation: "FilterLogEvents", kind: "vpc-flow", empty: { events: [], nextToken: "n" }, answer: logEvents(FLOW) },
    {
      operation: "FilterLogEvents",
      kind: "dns",
      empty: { events: [], searchedLogStreams: [] },
      answer: logEvents(QUERY),
    },
    {
      ...{ operation: "GetQueryResults", kind: "dns", empty: { status: "Complete", results: [] } },
      answer: {
        status: "Complete",
        results: [[{ field: "@message", value: QUERY }]],
        statistics: { recordsMatched: 1 },
      },
    },
    { operation: "GetFindings", kind: "guardduty", empty: { Findings: [] }, answer: { Findings: [GUARD_DUTY] } },
    { operation: "GetFindings", kind: "securityhub", empty: { Findings: [] }, answer: { Findings: [ASFF] } },
    {
      ...{ operation: "GetResourceConfigHistory", kind: "config", empty: { configurationItems: [] } },
      answer: { configurationItems: [ITEM], nextToken: "n" },
    },
    {
      ...{ operation: "DescribeInstances", kind: "aws-describe", empty: { Reservations: [] } },
      answer: {
        Reservations: [{ OwnerId: "111122223333", Instances: [{ InstanceId: "i-0123456789abcdef0", LaunchTime: AT }] }],
      },
    },
    {
      ...{ operation: "DescribeFlowLogs", kind: "aws-describe", empty: { FlowLogs: [] } },
      answer: {
        FlowLogs: [
          {
            FlowLogId: "fl-0123456789abcdef0",
            ResourceId: "vpc-0123456789abcdef0",
            TrafficType: "ALL",
            CreationTime: AT,
          },
        ],
      },
    },
  ];

const line = ({ operation, kind }: { operation: string; kind: string }, answer: Record<string, unknown>) =>
  answerLine(
    { ...answer, $metadata: { httpStatusCode: 200 } },
    {
      service: kind,
      operation,
      region: "us-east-1",
      accountId: "111122223333",
      input: { StartTime: AT },
      at: AT.toISOString(),
      page: 1,
    },
  );

describe("what a fetch keeps of an API's answers", () => {
  it.each(ANSWERS)("is read as what the CLI prints: $operation, $kind", async ({ answer, empty, ...of }) => {
    const { operation, kind } = of;
    const plain = await readWhole(JSON.stringify(answer));
    expect(plain.summary).toMatchObject({ kind, records: 1, rejected: 0 });
    const { threadlineFetch, ...rest } = JSON.parse(line(of, answer));
    expect(rest).toEqual(JSON.parse(JSON.stringify(answer)));
    expect(threadlineFetch).toMatchObject({ operation, input: { StartTime: AT.toISOString() } });
    // Pages without anything may stand before and behind.
    for (const pages of [[answer], [answer, answer], [empty, answer], [answer, empty, answer]]) {
      const { summary } = await readWhole(pages.map((page) => line(of, page)).join(""));
      const records = pages.filter((page) => page === answer).length;
      expect({ pages: pages.length, ...summary }).toMatchObject({ kind, records, rejected: 0 });
    }
  });

  it("says what it could not bring", async () => {
    const note = (more: Record<string, unknown>) => ({
      threadlineFetch: { source: "cloudtrail", title: "Calls", failed: { code: "denied", message: "no" }, ...more },
    });
    const cover = { source: "cloudtrail", subject: "111122223333/us-east-1" };
    const lines = [
      note({ fromMs: 1, toMs: 2, covers: [cover, cover, { source: "else", subject: "x" }, { source: "dns" }] }),
      note({ fromMs: "x", toMs: null, covers: "none" }),
      { other: 1 },
    ];
    const { summary, content } = await readWhole(lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
    expect(summary).toMatchObject({ kind: "fetch-note", records: 2, rejected: 1 });
    expect(content.notes).toEqual([
      { record: 1, fromMs: 1, toMs: 2, code: "denied", message: "no", title: "Calls", covers: [cover] },
      { record: 2, fromMs: null, toMs: null, code: "denied", message: "no", title: "Calls", covers: [] },
    ]);
  });
});
