import { countCall } from "./background-calls";
import {
  type Event,
  instanceIdentity,
  mint,
  roleArn,
  type Scene,
  sessionArn,
  temporaryKey,
  writeEvent,
} from "./cloudtrail";
import { truthOf } from "./truth";
import { ACCOUNT, DEPLOY_ACCOUNT, INDICATOR, MINUTE, SECOND, SECOND_FOREIGN_IP, STORY, WEB_2 } from "./world";

type Call = Pick<Event, "eventSource" | "eventName"> & Partial<Event>;

const S3 = "s3.amazonaws.com";
const EC2 = "ec2.amazonaws.com";
const IAM = "iam.amazonaws.com";
const STS = "sts.amazonaws.com";

/** What was tried with the stolen key from the flagged address itself. */
const FROM_INDICATOR: Call[] = [
  { eventSource: STS, eventName: "GetCallerIdentity" },
  { eventSource: S3, eventName: "ListBuckets" },
  { eventSource: EC2, eventName: "DescribeInstances", errorCode: "Client.UnauthorizedOperation" },
  { eventSource: EC2, eventName: "DescribeSecurityGroups", errorCode: "Client.UnauthorizedOperation" },
  { eventSource: IAM, eventName: "ListUsers", errorCode: "AccessDenied" },
  { eventSource: IAM, eventName: "ListRoles", errorCode: "AccessDenied" },
  { eventSource: "secretsmanager.amazonaws.com", eventName: "GetSecretValue" },
  {
    eventSource: STS,
    eventName: "AssumeRole",
    errorCode: "AccessDenied",
    readOnly: false,
    requestParameters: { roleArn: roleArn("admin"), roleSessionName: "deploy-tool" },
  },
];

/** Counts a call made with the stolen key: the instance's session's, and off the instance. */
function countStolen(scene: Scene, key: string, atMs: number, sourceIp: string, failed: boolean): void {
  countCall(scene.truth, WEB_2, { roleArn: roleArn(WEB_2.role), accessKeyId: key, failed });
  const told = truthOf(scene.truth, WEB_2.instanceId);
  const use = told.offInstance.get(sourceIp) ?? { calls: 0, keys: new Set<string>(), firstSeen: atMs, lastSeen: atMs };
  use.calls += 1;
  use.keys.add(key);
  use.firstSeen = Math.min(use.firstSeen, atMs);
  use.lastSeen = Math.max(use.lastSeen, atMs);
  told.offInstance.set(sourceIp, use);
  if (sourceIp === INDICATOR) {
    told.matchedBy.add("api");
    scene.truth.callsFromIndicator += 1;
    scene.truth.earliestMs = Math.min(scene.truth.earliestMs, atMs);
  }
}

function assumed(role: string, account: string, session: string, accessKeyId: string): Record<string, unknown> {
  const unique = `AROAEXAMPLE${role.toUpperCase().padEnd(10, "0")}`;
  return {
    type: "AssumedRole",
    principalId: `${unique}:${session}`,
    arn: sessionArn(role, session, account),
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: unique,
        arn: roleArn(role, account),
        accountId: account,
        userName: role,
      },
      attributes: {
        creationDate: new Date(STORY.keyStolenAt).toISOString().replace(".000Z", "Z"),
        mfaAuthenticated: "false",
      },
    },
  };
}

