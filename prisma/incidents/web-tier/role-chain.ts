import { type Event, instant, roleArn, sessionArn, temporaryKey, writeEvent } from "./cloudtrail";
import type { Scene } from "./scene";
import { type CallTally, tally, truthOf } from "./truth";
import { ACCOUNT, DEPLOY_ACCOUNT, MINUTE, SECOND, SECOND_FOREIGN_IP, WEB_2 } from "./world";

type Call = Pick<Event, "eventSource" | "eventName" | "errorCode" | "eventCategory">;

const S3 = "s3.amazonaws.com";
const ASSUME_ROLE = { eventSource: "sts.amazonaws.com", eventName: "AssumeRole" } as const;

const WITH_DEPLOY: Call[] = [
  { eventSource: S3, eventName: "ListBuckets" },
  ...Array.from({ length: 6 }, (): Call => ({ eventSource: S3, eventName: "GetObject", eventCategory: "Data" })),
  { eventSource: "kms.amazonaws.com", eventName: "Decrypt", errorCode: "AccessDenied" },
];
const WITH_AUDIT: Call[] = ["DescribeInstances", "DescribeSnapshots", "DescribeVolumes"].map((eventName) => ({
  eventSource: "ec2.amazonaws.com",
  eventName,
}));

interface Session {
  role: string;
  name: string;
  accessKeyId: string;
  issuedAt: number;
}

function identityOf({ role, name, accessKeyId, issuedAt }: Session): Record<string, unknown> {
  const unique = `AROAEXAMPLE${role.toUpperCase().padEnd(10, "0")}`;
  return {
    type: "AssumedRole",
    principalId: `${unique}:${name}`,
    arn: sessionArn(role, name, DEPLOY_ACCOUNT),
    accountId: DEPLOY_ACCOUNT,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: unique,
        arn: roleArn(role, DEPLOY_ACCOUNT),
        accountId: DEPLOY_ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: instant(issuedAt), mfaAuthenticated: "false" },
    },
  };
}

function grantOf({ role, name, accessKeyId, issuedAt }: Session) {
  return {
    ...ASSUME_ROLE,
    readOnly: true,
    atMs: issuedAt,
    sourceIPAddress: SECOND_FOREIGN_IP,
    requestParameters: { roleArn: roleArn(role, DEPLOY_ACCOUNT), roleSessionName: name },
    responseElements: {
      credentials: {
        accessKeyId,
        expiration: instant(issuedAt + 60 * MINUTE),
        sessionToken: "HIDDEN_DUE_TO_SECURITY_REASONS",
      },
      assumedRoleUser: {
        assumedRoleId: `AROAEXAMPLE${role.toUpperCase().padEnd(10, "0")}:${name}`,
        arn: sessionArn(role, name, DEPLOY_ACCOUNT),
      },
    },
  };
}

/** Calls in the other account with a session that was obtained there. */
function use(scene: Scene, session: Session, calls: readonly Call[], everyMs: number): CallTally {
  const counted: CallTally = new Map();
  for (const [index, call] of calls.entries()) {
    writeEvent(scene, {
      ...call,
      atMs: session.issuedAt + (index + 1) * everyMs,
      account: DEPLOY_ACCOUNT,
      userIdentity: identityOf(session),
      sourceIPAddress: SECOND_FOREIGN_IP,
    });
    tally(counted, call);
  }
  return counted;
}

/**
 * A hop into another account with the stolen key, recorded in both accounts under one `sharedEventID`, and from there
 * another. What the first hop's call means for the instance itself is its caller's to count.
 */
export function writeRoleChain(scene: Scene, stolen: Record<string, unknown>, atMs: number): void {
  const { random, truth } = scene;
  const deploy: Session = { role: "deploy", name: "deploy-tool", accessKeyId: temporaryKey(random), issuedAt: atMs };
  const audit: Session = {
    ...{ role: "audit", name: "deploy-tool-2" },
    ...{ accessKeyId: temporaryKey(random), issuedAt: atMs + 5 * MINUTE },
  };
  const rest = { sharedEventID: random.uuid() };
  const via = writeEvent(scene, { ...grantOf(deploy), userIdentity: stolen, rest });
  writeEvent(scene, {
    ...grantOf(deploy),
    account: DEPLOY_ACCOUNT,
    userIdentity: { type: "AWSAccount", principalId: `AROAEXAMPLEWEB0000001:${WEB_2.instanceId}`, accountId: ACCOUNT },
    rest,
  });
  const deployCalls = use(scene, deploy, WITH_DEPLOY, 20 * SECOND);
  const secondVia = writeEvent(scene, {
    ...grantOf(audit),
    account: DEPLOY_ACCOUNT,
    userIdentity: identityOf(deploy),
  });
  tally(deployCalls, ASSUME_ROLE);
  const auditCalls = use(scene, audit, WITH_AUDIT, 15 * SECOND);

  const { chained } = truthOf(truth, WEB_2.instanceId);
  for (const [event, session, calls] of [
    [via, deploy, deployCalls],
    [secondVia, audit, auditCalls],
  ] as const) {
    const principalArn = sessionArn(session.role, session.name, DEPLOY_ACCOUNT);
    chained.set(event, { principalArn, keys: new Set([session.accessKeyId]), calls });
  }
}
