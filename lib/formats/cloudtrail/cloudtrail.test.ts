import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const EVENT = {
  eventVersion: "1.11",
  userIdentity: {
    type: "AssumedRole",
    principalId: `AROAEXAMPLEEXAMPLEEX:${INSTANCE}`,
    arn: `arn:aws:sts::123456789012:assumed-role/web/${INSTANCE}`,
    accountId: "123456789012",
    accessKeyId: "ASIAEXAMPLE",
    sessionContext: {
      sessionIssuer: { type: "Role", arn: "arn:aws:iam::123456789012:role/path/web", userName: "web" },
      attributes: { creationDate: "2023-11-14T22:00:00Z", mfaAuthenticated: "false" },
      ec2RoleDelivery: "2.0",
      sourceIdentity: "someone",
    },
    inScopeOf: {
      issuerType: "AWS::EC2::Instance",
      credentialsIssuedTo: `arn:aws:ec2:us-east-1:123456789012:instance/${INSTANCE}`,
    },
  },
  eventTime: "2023-11-14T22:13:20Z",
  eventSource: "s3.amazonaws.com",
  eventName: "ListBuckets",
  awsRegion: "us-east-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli",
  requestParameters: null,
  responseElements: null,
  requestID: "r-1",
  eventID: "e-1",
  readOnly: true,
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: "123456789012",
  eventCategory: "Management",
};

async function readOne(event: object) {
  const { content, summary } = await readWhole(JSON.stringify({ Records: [event] }));
  return { call: content.calls[0], rejection: content.rejections[0], summary };
}