/** A hop into another account with the stolen key, recorded in both, and from there another. */
function chain(scene: Scene, stolen: string, identity: Record<string, unknown>, atMs: number): void {
  const { random, truth } = scene;
  const [first, second] = [temporaryKey(random), temporaryKey(random)];
  const sharedEventID = random.uuid();
  const grant = (role: string, accessKeyId: string, session: string) => ({
    requestParameters: { roleArn: roleArn(role, DEPLOY_ACCOUNT), roleSessionName: session },
    responseElements: {
      credentials: {
        accessKeyId,
        expiration: new Date(atMs + 60 * MINUTE).toISOString(),
        sessionToken: "HIDDEN_DUE_TO_SECURITY_REASONS",
      },
      assumedRoleUser: { assumedRoleId: `AROAEXAMPLE:${session}`, arn: sessionArn(role, session, DEPLOY_ACCOUNT) },
    },
  });
  const hop = {
    eventSource: STS,
    eventName: "AssumeRole",
    readOnly: false,
    sourceIPAddress: SECOND_FOREIGN_IP,
  } as const;
  const via = writeEvent(scene, {
    ...hop,
    ...grant("deploy", first, "deploy-tool"),
    atMs,
    userIdentity: identity,
    rest: { sharedEventID },
  });
  writeEvent(scene, {
    ...hop,
    ...grant("deploy", first, "deploy-tool"),
    atMs,
    account: DEPLOY_ACCOUNT,
    userIdentity: { type: "AWSAccount", principalId: `AROAEXAMPLEWEB0000001:${WEB_2.instanceId}`, accountId: ACCOUNT },
    rest: { sharedEventID },
  });
  countStolen(scene, stolen, atMs, SECOND_FOREIGN_IP, false);

  const told = truthOf(truth, WEB_2.instanceId);
  const deploy = assumed("deploy", DEPLOY_ACCOUNT, "deploy-tool", first);
  const calls: Call[] = [
    { eventSource: S3, eventName: "ListBuckets" },
    ...Array.from({ length: 6 }, (): Call => ({ eventSource: S3, eventName: "GetObject", eventCategory: "Data" })),
    { eventSource: "kms.amazonaws.com", eventName: "Decrypt", errorCode: "AccessDenied" },
  ];
  for (const [index, call] of calls.entries()) {
    writeEvent(scene, {
      ...call,
      atMs: atMs + (index + 1) * 20 * SECOND,
      account: DEPLOY_ACCOUNT,
      userIdentity: deploy,
      sourceIPAddress: SECOND_FOREIGN_IP,
    });
  }
  const secondHopAt = atMs + 5 * MINUTE;
  const secondVia = writeEvent(scene, {
    ...hop,
    ...grant("audit", second, "deploy-tool-2"),
    atMs: secondHopAt,
    account: DEPLOY_ACCOUNT,
    userIdentity: deploy,
  });
  told.chained.set(via, {
    principalArn: sessionArn("deploy", "deploy-tool", DEPLOY_ACCOUNT),
    keys: new Set([first]),
    calls: calls.length + 1,
  });

  const audit = assumed("audit", DEPLOY_ACCOUNT, "deploy-tool-2", second);
  for (const [index, eventName] of ["DescribeInstances", "DescribeSnapshots", "DescribeVolumes"].entries()) {
    writeEvent(scene, {
      eventSource: EC2,
      eventName,
      atMs: secondHopAt + (index + 1) * 15 * SECOND,
      account: DEPLOY_ACCOUNT,
      userIdentity: audit,
      sourceIPAddress: SECOND_FOREIGN_IP,
    });
  }
  told.chained.set(secondVia, {
    principalArn: sessionArn("audit", "deploy-tool-2", DEPLOY_ACCOUNT),
    keys: new Set([second]),
    calls: 3,
  });
}

/** Credentials fetched from the web server's metadata service and used from two foreign addresses, beside the agent's own key. */
export function writeStoryCalls(scene: Scene): void {
  const stolen = temporaryKey(scene.random);
  mint(scene, WEB_2, stolen, STORY.keyStolenAt);
  const identity = instanceIdentity(WEB_2, stolen, STORY.keyStolenAt);
  for (const [index, call] of FROM_INDICATOR.entries()) {
    const atMs = STORY.keyStolenAt + 4 * MINUTE + index * 25 * SECOND;
    writeEvent(scene, { ...call, atMs, userIdentity: identity, sourceIPAddress: INDICATOR });
    countStolen(scene, stolen, atMs, INDICATOR, call.errorCode !== undefined);
  }
  chain(scene, stolen, identity, STORY.keyStolenAt + 40 * MINUTE);
  const triedAt = STORY.keyStolenAt + 70 * MINUTE;
  writeEvent(scene, {
    atMs: triedAt,
    eventSource: "signin.amazonaws.com",
    eventName: "ConsoleLogin",
    userIdentity: { type: "IAMUser", principalId: "AIDAEXAMPLEREPORTS001", accountId: ACCOUNT, userName: "reports" },
    sourceIPAddress: INDICATOR,
    readOnly: false,
    responseElements: { ConsoleLogin: "Failure" },
    errorMessage: "Failed authentication",
    rest: {
      eventType: "AwsConsoleSignIn",
      additionalEventData: { MFAUsed: "No", LoginTo: "https://console.aws.amazon.com/" },
    },
  });
  scene.truth.callsFromIndicator += 1;
}
