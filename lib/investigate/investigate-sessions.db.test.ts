import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import {
  ACCOUNT,
  at,
  call,
  describedInterface,
  flowLog,
  INDICATOR,
  INSTANCE,
  investigateFiles,
  issues,
  OTHER_ACCOUNT,
  session,
  trail,
} from "@/lib/investigate/test-evidence";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

const met = { "flow.log": flowLog([{ second: 0 }, { second: 600 }]) };
const OWN_KEY = "ASIAEXAMPLE0000000001";
const CHAINED = "ASIAEXAMPLE0000000002";
const FAR_ARN = `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/deploy/tool`;
const far = (more: Record<string, unknown> = {}) => ({
  userIdentity: {
    type: "AssumedRole",
    principalId: "AROAEXAMPLEEXAMPLEBBB:tool",
    arn: FAR_ARN,
    accountId: OTHER_ACCOUNT,
    accessKeyId: CHAINED,
  },
  recipientAccountId: OTHER_ACCOUNT,
  ...more,
});

async function instanceOf(events: Record<string, unknown>[], more: Record<string, string> = {}) {
  const document = await investigateFiles({ ...met, ...more, "trail.json": trail(...events) });
  return document.instances.find(({ instanceId }) => instanceId === INSTANCE);
}

describe("what an instance's role did", () => {
  it("groups calls by API and region, with errors, and leaves out what is no call or counts already", async () => {
    const twice = call(30, "GetObject");
    const instance = await instanceOf([
      call(10, "ListBuckets"),
      call(20, "ListBuckets", { errorCode: "AccessDenied", readOnly: false }),
      twice,
      twice,
      call(40, "ListBuckets", { awsRegion: "us-east-1" }),
      {
        ...call(50, "PutObject", { eventType: "AwsCloudTrailInsight", eventCategory: "Insight" }),
        insightDetails: { state: "Start", eventSource: "s3.amazonaws.com", eventName: "PutObject" },
      },
    ]);
    expect(
      instance?.apiCalls.map(({ eventName, region, calls, errors }) => [eventName, region, calls, errors]),
    ).toEqual([
      ["ListBuckets", "eu-central-1", 2, 1],
      ["GetObject", "eu-central-1", 1, 0],
      ["ListBuckets", "us-east-1", 1, 0],
    ]);
    expect(instance?.apiCalls[0]).toMatchObject({
      errorCodes: ["AccessDenied"],
      readOnly: null,
      sourceIps: ["203.0.113.9"],
      firstSeen: at(10),
      lastSeen: at(20),
    });
    expect(instance?.roles).toEqual([
      { roleArn: `arn:aws:iam::${ACCOUNT}:role/app`, sessionName: INSTANCE, accessKeyIds: [OWN_KEY] },
    ]);
  });

  it("is not taken in by a session that a user gave the instance's name", async () => {
    const user = {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: `arn:aws:iam::${ACCOUNT}:user/u`,
      accountId: ACCOUNT,
    };
    const stolenName = "ASIAEXAMPLE0000000009";
    const instance = await instanceOf([
      call(10, "AssumeRole", {
        userIdentity: { ...user, accessKeyId: "AKIAEXAMPLE0000000001" },
        ...issues(stolenName, `arn:aws:sts::${ACCOUNT}:assumed-role/app/${INSTANCE}`, INSTANCE),
      }),
      call(20, "GetObject", { userIdentity: session(stolenName) }),
      call(30, "ListBuckets"),
    ]);
    expect(instance?.roles.flatMap(({ accessKeyIds }) => accessKeyIds)).toEqual([OWN_KEY]);
    expect(instance?.apiCalls.map(({ eventName }) => eventName)).toEqual(["ListBuckets"]);
  });

  it("follows credentials into another account, where both copies of the call are one", async () => {
    const issued = issues(CHAINED, FAR_ARN, "tool");
    const own = call(10, "AssumeRole", { sharedEventID: "11111111-1111-4111-8111-111111111111", ...issued });
    const instance = await instanceOf([
      own,
      call(10, "AssumeRole", {
        sharedEventID: "11111111-1111-4111-8111-111111111111",
        userIdentity: { type: "AWSAccount", principalId: `AROAEXAMPLEEXAMPLEAAA:${INSTANCE}`, accountId: ACCOUNT },
        recipientAccountId: OTHER_ACCOUNT,
        ...issued,
      }),
      call(20, "ListBuckets", far()),
      call(30, "AssumeRole", { errorCode: "AccessDenied", requestParameters: { roleSessionName: "refused" } }),
    ]);
    expect(instance?.apiCalls.map(({ eventName, calls, errors }) => [eventName, calls, errors])).toEqual([
      ["AssumeRole", 2, 1],
    ]);
    expect(instance?.chainedSessions).toMatchObject([
      {
        via: own.eventID,
        principalArn: FAR_ARN,
        accessKeyIds: [CHAINED],
        apiCalls: [{ eventName: "ListBuckets", calls: 1 }],
      },
    ]);
  });

  it("learns who issued a key from all evidence, and counts only what the window holds", async () => {
    const files = {
      ...met,
      "trail.json": trail(
        call(10, "AssumeRole", issues(CHAINED, FAR_ARN, "tool")),
        call(20, "ListBuckets", far()),
        call(300, "GetObject", far()),
        call(310, "GetObject"),
      ),
    };
    const { instances, window } = await investigateFiles(files, { from: at(200), to: at(900) });
    expect(window).toEqual({ from: at(200), to: at(900) });
    expect(instances[0]?.apiCalls.map(({ eventName, calls }) => [eventName, calls])).toEqual([["GetObject", 1]]);
    expect(instances[0]?.chainedSessions.map(({ apiCalls }) => apiCalls.map(({ eventName }) => eventName))).toEqual([
      ["GetObject"],
    ]);
    const later = await investigateFiles(files, { from: at(500), to: at(900) });
    expect(later.instances[0]).toMatchObject({ instanceId: INSTANCE, chainedSessions: [], roles: [] });
  });

  it("lists an instance whose role, or a session its role led to, called from the indicator", async () => {
    const document = await investigateFiles({
      "trail.json": trail(
        call(5, "ListBuckets"),
        call(10, "AssumeRole", issues(CHAINED, FAR_ARN, "tool")),
        call(20, "GetObject", far({ sourceIPAddress: INDICATOR })),
      ),
    });
    expect(document.instances).toMatchObject([{ instanceId: INSTANCE, matchedBy: ["api"] }]);
    expect(document.apiCallsFromIndicator).toMatchObject([
      { eventName: "GetObject", calls: 1, sourceIps: [INDICATOR] },
    ]);
    expect(document.earliestIndicator).toMatchObject({ time: at(20), kind: "api", evidence: { record: 3 } });
  });

  it("tells use off the instance by its known public address, and says where it only assumed one", async () => {
    const events = [
      call(10, "ListBuckets"),
      call(20, "ListBuckets"),
      call(30, "GetObject", { sourceIPAddress: INDICATOR }),
      call(40, "GetObject", { sourceIPAddress: "s3.amazonaws.com" }),
      call(50, "GetObject", {
        sourceIPAddress: "192.0.2.50",
        userIdentity: { ...session(OWN_KEY), invokedBy: "x.amazonaws.com" },
      }),
      call(60, "GetObject", { sourceIPAddress: "10.0.0.5", vpcEndpointId: "vpce-0a1b2c3d4e5f60001" }),
    ];
    const assumed = await instanceOf(events);
    expect(assumed?.offInstanceUse).toEqual([
      {
        sourceIp: INDICATOR,
        accessKeyIds: [OWN_KEY],
        calls: 1,
        firstSeen: at(30),
        lastSeen: at(30),
        basis: "assumed",
      },
    ]);
    const known = await instanceOf(events, { "interfaces.json": describedInterface({ publicIp: "203.0.113.9" }) });
    expect(known?.offInstanceUse).toMatchObject([{ sourceIp: INDICATOR, calls: 1, basis: "known" }]);
    const elsewhere = await instanceOf(events, { "interfaces.json": describedInterface({ publicIp: "203.0.113.10" }) });
    expect(elsewhere?.offInstanceUse).toMatchObject([
      { sourceIp: "203.0.113.9", calls: 2, basis: "known" },
      { sourceIp: INDICATOR, calls: 1, basis: "known" },
    ]);
  });
});