describe("CloudTrail events", () => {
  it("reads one call of an instance's role session", async () => {
    const { call, summary } = await readOne(EVENT);
    expect(summary).toMatchObject({ kind: "cloudtrail", records: 1, rejected: 0, firstEventMs: 1_700_000_000_000 });
    expect(call).toMatchObject({
      record: 1,
      category: "management",
      atMs: 1_700_000_000_000,
      eventId: "e-1",
      eventName: "ListBuckets",
      source: "198.51.100.7",
      sourceIp: "198.51.100.7",
      readOnly: true,
      issuedKeyId: null,
      principal: {
        type: "AssumedRole",
        sessionName: INSTANCE,
        roleArn: "arn:aws:iam::123456789012:role/path/web",
        accessKeyId: "ASIAEXAMPLE",
        sessionCreatedAtMs: Date.parse("2023-11-14T22:00:00Z"),
        ec2RoleDelivery: "2.0",
        inScopeInstanceId: INSTANCE,
        sourceIdentity: "someone",
      },
    });
  });

  it.each([
    [
      "no identity",
      { userIdentity: undefined, eventType: "AwsServiceEvent" },
      { principal: { type: null, arn: null } },
    ],
    ["an empty identity", { userIdentity: {} }, { principal: { type: null, sessionName: null } }],
    [
      "a system role of more colon parts",
      { userIdentity: { type: "AssumedRole", principalId: `123456789012:aws:ec2-instance:${INSTANCE}` } },
      { principal: { sessionName: INSTANCE } },
    ],
    [
      "a role named by its session's ARN alone",
      { userIdentity: { type: "AssumedRole", arn: "arn:aws-cn:sts::123456789012:assumed-role/web/s" } },
      { principal: { sessionName: "s", roleArn: "arn:aws-cn:iam::123456789012:role/web" } },
    ],
    [
      "a user whose id has a colon",
      { userIdentity: { type: "FederatedUser", principalId: "123456789012:bob" } },
      { principal: { sessionName: null } },
    ],
    ["an empty access key", { userIdentity: { type: "Root", accessKeyId: "" } }, { principal: { accessKeyId: null } }],
    [
      "a service that calls",
      { userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" }, sourceIPAddress: "ec2.amazonaws.com" },
      { invokedBy: "ec2.amazonaws.com", source: "ec2.amazonaws.com", sourceIp: null },
    ],
    ["an IPv6 address", { sourceIPAddress: "2001:DB8::5" }, { source: "2001:DB8::5", sourceIp: "2001:db8::5" }],
    ["a data event", { eventCategory: "Data", managementEvent: false }, { category: "data" }],
    ["a data event of an older version", { eventCategory: undefined, managementEvent: false }, { category: "data" }],
    ["a network activity event", { eventCategory: "NetworkActivity" }, { category: "network-activity" }],
    ["a category that is a word of the language", { eventCategory: "constructor" }, { category: "management" }],
    [
      "a call that is a word of the language",
      { eventSource: "ec2.amazonaws.com", eventName: "toString" },
      { eventName: "toString" },
    ],
    ["readOnly as text", { readOnly: "false" }, { readOnly: false }],
    ["an addendum", { addendum: { originalEventID: "e-0" } }, { replacesEventId: "e-0" }],
    [
      "a correction",
      { addendum: { reason: "UPDATED_DATA", updatedFields: "responseElements", originalEventID: "e-0" } },
      { replacesEventId: "e-0" },
    ],
    ["a late delivery", { addendum: { reason: "DELIVERY_DELAY", originalEventID: "e-0" } }, { replacesEventId: null }],
    ["what an outage held back", { addendum: { reason: "SERVICE_OUTAGE" } }, { replacesEventId: null }],
    ["no account but the caller's", { recipientAccountId: undefined }, { accountId: "123456789012" }],
    [
      "credentials issued",
      {
        requestParameters: { roleSessionName: "next" },
        responseElements: {
          credentials: { accessKeyId: "ASIANEXT" },
          assumedRoleUser: { arn: "arn:aws:sts::123456789012:assumed-role/admin/next" },
        },
      },
      {
        issuedKeyId: "ASIANEXT",
        issuedArn: "arn:aws:sts::123456789012:assumed-role/admin/next",
        requestedSessionName: "next",
      },
    ],
    ["a key created", { responseElements: { accessKey: { accessKeyId: "AKIANEW" } } }, { issuedKeyId: "AKIANEW" }],
    [
      "a refused call, which issued nothing",
      { errorCode: "AccessDenied", responseElements: { credentials: { accessKeyId: "ASIANEXT" } } },
      { errorCode: "AccessDenied", issuedKeyId: null },
    ],
  ])("reads an event with %s", async (_name, change, expected) => {
    expect((await readOne({ ...EVENT, ...change })).call).toMatchObject(expected);
  });

  it("knows Insights and aggregated events by their category", async () => {
    const insight = {
      eventVersion: "1.07",
      eventTime: EVENT.eventTime,
      awsRegion: "us-east-1",
      eventID: "e-2",
      eventType: "AwsCloudTrailInsight",
      insightDetails: { eventSource: "s3.amazonaws.com", eventName: "ListBuckets" },
      eventCategory: "Insight",
    };
    const aggregated = {
      eventId: "e-3",
      eventVersion: "1.0",
      awsRegion: "us-east-1",
      accountId: "123456789012",
      eventSource: "s3.amazonaws.com",
      eventType: "AwsAggregatedEvent",
      eventCategory: "Aggregated",
      timeWindow: { windowStart: "2023-11-14T22:10:00Z", windowEnd: "2023-11-14T22:15:00Z" },
    };
    const { content } = await readWhole(JSON.stringify({ Records: [insight, aggregated] }));
    expect(content.rejections).toEqual([]);
    expect(content.calls).toMatchObject([
      { category: "insight", eventId: "e-2", eventName: "ListBuckets" },
      { category: "aggregated", eventId: "e-3", atMs: Date.parse("2023-11-14T22:10:00Z"), accountId: "123456789012" },
    ]);
  });

  it("reads a network activity event, which says little of a caller from elsewhere", async () => {
    const { call } = await readOne({
      ...{ eventVersion: "1.09", eventTime: EVENT.eventTime, eventSource: "s3.amazonaws.com", eventName: "GetObject" },
      ...{ awsRegion: "us-east-1", sourceIPAddress: "10.0.1.5", eventID: "e-9", eventType: "AwsVpceEvent" },
      ...{ vpcEndpointId: "vpce-1", errorCode: "VpceAccessDenied", eventCategory: "NetworkActivity" },
      userIdentity: { type: "AWSAccount", principalId: "AIDAEXAMPLE", accountId: "999999999999" },
    });
    expect(call).toMatchObject({
      ...{ category: "network-activity", vpcEndpointId: "vpce-1", errorCode: "VpceAccessDenied", readOnly: null },
      principal: { type: "AWSAccount", accountId: "999999999999", arn: null },
    });
  });

  it("hashes each field, so that two copies of one event can be compared field by field", async () => {
    const copy = { ...Object.fromEntries(Object.entries(EVENT).reverse()), userAgent: "other" };
    const { content } = await readWhole(JSON.stringify([EVENT, copy]));
    const [first, second] = content.calls.map((call) => call.fieldHashes);
    const { userAgent, ...same } = first ?? {};
    expect(second).toMatchObject(same);
    expect(second?.userAgent).not.toBe(userAgent);
    expect(content.calls[0]?.principal).toBe(content.calls[1]?.principal);
  });

  it.each([
    ["a file of S3", (texts: string[]) => `{"Records":[${texts.join(",")}]}`],
    [
      "a file of S3 with keys around the list",
      (texts: string[]) => `{"a":{"Records":[1]},"Records":[${texts.join(",\n")}],"b":[2]}`,
    ],
    [
      "an indented file",
      (texts: string[]) => JSON.stringify({ Records: texts.map((text) => JSON.parse(text)) }, null, 2),
    ],
    ["an indented array with a record a line", (texts: string[]) => `[\n  ${texts.join(",\n  ")}\n]`],
    ["an outer object with a record a line", (texts: string[]) => `{"Records":[\n${texts.join(",\n")}\n]}`],
    ["lines", (texts: string[]) => texts.join("\n")],
    ["files one after another", (texts: string[]) => texts.map((text) => `{"Records":[${text}]}`).join("")],
    ["a file a line", (texts: string[]) => texts.map((text) => `{"Records":[${text}]}`).join("\n")],
    ["an array of files", (texts: string[]) => `[${texts.map((text) => `{"Records":[${text}]}`).join(",")}]`],
    [
      "LookupEvents output",
      (texts: string[]) =>
        JSON.stringify({ Events: texts.map((CloudTrailEvent) => ({ EventId: "x", CloudTrailEvent })) }),
    ],
    [
      "EventBridge events",
      (texts: string[]) =>
        texts
          .map((text) => `{"detail-type":"AWS API Call via CloudTrail","source":"aws.s3","detail":${text}}`)
          .join("\n"),
    ],
    [
      "a subscription's envelope",
      (texts: string[]) =>
        JSON.stringify({
          ...{ messageType: "DATA_MESSAGE", logGroup: "trail", logStream: "123456789012_CloudTrail_us-east-1" },
          logEvents: texts.map((message) => ({ id: "1", timestamp: 1_700_000_000_000, message })),
        }),
    ],
    [
      "EventBridge events kept in CloudWatch Logs",
      (texts: string[]) =>
        JSON.stringify({
          events: texts.map((text) => ({
            timestamp: 1_700_000_000_000,
            message: `{"detail-type":"AWS API Call via CloudTrail","source":"aws.s3","detail":${text}}`,
          })),
        }),
    ],
    ["an export's lines", (texts: string[]) => texts.map((text) => `2023-11-14T22:13:21.000Z ${text}`).join("\n")],
  ])("reads %s", async (_name, write) => {
    const texts = ["e-1", "e-2", "e-3"].map((eventID) => JSON.stringify({ ...EVENT, eventID }));
    const { summary, content } = await readWhole(write(texts));
    expect(summary).toMatchObject({ kind: "cloudtrail", records: 3, rejected: 0 });
    expect(content.calls.map((call) => [call.record, call.eventId])).toEqual([
      [1, "e-1"],
      [2, "e-2"],
      [3, "e-3"],
    ]);
  });

  it("knows an empty file of S3", async () => {
    expect((await readWhole('{"Records":[]}')).summary).toMatchObject({
      kind: "cloudtrail",
      records: 0,
      rejected: 0,
      reason: null,
    });
  });

  it.each([
    ["is no event", { hello: 1 }, "eventTime is missing: not a CloudTrail event"],
    ["has no time that is one", { ...EVENT, eventTime: "soon" }, 'eventTime "soon" is not a time'],
    ["has no name", { ...EVENT, eventName: undefined }, "eventName is missing: not a CloudTrail event"],
    [
      "is nested without end",
      { ...EVENT, deep: JSON.parse(`${"[".repeat(300)}${"]".repeat(300)}`) },
      "brackets more than 256 deep",
    ],
  ])("rejects a record that %s, and reads on", async (_name, record, reason) => {
    const { summary, content } = await readWhole(
      [EVENT, record, EVENT].map((event) => JSON.stringify(event)).join("\n"),
    );
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.rejections[0]).toMatchObject({ record: 2, reason });
  });
});
